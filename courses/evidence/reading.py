"""What the page of a study shows, and a comparison of several."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from wagtail.models import Page

from courses.evidence import citing, drawing, usage
from courses.evidence.places import Region, country_name, region_of
from courses.evidence.vocabulary import ANCHORS, Delivery, Recipient, Reporter, Theme
from courses.translating import SOURCE

if TYPE_CHECKING:
    from courses.evidence.pages import StudyPage

RELATED = 4


@dataclass(frozen=True)
class Fact:
    """`told` is empty where the source reports nothing."""

    name: str
    told: str
    own: bool = False  # in the language of the study's page, where the rest is in the reader's
    lead: str = ""  # before it, in the reader's


@dataclass(frozen=True)
class Partner:
    study: "StudyPage"
    why: str


def context(study: "StudyPage") -> dict[str, Any]:
    language = study.locale.language_code
    return {
        "study": study,
        "citation": citing.apa(study),
        "publication": citing.address(study),
        "done": done(study),
        "found": found(study),
        "anchor": ANCHORS.get(study.certainty or 0, ""),
        "panels": drawing.panels(study.effects, language),
        "partners": partners(study),
        "related": related(study),
        "used_in": used_in(study),
    }


def done(study: "StudyPage") -> list[Fact]:
    """What was done, and for whom."""
    return [
        Fact(_("Intervention"), study.intervention, own=True),
        Fact(_("Theme"), _labels(Theme, study.themes)),
        Fact(_("Country"), ", ".join(country_name(code) for code in study.countries)),
        Fact(_("Region"), _labels(Region, sorted({region_of(code) for code in study.countries}))),
        Fact(_("Population"), study.population, own=True),
        Fact(_("Setting"), study.setting, own=True),
        Fact(_("Delivered by"), _labels(Delivery, study.delivery)),
        Fact(_("Addressed to"), _labels(Recipient, study.recipients)),
        Fact(_("Design"), study.get_design_display()),
        Fact(_("Sample"), study.sample, own=True),
    ]


def found(study: "StudyPage") -> list[Fact]:
    sought = str(study.get_unintended_sought_display())
    return [
        Fact(_("Outcomes measured"), study.outcomes, own=True),
        Fact(_("Outcomes reported by"), _labels(Reporter, study.reporters)),
        Fact(_("Effect"), study.effect_summary, own=True),
        Fact(_("Unintended effects"), study.unintended_found, own=True, lead=_led(sought, ":", study.unintended_found)),
        Fact(_("Cost"), study.cost, own=True),
    ]


def sure(study: "StudyPage") -> list[Fact]:
    certainty = str(study.get_certainty_display() or _("Not appraised yet"))
    return [
        Fact(_("Certainty"), study.certainty_reason, own=True, lead=_led(certainty, ".", study.certainty_reason)),
        Fact(_("Status"), study.get_status_display()),
        Fact(
            _("What it means for a programme"),
            study.implications or _("Not written yet."),
            own=bool(study.implications),
        ),
    ]


def _led(lead: str, sign: str, told: str) -> str:
    return f"{lead}{sign}" if lead and told else lead


def used_in(study: "StudyPage") -> list[Page]:
    """Public pages outside of the bank, of its language, that cite it."""
    source = type(study).objects.filter(translation_key=study.translation_key, locale__language_code=SOURCE).first()
    return usage.pages_citing(source or study, study.locale.language_code)


def _labels(vocabulary: Any, codes: Iterable[str]) -> str:
    return ", ".join(str(vocabulary(code).label) for code in codes)


def partners(study: "StudyPage") -> list[Partner]:
    """What it is to be read with, told on either of the two pages; only what everybody may see."""
    chosen = ((block.value["study"], block.value["why"]) for block in study.read_with)
    told = {page.translation_key: why for page, why in chosen if page}
    model = type(study)
    public = model.objects.live().public().filter(locale_id=study.locale_id).exclude(pk=study.pk)
    own = set(model.objects.filter(translation_key=study.translation_key).values_list("pk", flat=True))
    for key, stream in public.values_list("translation_key", "read_with"):
        for block in stream.raw_data:
            if block["value"]["study"] in own:
                told.setdefault(key, block["value"]["why"])
    pages = {page.translation_key: page for page in public.filter(translation_key__in=told)}
    return [Partner(pages[key], why) for key, why in told.items() if key in pages]


def related(study: "StudyPage") -> list[Page]:
    """A few others of its language that have most in common with it."""
    public = type(study).objects.live().public().filter(locale_id=study.locale_id).exclude(pk=study.pk)
    names = ("themes", "recipients", "delivery", "countries")
    rows = public.values_list("pk", "year", "design", *names)
    own = [set(getattr(study, name)) for name in names]
    scores = {
        row[0]: (sum(len(mine & set(theirs)) for mine, theirs in zip(own, row[3:], strict=True)), row[1] or 0)
        for row in rows
    }
    best = sorted((pk for pk in scores if scores[pk][0]), key=lambda pk: (scores[pk], -pk), reverse=True)[:RELATED]
    pages = type(study).objects.in_bulk(best)
    return [pages[pk] for pk in best]
