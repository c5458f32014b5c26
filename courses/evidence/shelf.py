"""All that a reader may find, held by each process until the cards or who may see them change."""

from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum
from wagtail.models import PageViewRestriction

from courses.evidence.card import StudyCard
from courses.evidence.shelving import EMPTY, Card, Shelf, arranged

MOST_CHANGED = 100  # cards; with more of them everything is read anew
COLUMNS = ("pk", "stamp", "key", "language", "page__title", "facets", "words")


class Kept(NamedTuple):
    """`cards` by their page: the stamp, and the study's key."""

    state: tuple[Any, ...]
    cards: dict[int, tuple[int, UUID]]
    shelf: Shelf


_kept = Kept((), {}, EMPTY)


def shelf() -> Shelf:
    """Two queries; two more after a change."""
    global _kept
    private = frozenset(PageViewRestriction.objects.values_list("page__path", flat=True))
    cards = _public(private)
    state = (private, *cards.aggregate(Count("pk"), Sum("pk"), Sum("stamp")).values())
    kept = _kept
    if kept.state != state:
        kept = _kept = _followed(kept, state, cards)
    return kept.shelf


def forget() -> None:
    """Read everything anew at the next question."""
    global _kept
    _kept = Kept((), {}, EMPTY)


def _public(private: Iterable[str]) -> QuerySet[StudyCard]:
    """Of live pages, neither at nor below a page that not everybody may see."""
    cards = StudyCard.objects.filter(page__live=True)
    for path in private:
        cards = cards.exclude(page__path__startswith=path)
    return cards


def _followed(kept: Kept, state: tuple[Any, ...], cards: QuerySet[StudyCard]) -> Kept:
    """What changed since, and nothing else, is read; what is read may be newer than `state`: then it is asked again."""
    stamps = dict(cards.values_list("pk", "stamp"))
    changed = [pk for pk, stamp in stamps.items() if pk not in kept.cards or kept.cards[pk][0] != stamp]
    gone = kept.cards.keys() - stamps.keys()
    if len(changed) + len(gone) > MOST_CHANGED or kept.shelf.is_worn:
        kept, changed, gone, rows = Kept((), {}, EMPTY), [], set(), _read(cards)
    else:
        keys = {kept.cards[pk][1] for pk in {*changed, *gone} if pk in kept.cards}
        theirs = StudyCard.objects.filter(pk__in=changed).values("key")
        rows = _read(cards.filter(Q(key__in=keys) | Q(key__in=theirs)))
    known = {pk: card for pk, card in kept.cards.items() if pk not in gone}
    known |= {card.page: (card.stamp, card.key) for card in rows}
    touched = {kept.cards[pk][1] for pk in {*changed, *gone} if pk in kept.cards}
    return Kept(state, known, arranged(kept.shelf, rows, touched))


def _read(cards: QuerySet[StudyCard]) -> list[Card]:
    return [Card._make(row) for row in cards.order_by("key", "language").values_list(*COLUMNS)]
