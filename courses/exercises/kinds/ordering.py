"""Items to put in order, with positions to choose or with buttons; nothing has to be dragged."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import factorial
from random import Random
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.blocks import StructValue

from courses.exercises.answering import AnswerForm, plain
from courses.exercises.blocks import ExerciseBlock, held, layout, refuse, shown
from courses.exercises.choosing import items
from courses.exercises.marked import Marked, PartMark, add_up, share_of, split
from courses.exercises.registry import Kind
from courses.exercises.shuffling import token, unordered

PART = "order"
MOST_STARTS = 8


class ItemBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=gettext_lazy("Text"), rows=1, max_length=300)


class OrderingBlock(ExerciseBlock):
    items = blocks.ListBlock(
        ItemBlock(),
        label=gettext_lazy("Items"),
        help_text=gettext_lazy("In the right order; learners see them in another."),
        min_num=3,
        max_num=10,
    )
    feedback_right = blocks.TextBlock(
        label=gettext_lazy("Feedback when right"), required=False, rows=2, max_length=1000
    )
    feedback_wrong = blocks.TextBlock(
        label=gettext_lazy("Feedback when wrong"), required=False, rows=2, max_length=1000
    )

    class Meta:
        form_layout = layout("items", "feedback_right", "feedback_wrong")

    def clean(self, value: StructValue) -> StructValue:
        value = super().clean(value)
        texts = [" ".join(item["text"].casefold().split()) for _identity, item in items(value["items"])]
        if len(set(texts)) < len(texts):
            refuse(items=_("Two items read the same: nobody could tell which comes first."))
        return value


def right_order(value: StructValue) -> list[str]:
    return [identity for identity, _item in items(value["items"])]


def specify(value: StructValue) -> dict[str, Any]:
    return {"starts": starts(right_order(value))}


def starts(right: Sequence[str]) -> list[list[str]]:
    """Orders to begin with, none the right one, and too few of all to tell which that is."""
    base = unordered(right)
    wanted = min(MOST_STARTS, factorial(len(base)) // 3)
    shuffler = Random(token(0, "".join(base)))  # noqa: S311  # to be the same again, not to be secret
    found: list[list[str]] = []
    while len(found) < wanted:
        order = shuffler.sample(base, len(base))
        if order != list(right) and order not in found:
            found.append(order)
    return found


def key(value: StructValue) -> dict[str, Any]:
    return {"points": value["points"], "solution": {PART: right_order(value)}}


def texts(value: StructValue, language: str) -> dict[str, dict[str, Any]]:
    by_id = {identity: item["text"] for identity, item in items(value["items"])}
    return {
        "shown": shown(value, items={identity: by_id[identity] for identity in unordered(by_id)}),
        "held": held(value, {"right": value["feedback_right"], "wrong": value["feedback_wrong"]}),
    }


@dataclass(frozen=True)
class Item:
    identity: str
    token: str
    text: str
    position: int
    name: str


class OrderingForm(AnswerForm):
    """A position for each item, and buttons that move one: `move` is "<token>:up" or "<token>:down"."""

    actions: ClassVar[tuple[str, ...]] = ("move",)

    def build(self) -> dict[str, forms.Field]:
        return {name: forms.IntegerField(required=False) for name in self.by_token}

    @property
    def start(self) -> list[str]:
        all_starts: list[list[str]] = self.specification["starts"]
        return all_starts[self.seed % len(all_starts)]

    @property
    def by_token(self) -> dict[str, str]:
        return {token(self.seed, identity): identity for identity in self.start}

    def spread(self, answer: dict[str, Any]) -> dict[str, Any]:
        positions = positions_of(answer, self.start) or numbered(self.start)
        return {name: positions.get(identity, "") for name, identity in self.by_token.items()}

    def draft(self) -> dict[str, Any]:
        typed = {identity: self.typed(name, 3) for name, identity in self.by_token.items()}
        positions = positions_of({"positions": typed}, self.start) or numbered(self.start)
        moved, _colon, direction = plain(self.data.get(self.add_prefix("move"))).partition(":")
        if moved in self.by_token and direction in ("up", "down"):
            order = move(in_order(positions, self.start), self.by_token[moved], up=direction == "up")
            positions = numbered(order)
        return {"positions": positions}

    def clean(self) -> dict[str, Any]:
        positions = self.draft()["positions"]
        order = whole_order(positions, self.start)
        if order is None:
            raise ValidationError(self._what_is_wrong(positions))
        if order == self.start:
            raise ValidationError(_("The items still stand as they were shown, which is not the answer. Move one."))
        return self.cleaned_data

    def _what_is_wrong(self, positions: dict[str, int]) -> str:
        taken = list(positions.values())
        repeated = sorted({position for position in taken if taken.count(position) > 1})
        if repeated:
            return _("More than one item has position %(position)s. Give each a position of its own.") % {
                "position": repeated[0]
            }
        return _("Give each item a position.")

    def items(self) -> list[Item]:
        """As they stand now: after a move, in the order it made."""
        positions = self.draft()["positions"]
        tokens = {identity: name for name, identity in self.by_token.items()}
        return [
            Item(
                identity=identity,
                token=tokens[identity],
                text=self.texts["items"][identity],
                position=positions.get(identity, 0),
                name=self.add_prefix(tokens[identity]),
            )
            for identity in in_order(positions, self.start)
        ]

    def positions(self) -> range:
        return range(1, len(self.start) + 1)


def numbered(order: Sequence[str]) -> dict[str, int]:
    return {identity: position for position, identity in enumerate(order, start=1)}


def positions_of(answer: Any, identities: Sequence[str]) -> dict[str, int]:
    """The positions in an answer that can be meant; none in what is no answer."""
    given = answer.get("positions") if isinstance(answer, dict) else None
    if not isinstance(given, dict):
        return {}
    texts = {identity: plain(given.get(identity), 3) for identity in identities}
    possible = {str(position) for position in range(1, len(identities) + 1)}
    return {identity: int(text) for identity, text in texts.items() if text in possible}


def in_order(positions: dict[str, int], start: Sequence[str]) -> list[str]:
    """By position; those without one last, and equal ones as they were shown."""
    return sorted(start, key=lambda identity: positions.get(identity, len(start) + 1))


def whole_order(positions: dict[str, int], identities: Sequence[str]) -> list[str] | None:
    """The order that positions make, or None while they make none."""
    if sorted(positions.values()) != list(range(1, len(identities) + 1)):
        return None
    return in_order(positions, identities)


def move(order: list[str], identity: str, *, up: bool) -> list[str]:
    """One place up or down; at the end nothing moves."""
    here = order.index(identity)
    there = min(max(here + (-1 if up else 1), 0), len(order) - 1)
    order[here], order[there] = order[there], order[here]
    return order


def mark(key: dict[str, Any], answer: Any, language: str, seed: int) -> Marked:
    """Pairs in the right order less pairs in the wrong one (Kendall's tau, not below 0): chance gives about 0."""
    (of,) = split(key["points"], 1)
    right = key["solution"][PART]
    order = whole_order(positions_of(answer, right), right)
    if order is None:
        return add_up([PartMark(PART, of * 0, of)])
    pairs = list(combinations(order, 2))
    agreeing = sum(right.index(first) < right.index(second) for first, second in pairs)
    points = share_of(of, 2 * agreeing - len(pairs), len(pairs))
    return add_up([PartMark(PART, points, of, ("right" if points == of else "wrong",))])


KIND = Kind(
    name="ordering",
    label=gettext_lazy("Ordering"),
    icon="list-ol",
    block=OrderingBlock,
    specify=specify,
    key=key,
    texts=texts,
    form=OrderingForm,
    mark=mark,
    form_template="exercises/ordering/form.html",
    result_template="exercises/ordering/result.html",
)
