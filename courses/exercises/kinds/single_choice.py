"""One right option among several."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks import StructValue

from courses.exercises import choosing
from courses.exercises.answering import plain
from courses.exercises.blocks import ExerciseBlock, held, layout, refuse, shown
from courses.exercises.marked import Marked, PartMark, add_up, split
from courses.exercises.registry import Kind

PART = "choice"


class SingleChoiceBlock(ExerciseBlock):
    options = choosing.list_of_options()
    shuffle = choosing.shuffle_switch()

    class Meta:
        form_layout = layout("options", settings=["shuffle"])

    def clean(self, value: StructValue) -> StructValue:
        value = super().clean(value)
        if len(choosing.right_ones(value)) != 1:
            refuse(options=_("Mark exactly one option as right."))
        if fault := choosing.repeated_text(value):
            refuse(options=fault)
        return value


def key(value: StructValue) -> dict[str, Any]:
    return {"points": value["points"], "solution": {PART: choosing.right_ones(value)}}


def texts(value: StructValue, language: str) -> dict[str, dict[str, Any]]:
    return {
        "shown": shown(value, options=choosing.texts_by_id(value)),
        "held": held(value, choosing.feedback_by_id(value)),
    }


class SingleChoiceForm(choosing.OptionsForm):
    def build(self) -> dict[str, forms.Field]:
        field = forms.ChoiceField(
            choices=self.choices(), error_messages={"required": gettext_lazy("Choose one option.")}
        )
        return {PART: field}

    def spread(self, answer: dict[str, Any]) -> dict[str, Any]:
        chosen = answer.get("chosen")
        return {PART: next((name for name, identity in self.by_token.items() if identity == chosen), "")}

    def chosen_tokens(self) -> list[str]:
        return [self.typed(PART)]

    def draft(self) -> dict[str, Any]:
        return {"chosen": self.by_token.get(self.typed(PART), "")}


def mark(key: dict[str, Any], answer: Any, language: str, seed: int) -> Marked:
    chosen = plain(answer.get("chosen")) if isinstance(answer, dict) else ""
    (of,) = split(key["points"], 1)
    points = of if chosen in key["solution"][PART] else Decimal(0)
    return add_up([PartMark(PART, points, of, (chosen,) if chosen else ())])


KIND = Kind(
    name="single_choice",
    label=gettext_lazy("Single choice"),
    icon="radio-full",
    block=SingleChoiceBlock,
    specify=choosing.specify,
    key=key,
    texts=texts,
    form=SingleChoiceForm,
    mark=mark,
    form_template="exercises/single_choice/form.html",
    result_template="exercises/single_choice/result.html",
)
