"""What a reader asks of the bank, and the studies that answer it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from courses.evidence import searching
from courses.evidence.filtering import FACETS
from courses.evidence.pages import StudyPage
from courses.evidence.shelf import shelf
from courses.evidence.shelving import Face, Shelf, places
from courses.evidence.stemming import terms
from courses.translating import LANGUAGES

LONGEST_QUERY = 200
MOST_TERMS = 12
MOST_KEPT = 12
Offered = Sequence[tuple[str, Any]]

SORTS: Offered = (("relevance", _("Relevance")), ("year", _("Newest first")), ("certainty", _("Most certain first")))
BOTH = ""


class Known(forms.MultipleChoiceField):
    """Those of the given codes that there are; others are passed over."""

    def __init__(self, offered: Offered, **kwargs: Any) -> None:
        super().__init__(choices=offered, required=False, **kwargs)
        self.offered = offered

    def to_python(self, value: Any) -> list[str]:
        given = set(super().to_python(value))
        return [code for code, _label in self.offered if code in given]


class KnownOne(forms.ChoiceField):
    """The first of the choices in place of a code that is none of them."""

    def __init__(self, offered: Offered, **kwargs: Any) -> None:
        super().__init__(choices=offered, required=False, **kwargs)
        self.offered = offered

    def to_python(self, value: Any) -> str:
        codes = [code for code, _label in self.offered]
        return value if value in codes else codes[0]


class FindingForm(forms.Form):
    q = forms.CharField(
        label=_("Search words"),
        max_length=LONGEST_QUERY,
        required=False,
        error_messages={"max_length": _("The search takes up to %(limit_value)d characters; shorten it.")},
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    sort = KnownOne(SORTS, label=_("Order"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        languages = [(BOTH, _("Both languages")), ("es", _("Spanish")), ("en", _("English"))]
        self.fields["in"] = KnownOne(languages, label=_("Search in"))
        for facet in FACETS.values():
            self.fields[facet.name] = Known(facet.choices(), label=str(facet.label))


@dataclass(frozen=True)
class Found:
    """
    The answer. `filters` are the chosen codes by the name of their filter, each filter with at least one; `kept` the
    studies that were chosen for a comparison, whether they answer or not.
    """

    shelf: Shelf
    form: FindingForm
    language: str
    query: str
    inside: str
    sort: str
    filters: dict[str, list[str]]
    kept: list[Face]

    @cached_property
    def hits(self) -> list[searching.Hit]:
        languages = (self.inside,) if self.inside else LANGUAGES
        return searching.hits(self.shelf, terms(self.query, MOST_TERMS), languages)

    @cached_property
    def masks(self) -> dict[str, int]:
        """The studies that each filter lets through."""
        facets = self.shelf.facets[self.language]
        return {name: _any(facets.get(name, {}).get(code, 0) for code in codes) for name, codes in self.filters.items()}

    def matching(self, *, without: str = "", term: str = "") -> int:
        """The set of studies; leaving out a filter or "q", or one term of the search."""
        found = self.shelf.everything
        for hit in self.hits:
            if without != "q" and hit.term != term:
                found &= hit.studies
        for name, mask in self.masks.items():
            if name != without:
                found &= mask
        return found

    def counts(self, name: str) -> dict[str, int]:
        """How many studies each code of a filter would show, the other filters applied and its own not."""
        rest = self.matching(without=name)
        return {
            code: (rest & mask).bit_count() for code, mask in self.shelf.facets[self.language].get(name, {}).items()
        }

    @cached_property
    def faces(self) -> list[Face]:
        """In order."""
        everyone, found = self.shelf.faces[self.language], self.matching()
        there = [(place, face) for place in places(found) if (face := everyone[place]) is not None]
        if self.sort == "relevance" and self.hits:
            score = searching.scores(self.hits, found, self.total)
            there.sort(key=lambda one: (-score[one[0]], -one[1].year, one[1].title))
        elif self.sort == "certainty":
            there.sort(key=lambda one: (-one[1].certainty, -one[1].year, one[1].title))
        else:
            there.sort(key=lambda one: (-one[1].year, one[1].title))
        return [face for _place, face in there]

    @property
    def total(self) -> int:
        """Of the whole bank."""
        return self.shelf.total

    def pages(self, faces: Iterable[Face] | None = None) -> list[StudyPage]:
        """The pages of all that was found, or of some of it, in order; one query for every few hundred."""
        wanted = [face.page for face in (self.faces if faces is None else faces)]
        held = StudyPage.objects.select_related("locale").in_bulk(wanted)
        return [held[pk] for pk in wanted if pk in held]

    def address(self, **changed: Any) -> str:
        """The query string of this question with other values, without what is not asked; never with a page."""
        values: dict[str, Any] = {"q": self.query, "in": self.inside, **self.filters, "sort": self.sort}
        values |= {"study": [str(face.key) for face in self.kept]} | changed
        if values["sort"] == SORTS[0][0]:
            values["sort"] = ""
        data = QueryDict(mutable=True)
        for name, value in values.items():
            data.setlist(name, [one for one in ([value] if isinstance(value, str) else value) if one])
        return data.urlencode()

    def widened(self) -> "Found":
        return replace(self, inside=BOTH)

    @property
    def chosen(self) -> Iterator[tuple[str, str]]:
        return ((name, code) for name, codes in self.filters.items() for code in codes)


def find(data: QueryDict, language: str) -> Found:
    """The studies that a query string asks for, as readers of a language see them.

    Takes what the list's address takes: q, in, theme, region, country, design, recipient, delivery, certainty, year,
    status, study (each any number of times) and sort. What is unknown is passed over. `.pages()` gives all of them in order,
    `.faces` their keys, languages and titles without a further query.
    """
    form = FindingForm(data)
    form.is_valid()
    clean = form.cleaned_data
    language = language if language in LANGUAGES else LANGUAGES[0]
    held = shelf()
    return Found(
        shelf=held,
        form=form,
        language=language,
        query=clean.get("q", data.get("q", "")[:LONGEST_QUERY].replace("\0", " ")),
        inside=clean["in"],
        sort=clean["sort"],
        filters={name: clean[name] for name in FACETS if clean[name]},
        kept=_kept(data.getlist("study"), held.shown(language)),
    )


def _kept(given: list[str], faces: Iterable[Face]) -> list[Face]:
    """In the order in which they were chosen, each once."""
    if not given:
        return []
    known = {str(face.key): face for face in faces}
    return [known[key] for key in dict.fromkeys(given) if key in known][:MOST_KEPT]


def _any(masks: Iterable[int]) -> int:
    found = 0
    for mask in masks:
        found |= mask
    return found
