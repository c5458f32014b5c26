"""The cards of studies: written when a page is published, taken away when it no longer is."""

from collections.abc import Iterator
from secrets import randbits
from typing import Any

from django.db import transaction
from django.utils.translation import override

from courses.evidence.card import StudyCard
from courses.evidence.filtering import FACETS, NONE
from courses.evidence.pages import StudyPage
from courses.evidence.places import country_name
from courses.evidence.stemming import stems
from courses.translating import LANGUAGES

NAMED = ("theme", "region", "design", "recipient", "delivery", "status")
REFERENCE = ("authors", "series", "doi", "reference", "year")


def index(page: StudyPage) -> None:
    """Write the card of a live page; a page that is the alias of another says nothing in its own language."""
    if not page.live or page.alias_of_id:
        forget(page)
        return
    language = page.locale.language_code
    facets = {name: facet.codes(page) for name, facet in FACETS.items()}
    with transaction.atomic():
        StudyCard.objects.filter(key=page.translation_key, language=language).exclude(page=page).delete()
        StudyCard.objects.update_or_create(
            page=page,
            defaults={
                "key": page.translation_key,
                "language": language,
                "facets": facets,
                "stamp": randbits(31),
                "words": "\n".join(" ".join(sorted(zone)) for zone in _zones(page, facets, language)),
            },
        )


def forget(page: StudyPage) -> None:
    StudyCard.objects.filter(page_id=page.pk).delete()


def rebuild() -> int:
    """Every card anew; how many there are."""
    pages = StudyPage.objects.live().filter(alias_of=None)
    StudyCard.objects.exclude(page__in=pages).delete()
    for page in pages.select_related("locale").iterator(chunk_size=200):
        index(page)
    return StudyCard.objects.count()


def on_published(instance: StudyPage, **_signal: Any) -> None:
    index(instance)


def on_unpublished(instance: StudyPage, **_signal: Any) -> None:
    forget(instance)


def _zones(page: StudyPage, facets: dict[str, list[str]], language: str) -> Iterator[set[str]]:
    """The stems of the title, of what it is about, and of its texts; a word weighs less in each than in the one before.

    A title keeps the language of the publication, so it is cut to stems in that one too.
    """
    yield stems(page.title, language) | stems(page.title, page.publication_language)
    about = " ".join(str(getattr(page, name) or "") for name in REFERENCE)
    yield stems(f"{about} {_labels(facets, language)}", language) | _countries(facets["country"])
    effects = " ".join(str(effect.value["outcome"]) for effect in page.effects)
    yield stems(" ".join([*(getattr(page, name) for name in StudyPage.TEXTS), effects]), language)


def _labels(facets: dict[str, list[str]], language: str) -> str:
    with override(language):
        labels = [dict(FACETS[name].choices()) for name in NAMED]
    named = zip(NAMED, labels, strict=True)
    return " ".join(of[code] for name, of in named for code in facets[name] if code != NONE and code in of)


def _countries(codes: list[str]) -> set[str]:
    """In every language, for a reader may know the name in either."""
    return {
        stem
        for code in codes
        if code != NONE
        for language in LANGUAGES
        for stem in stems(country_name(code, language), language)
    }
