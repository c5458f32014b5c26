"""A study by its key, or by the name that people and files call it: its DOI, its title or its key."""

from uuid import UUID

from django.db.models import Case, QuerySet, When
from django.http import Http404
from django.utils.translation import get_language

from courses.evidence.pages import StudyPage
from courses.translating import SOURCE


def in_source_first(studies: QuerySet[StudyPage]) -> QuerySet[StudyPage]:
    """Those in the source language before the others, and the oldest first; no aliases."""
    elsewhere = Case(When(locale__language_code=SOURCE, then=0), default=1)
    return studies.filter(alias_of=None).order_by(elsewhere, "pk")


def study_named(name: str) -> StudyPage | None:
    """The page in the source language, or in another of a study that is not written in it; the oldest where several
    bear the name."""
    studies = in_source_first(StudyPage.objects.all())
    by_name = studies.filter(doi__iexact=name) if name.startswith("10.") else studies.filter(title__iexact=name)
    try:
        return by_name.first() or studies.filter(translation_key=UUID(name)).first()
    except ValueError:
        return by_name.first()


def name_of(study: StudyPage) -> str:
    """What `study_named` finds it by, in every installation that loaded the same table where that can be."""
    for name in (study.doi, study.title):
        if name and study_named(name) == study:
            return name
    return str(study.translation_key)


def public_studies(key: UUID) -> dict[str, StudyPage]:
    """What everybody may see of a study, by language."""
    studies = StudyPage.objects.live().public().filter(translation_key=key).select_related("locale")
    return {study.locale.language_code: study for study in studies.order_by("pk")}


def get_public_study_or_404(key: UUID) -> StudyPage:
    """In the reader's language, or in another if it is published only there."""
    found = public_studies(key)
    if not found:
        raise Http404
    return found.get(get_language() or "") or next(iter(found.values()))
