"""What studies are filtered by: the code of each filter's choices, their words, and where a study has them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy

from courses.evidence.pages import FIRST_YEAR, StudyPage
from courses.evidence.places import Region, country_choices, region_of
from courses.evidence.vocabulary import Certainty, Delivery, Design, Recipient, Status, Theme

NONE = "none"  # of a study that says nothing about it
NOT_REPORTED = gettext_lazy("Not reported")
LAST_YEAR = 2100

Choices = Iterable[tuple[object, object]]


@dataclass(frozen=True, eq=False)
class Facet:
    """`name` stands in addresses and in `StudyCard.facets`."""

    name: str
    label: str | Promise
    of: Callable[[StudyPage], Iterable[object]]
    offered: Callable[[], Choices]
    missing: str | Promise = NOT_REPORTED

    def codes(self, study: StudyPage) -> list[str]:
        return [str(code) for code in dict.fromkeys(self.of(study)) if code] or [NONE]

    def choices(self) -> list[tuple[str, str]]:
        """(code, words in the active language) in the order of the list."""
        return _choices(self, get_language())


@cache
def _choices(facet: Facet, _language: str | None) -> list[tuple[str, str]]:
    return [*((str(code), str(label)) for code, label in facet.offered()), (NONE, str(facet.missing))]


def _years() -> Choices:
    return [(year, year) for year in range(LAST_YEAR, FIRST_YEAR - 1, -1)]


FACETS: dict[str, Facet] = {
    facet.name: facet
    for facet in (
        Facet("theme", gettext_lazy("Theme"), lambda study: study.themes, lambda: Theme.choices),
        Facet(
            "region",
            gettext_lazy("Region"),
            lambda study: sorted(region_of(code) for code in study.countries),
            lambda: Region.choices,
        ),
        Facet("country", gettext_lazy("Country"), lambda study: study.countries, country_choices),
        Facet("design", gettext_lazy("Design"), lambda study: [study.design], lambda: Design.choices),
        Facet("recipient", gettext_lazy("Addressed to"), lambda study: study.recipients, lambda: Recipient.choices),
        Facet("delivery", gettext_lazy("Delivered by"), lambda study: study.delivery, lambda: Delivery.choices),
        Facet(
            "certainty",
            gettext_lazy("Certainty"),
            lambda study: [study.certainty],
            lambda: Certainty.choices,
            gettext_lazy("Not appraised yet"),
        ),
        Facet("year", gettext_lazy("Year"), lambda study: [study.year], _years),
        Facet("status", gettext_lazy("Status"), lambda study: [study.status], lambda: Status.choices),
    )
}
