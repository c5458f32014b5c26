"""All that a reader may find, held by each process until the cards or who may see them change.

Sets of studies are whole numbers: the study at place n is bit n.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, Max, QuerySet, Sum
from wagtail.models import PageViewRestriction

from courses.evidence.card import StudyCard
from courses.evidence.filtering import NONE
from courses.translating import LANGUAGES

ZONES = 3
Places = list[int]


class Face(NamedTuple):
    """A study as it is shown to readers of one language: its page in that language, or in the other."""

    key: UUID
    page: int
    language: str
    title: str
    year: int
    certainty: int


@dataclass(frozen=True)
class Shelf:
    """`faces` and `facets` by the reader's language, `words` by the language of the text and then by zone."""

    faces: dict[str, list[Face]]
    facets: dict[str, dict[str, dict[str, int]]]
    words: dict[str, list[dict[str, Places]]]

    @property
    def everything(self) -> int:
        return (1 << len(self.faces[LANGUAGES[0]])) - 1


_kept: tuple[Any, Shelf] | None = None


def shelf() -> Shelf:
    """Two queries; a third only after a change."""
    global _kept
    private = frozenset(PageViewRestriction.objects.values_list("page__path", flat=True))
    cards = _public(private)
    state = (private, *cards.aggregate(Count("pk"), Max("indexed_at"), Sum("pk")).values())
    kept = _kept
    if kept is None or kept[0] != state:
        kept = _kept = (state, _arranged(cards))
    return kept[1]


def forget() -> None:
    """Read everything anew at the next question."""
    global _kept
    _kept = None


def _public(private: Iterable[str]) -> QuerySet[StudyCard]:
    """Of live pages, neither at nor below a page that not everybody may see."""
    cards = StudyCard.objects.filter(page__live=True)
    for path in private:
        cards = cards.exclude(page__path__startswith=path)
    return cards


def _arranged(cards: QuerySet[StudyCard]) -> Shelf:
    columns = ("key", "language", "page_id", "page__title", "facets", "words")
    studies: dict[UUID, dict[str, tuple[Any, ...]]] = defaultdict(dict)
    for row in cards.order_by("key", "language").values_list(*columns):
        studies[row[0]][row[1]] = row
    words: dict[str, list[dict[str, Places]]] = {
        language: [defaultdict(list) for _zone in range(ZONES)] for language in LANGUAGES
    }
    for place, rows in enumerate(studies.values()):
        for language, row in rows.items():
            for zone, text in zip(words[language], row[5].split("\n"), strict=False):
                for stem in text.split():
                    zone[stem].append(place)
    faces, facets = {}, {}
    for language in LANGUAGES:
        shown = [rows.get(language) or next(iter(rows.values())) for rows in studies.values()]
        faces[language] = [_face(row) for row in shown]
        facets[language] = _facets(row[4] for row in shown)
    return Shelf(faces, facets, {language: [dict(zone) for zone in zones] for language, zones in words.items()})


def _face(row: tuple[Any, ...]) -> Face:
    facets = row[4]
    year, certainty = (facets.get(name, [NONE])[0] for name in ("year", "certainty"))
    return Face(row[0], row[2], row[1], row[3], int(year.replace(NONE, "0")), int(certainty.replace(NONE, "0")))


def _facets(rows: Iterable[dict[str, list[str]]]) -> dict[str, dict[str, int]]:
    places: dict[str, dict[str, Places]] = defaultdict(lambda: defaultdict(list))
    for place, facets in enumerate(rows):
        for name, codes in facets.items():
            for code in codes:
                places[name][code].append(place)
    return {name: {code: of(those) for code, those in codes.items()} for name, codes in places.items()}


def of(places: Iterable[int]) -> int:
    found = 0
    for place in places:
        found |= 1 << place
    return found


def places(studies: int) -> Iterator[int]:
    """Of a set of studies, in order."""
    while studies:
        lowest = studies & -studies
        yield lowest.bit_length() - 1
        studies ^= lowest
