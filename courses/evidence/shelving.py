"""How studies stand on the shelf. Sets of studies are whole numbers: the study at place n is bit n.

A study that changes gets a new place, so that what a reader's question holds already stays as it is.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from courses.evidence.filtering import NONE
from courses.translating import LANGUAGES

ZONES = 3
MOST_LEFT = 200  # places
Places = list[int]
Words = list[dict[str, Places]]
Facets = dict[str, dict[str, int]]


class Card(NamedTuple):
    """What is kept of a study's page in one language."""

    page: int
    stamp: int
    key: UUID
    language: str
    title: str
    facets: dict[str, list[str]]
    words: str


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
    """`faces` and `facets` by the reader's language, `words` by the language of the text and then by zone.

    `everything` is the set of studies that stand here. Facets hold no others; a face at a place that was left is None,
    and words may lead to such a place.
    """

    everything: int
    places: dict[UUID, int]
    faces: dict[str, list[Face | None]]
    facets: dict[str, Facets]
    words: dict[str, Words]

    @property
    def total(self) -> int:
        return self.everything.bit_count()

    @property
    def is_worn(self) -> bool:
        """Whether so many places were left that it is better to begin anew."""
        return len(self.faces[LANGUAGES[0]]) - self.total > MOST_LEFT

    def shown(self, language: str) -> list[Face]:
        return [face for face in self.faces[language] if face is not None]


EMPTY = Shelf(
    0,
    {},
    {language: [] for language in LANGUAGES},
    {language: {} for language in LANGUAGES},
    {language: [{} for _zone in range(ZONES)] for language in LANGUAGES},
)


def arranged(shelf: Shelf, cards: Iterable[Card], touched: Iterable[UUID] = ()) -> Shelf:
    """Another shelf, with the studies of these cards in the place of what it held of them, and of the touched ones."""
    studies: dict[UUID, dict[str, Card]] = defaultdict(dict)
    for card in cards:
        studies[card.key][card.language] = card
    left = {key: shelf.places[key] for key in {*studies, *touched} if key in shelf.places}
    first = len(shelf.faces[LANGUAGES[0]])
    taken = dict(zip(studies, range(first, first + len(studies)), strict=True))
    stay = shelf.everything & ~of(left.values())
    faces, facets = {}, {}
    for language in LANGUAGES:
        shown = [rows.get(language) or next(iter(rows.values())) for rows in studies.values()]
        old: list[Face | None] = list(shelf.faces[language])
        for place in left.values():
            old[place] = None
        faces[language] = [*old, *map(_face, shown)]
        facets[language] = _facets(shelf.facets[language], stay, shown, first)
    return Shelf(
        everything=stay | of(taken.values()),
        places={key: place for key, place in shelf.places.items() if key not in left} | taken,
        faces=faces,
        facets=facets,
        words=_words(shelf.words, studies, taken),
    )


def _face(card: Card) -> Face:
    year, certainty = (card.facets.get(name, [NONE])[0].replace(NONE, "0") for name in ("year", "certainty"))
    return Face(card.key, card.page, card.language, card.title, int(year), int(certainty))


def _facets(old: Facets, stay: int, shown: Iterable[Card], first: int) -> Facets:
    places: dict[tuple[str, str], Places] = defaultdict(list)
    for place, card in enumerate(shown, first):
        for name, codes in card.facets.items():
            for code in codes:
                places[name, code].append(place)
    found: Facets = {
        name: {code: left for code, mask in codes.items() if (left := mask & stay)} for name, codes in old.items()
    }
    for (name, code), those in places.items():
        known = found.setdefault(name, {})
        known[code] = known.get(code, 0) | of(those)
    return found


def _words(old: dict[str, Words], studies: dict[UUID, dict[str, Card]], taken: dict[UUID, int]) -> dict[str, Words]:
    new: dict[str, list[dict[str, Places]]] = {
        language: [defaultdict(list) for _zone in range(ZONES)] for language in LANGUAGES
    }
    for key, rows in studies.items():
        place = taken[key]
        for language, card in rows.items():
            for zone, text in zip(new[language], card.words.split("\n"), strict=False):
                for stem in text.split():
                    zone[stem].append(place)
    return {
        language: [
            had | {stem: had.get(stem, []) + places for stem, places in zone.items()}
            for had, zone in zip(old[language], zones, strict=True)
        ]
        for language, zones in new.items()
    }


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
