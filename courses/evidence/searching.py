"""Studies by their words: stems first, beginnings of words next, typing errors forgiven last."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from math import log

from rapidfuzz import process
from rapidfuzz.distance import OSA

from courses.evidence.shelving import Shelf, of, places
from courses.evidence.stemming import stem
from courses.translating import LANGUAGES

WEIGHTS = (8, 4, 1)  # of a word in the title, in what it is about, in its texts
SHORTEST_BEGINNING = 3
SHORTEST_FORGIVEN = 4
TWO_ERRORS = 8  # letters from which two are forgiven
ALIKE = 6


@dataclass(frozen=True)
class Hit:
    """Where one term stands: a set of studies by zone. `alike` when only words like it were found."""

    term: str
    zones: tuple[int, ...]
    alike: bool = False

    @cached_property
    def studies(self) -> int:
        found = 0
        for zone in self.zones:
            found |= zone
        return found


def hits(shelf: Shelf, terms: Iterable[str], languages: Iterable[str]) -> list[Hit]:
    return [_hit(shelf, term, tuple(languages)) for term in terms]


def _hit(shelf: Shelf, term: str, languages: tuple[str, ...]) -> Hit:
    wanted = {stem(term, language) for language in LANGUAGES}
    found = Hit(term, _zones(shelf, wanted, languages))
    if found.studies:
        return found
    vocabulary = {word for language in languages for zone in shelf.words[language] for word in zone}
    if len(term) >= SHORTEST_BEGINNING:
        found = Hit(term, _zones(shelf, {word for word in vocabulary if word.startswith(term)}, languages))
    if not found.studies and len(term) >= SHORTEST_FORGIVEN and not term.isdigit():
        near = {word for one in wanted for word in _alike(shelf, one, term, vocabulary, languages)}
        found = Hit(term, _zones(shelf, near, languages), alike=True)
    return found


def _alike(shelf: Shelf, one: str, term: str, vocabulary: set[str], languages: tuple[str, ...]) -> list[str]:
    """The nearest words of studies that stand on the shelf, at most `ALIKE`, the same in every process."""
    errors = 2 if len(term) >= TWO_ERRORS else 1
    near = process.extract(one, vocabulary, scorer=OSA.distance, score_cutoff=errors, limit=None)
    ordered = sorted((distance, word) for word, distance, _place in near)
    standing = (word for _distance, word in ordered if any(_zones(shelf, [word], languages)))
    return list(islice(standing, ALIKE))


def _zones(shelf: Shelf, wanted: Iterable[str], languages: Iterable[str]) -> tuple[int, ...]:
    zones = [0] * len(WEIGHTS)
    for language in languages:
        for number, zone in enumerate(shelf.words[language]):
            for word in wanted:
                if word in zone:
                    zones[number] |= of(zone[word])
    return tuple(zone & shelf.everything for zone in zones)


def scores(found: Iterable[Hit], studies: int, total: int) -> dict[int, float]:
    """How well each of the studies answers: rare terms weigh more, and so does the best zone that a term stands in."""
    score: dict[int, float] = defaultdict(float)
    for hit in found:
        rarity = log(1 + total / max(hit.studies.bit_count(), 1))
        left = studies
        for weight, zone in zip(WEIGHTS, hit.zones, strict=True):
            for place in places(zone & left):
                score[place] += weight * rarity
            left &= ~zone
    return score
