"""A text that a person reads and marks against a rubric."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import blocks
from wagtail.blocks import StructValue

from courses.exercises.answering import AnswerForm, plain
from courses.exercises.blocks import ExerciseBlock, held, layout, refuse, shown
from courses.exercises.choosing import items
from courses.exercises.marked import Marked, PartMark, share_of, split
from courses.exercises.registry import Kind

PART = "text"
MOST_CHARACTERS = 20_000
TOP_LEVEL = 4
ANCHORS = ("anchor_0", "anchor_2", "anchor_4")


class CriterionBlock(blocks.StructBlock):
    label = blocks.CharBlock(label=gettext_lazy("Criterion"), max_length=120)
    anchor_0 = blocks.TextBlock(label=gettext_lazy("Level 0"), rows=2, max_length=500)
    anchor_2 = blocks.TextBlock(label=gettext_lazy("Level 2"), rows=2, max_length=500)
    anchor_4 = blocks.TextBlock(label=gettext_lazy("Level 4"), rows=2, max_length=500)
    critical = blocks.BooleanBlock(
        label=gettext_lazy("Critical"),
        required=False,
        help_text=gettext_lazy("A zero here gives no points for the whole text: safety, ethics."),
    )


class LongTextBlock(ExerciseBlock):
    min_words = blocks.IntegerBlock(label=gettext_lazy("Fewest words"), min_value=1, max_value=2000, default=60)
    max_words = blocks.IntegerBlock(label=gettext_lazy("Most words"), min_value=1, max_value=2500, default=200)
    criteria = blocks.ListBlock(CriterionBlock(), label=gettext_lazy("Rubric"), min_num=1, max_num=8)

    class Meta:
        form_layout = layout("min_words", "max_words", "criteria")

    def clean(self, value: StructValue) -> StructValue:
        value = super().clean(value)
        if value["min_words"] > value["max_words"]:
            refuse(max_words=_("The most words cannot be fewer than the fewest."))
        return value


def specify(value: StructValue) -> dict[str, Any]:
    return {
        "min_words": value["min_words"],
        "max_words": value["max_words"],
        "criteria": [
            {"id": identity, "critical": bool(criterion["critical"])}
            for identity, criterion in items(value["criteria"])
        ],
    }


def key(value: StructValue) -> dict[str, Any]:
    return {"points": value["points"], "solution": {}, "criteria": specify(value)["criteria"]}


def texts(value: StructValue, language: str) -> dict[str, dict[str, Any]]:
    criteria = {
        identity: {name: criterion[name] for name in ("label", *ANCHORS)}
        for identity, criterion in items(value["criteria"])
    }
    return {"shown": shown(value, criteria=criteria), "held": held(value, {})}


class LongTextForm(AnswerForm):
    def build(self) -> dict[str, forms.Field]:
        return {PART: forms.CharField(required=False, strip=False, widget=forms.Textarea)}

    def spread(self, answer: dict[str, Any]) -> dict[str, Any]:
        return {PART: text_of(answer)}

    def draft(self) -> dict[str, Any]:
        return {"text": self.typed(PART)}

    def clean(self) -> dict[str, Any]:
        text = self.typed(PART)
        if fault := sentence(text, self.specification["min_words"], self.specification["max_words"]):
            self.add_error(PART, ValidationError(fault))
        return self.cleaned_data

    def written(self) -> str:
        return self.typed(PART)

    def text_errors(self) -> list[str]:
        return [str(error) for error in self.errors.get(PART, [])]

    def words(self) -> int:
        return count_words(self.typed(PART))

    def criteria(self) -> list[dict[str, Any]]:
        return [criterion | self.texts["criteria"][criterion["id"]] for criterion in self.specification["criteria"]]


def count_words(text: str) -> int:
    """What stands between spaces and has a letter or a figure in it."""
    return sum(1 for word in text.split() if re.search(r"\w", word))


def sentence(text: str, fewest: int, most: int) -> str:
    """Why a text cannot be handed in as it is; empty where it can."""
    if len(text) > MOST_CHARACTERS:
        return _("Your text has %(count)s characters; at most %(most)s can be handed in. Nothing of it is lost.") % {
            "count": len(text),
            "most": MOST_CHARACTERS,
        }
    count = count_words(text)
    if count == 0:
        return _("Write your answer.")
    has = ngettext("Your text has %(count)s word", "Your text has %(count)s words", count) % {"count": count}
    if count < fewest:
        return _("%(has)s; write at least %(fewest)s.") % {"has": has, "fewest": fewest}
    if count > most:
        return _("%(has)s; leave at most %(most)s. Nothing of it is lost.") % {"has": has, "most": most}
    return ""


def text_of(answer: Any) -> str:
    return plain(answer.get("text")) if isinstance(answer, dict) else ""


def mark(key: dict[str, Any], answer: Any, language: str, seed: int) -> Marked:
    return Marked(points=None, of=Decimal(key["points"]))


def review(key: dict[str, Any], levels: Mapping[str, int]) -> Marked:
    """The criteria weigh the same; zero in a critical one gives nothing for the whole.

    levels: criterion id to 0–4, each of them and no other; raises ValueError.
    """
    criteria = key["criteria"]
    if set(levels) != {criterion["id"] for criterion in criteria} or not all(
        0 <= level <= TOP_LEVEL for level in levels.values()
    ):
        raise ValueError("each criterion takes a level from 0 to 4")
    parts = [
        PartMark(criterion["id"], share_of(of, levels[criterion["id"]], TOP_LEVEL), of)
        for criterion, of in zip(criteria, split(key["points"], len(criteria)), strict=True)
    ]
    failed = any(criterion["critical"] and levels[criterion["id"]] == 0 for criterion in criteria)
    points = sum((part.points for part in parts), Decimal(0))
    return Marked(Decimal(0) if failed else points, Decimal(key["points"]), tuple(parts))


KIND = Kind(
    name="long_text",
    label=gettext_lazy("Long text"),
    icon="edit",
    block=LongTextBlock,
    specify=specify,
    key=key,
    texts=texts,
    form=LongTextForm,
    mark=mark,
    form_template="exercises/long_text/form.html",
    result_template="exercises/long_text/result.html",
    review=review,
)
