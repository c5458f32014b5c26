"""What the list shows of an answer: filters with their counts, chips, rows, and what to loosen where nothing is."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from courses.evidence.authors import authors
from courses.evidence.filtering import FACETS, NONE
from courses.evidence.finding import BOTH, MOST_TERMS, Found
from courses.evidence.pages import StudyPage
from courses.evidence.places import country_name
from courses.evidence.shelving import Face
from courses.evidence.stemming import words

PER_PAGE = 20
FORMATS = (("csv", "CSV"), ("xlsx", "XLSX"), ("bib", "BibTeX"), ("ris", "RIS"))
MOST_NAMES = 3


class Option(NamedTuple):
    code: str
    label: str
    studies: int
    chosen: bool

    def html(self, name: str) -> SafeString:
        """A row of a filter. Not a template: some hundreds of them were half of what the page took."""
        return format_html(
            '<label class="finding__option"><input type="checkbox" name="{0}" value="{1}" id="{0}-{1}"{2}> '
            '<span>{3}</span> <span class="finding__number" id="n-{0}-{1}">{4}</span></label>',
            name, self.code, mark_safe(" checked") if self.chosen else "", self.label, self.studies,
        )  # fmt: skip

    def number(self, name: str) -> SafeString:
        return format_html('<span id="n-{}-{}" hx-swap-oob="innerHTML">{}</span>', name, self.code, self.studies)


class Group(NamedTuple):
    """A filter with the choices that some study of the bank has."""

    name: str
    label: str
    options: list[Option]

    @property
    def html(self) -> SafeString:
        return mark_safe("".join(option.html(self.name) for option in self.options))  # noqa: S308  # of safe parts

    @property
    def numbers(self) -> SafeString:
        """Those that htmx puts in the place of what stands there."""
        return mark_safe("".join(option.number(self.name) for option in self.options))  # noqa: S308  # of safe parts

    @property
    def chosen(self) -> int:
        return sum(option.chosen for option in self.options)


class Link(NamedTuple):
    label: str
    query: str
    studies: int = 0


@dataclass(frozen=True)
class Row:
    face: Face
    study: StudyPage
    url: str
    foreign: str  # the name of the page's language where it is not the reader's
    kept: bool
    labels: dict[str, dict[str, str]]

    @property
    def by(self) -> str:
        named, others = authors(self.study.authors)
        names = ", ".join(one.family for one in named[:MOST_NAMES])
        return f"{names} et al." if others or len(named) > MOST_NAMES else names

    @property
    def design(self) -> str:
        return self.labels["design"].get(self.study.design, "")

    @property
    def certainty(self) -> str:
        return self.labels["certainty"].get(str(self.study.certainty or NONE), "")

    @property
    def places(self) -> str:
        return ", ".join(country_name(code) for code in self.study.countries)


class Listing:
    def __init__(self, found: Found, request: HttpRequest) -> None:
        self.found, self.request = found, request

    @cached_property
    def labels(self) -> dict[str, dict[str, str]]:
        return {name: dict(facet.choices()) for name, facet in FACETS.items()}

    @cached_property
    def groups(self) -> list[Group]:
        return [group for group in map(self._group, FACETS) if group.options]

    def _group(self, name: str) -> Group:
        counts, chosen = self.found.counts(name), self.found.filters.get(name, [])
        options = [
            Option(code, label, counts.get(code, 0), code in chosen)
            for code, label in self.labels[name].items()
            if code in counts or code in chosen
        ]
        return Group(name, str(FACETS[name].label), options)

    @property
    def filtered(self) -> int:
        return sum(len(codes) for codes in self.found.filters.values())

    @cached_property
    def chips(self) -> list[Link]:
        found = self.found
        chips = [Link(_("“%(query)s”") % {"query": found.query}, found.address(q=""))] if found.query else []
        for name, code in found.chosen:
            others = [one for one in found.filters[name] if one != code]
            chips.append(Link(f"{FACETS[name].label}: {self.labels[name][code]}", found.address(**{name: others})))
        return chips

    @cached_property
    def alike(self) -> list[str]:
        """Words that stand in no study, and were taken for others like them."""
        return [hit.term for hit in self.found.hits if hit.alike and hit.studies]

    @property
    def shortened(self) -> bool:
        return len(set(words(self.found.query))) > len(self.found.hits) >= MOST_TERMS

    @cached_property
    def loosened(self) -> list[Link]:
        """What left out would show something, the most first."""
        found = self.found
        ways = [
            Link(_("without the filter “%(name)s”") % {"name": FACETS[name].label}, found.address(**{name: []}),
                 found.matching(without=name).bit_count())
            for name in found.filters
        ]  # fmt: skip
        if len(found.hits) > 1:
            for hit in found.hits:
                rest = " ".join(other.term for other in found.hits if other is not hit)
                ways.append(Link(_("without the word “%(word)s”") % {"word": hit.term}, found.address(q=rest),
                                 found.matching(term=hit.term).bit_count()))  # fmt: skip
        if found.query and found.filters:
            ways.append(
                Link(_("without the search words"), found.address(q=""), found.matching(without="q").bit_count())
            )
        if found.inside != BOTH:
            wider = found.widened()
            ways.append(Link(_("in both languages"), wider.address(), wider.matching().bit_count()))
        return sorted((way for way in ways if way.studies), key=lambda way: -way.studies)

    @cached_property
    def page(self) -> Page[Face]:
        return Paginator(self.found.faces, PER_PAGE).get_page(self.request.GET.get("page"))

    def rows(self) -> Iterator[Row]:
        faces = {face.page: face for face in self.page.object_list}
        held = StudyPage.objects.defer_streamfields().select_related("locale").in_bulk(list(faces))
        for pk, face in faces.items():
            if pk in held:
                foreign = "" if face.language == self.found.language else language_in_list(face.language)
                url = held[pk].get_url(self.request) or ""
                yield Row(face, held[pk], url, foreign, face in self.found.kept, self.labels)

    @property
    def kept_elsewhere(self) -> list[Face]:
        """Chosen for the comparison and not on this page."""
        shown = set(self.page.object_list)
        return [face for face in self.found.kept if face not in shown]

    @property
    def without_all(self) -> str:
        """The address of all studies, with those that were chosen for the comparison."""
        return self.found.address(**{name: [] for name in FACETS}, q="", sort="", **{"in": ""})

    @property
    def pager_query(self) -> str:
        address = self.found.address()
        return f"{address}&" if address else ""

    @cached_property
    def exports(self) -> list[tuple[str, str]]:
        """(label, address) of each file of the list as it is filtered."""
        address = self.found.address(study=[])
        try:
            return [(label, f"{reverse('evidence:export', args=[code])}?{address}") for code, label in FORMATS]
        except NoReverseMatch:
            return []


def language_in_list(code: str) -> str:
    """As it stands in a sentence of the active language."""
    return pgettext("in the list", "Spanish") if code == "es" else pgettext("in the list", "English")
