"""Every right option among several. What is ticked wrongly takes away what is ticked rightly."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks import StructValue

from courses.exercises import choosing
from courses.exercises.answering import plain
from courses.exercises.blocks import ExerciseBlock, held, layout, refuse, shown
from courses.exercises.marked import Marked, PartMark, add_up, share_of, split
from courses.exercises.registry import Kind

PART = "choices"


class MultipleAnswerBlock(ExerciseBlock):
    options = choosing.list_of_options()
    shuffle = choosing.shuffle_switch()

    class Meta:
        form_layout = layout("options", settings=["shuffle"])

    def clean(self, value: StructValue) -> StructValue:
        value = super().clean(value)
        right = len(choosing.right_ones(value))
        if not 0 < right < len(value["options"]):
            refuse(options=_("Mark at least one option as right and leave at least one that is not."))
        if fault := choosing.repeated_text(value):
            refuse(options=fault)
        return value


def key(value: StructValue) -> dict[str, Any]:
    right = choosing.right_ones(value)
    wrong = [identity for identity, _option in choosing.items(value["options"]) if identity not in right]
    return {"points": value["points"], "solution": {PART: right}, "wrong": wrong}


def texts(value: StructValue, language: str) -> dict[str, dict[str, Any]]:
    return {
        "shown": shown(value, options=choosing.texts_by_id(value)),
        "held": held(value, choosing.feedback_by_id(value)),
    }


class MultipleAnswerForm(choosing.OptionsForm):
    def build(self) -> dict[str, forms.Field]:
        field = forms.MultipleChoiceField(
            choices=self.choices(),
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": gettext_lazy("Tick at least one option.")},
        )
        return {PART: field}

    def spread(self, answer: dict[str, Any]) -> dict[str, Any]:
        chosen = identities(answer)
        return {PART: [name for name, identity in self.by_token.items() if identity in chosen]}

    def chosen_tokens(self) -> list[str]:
        value = self[PART].value()
        ticked = value if isinstance(value, list | tuple) else [value]
        return [plain(each) for each in ticked]

    def draft(self) -> dict[str, Any]:
        by_token = self.by_token
        return {"chosen": sorted({by_token[name] for name in self.chosen_tokens() if name in by_token})}


def identities(answer: Any) -> set[str]:
    """What an answer chose; empty for what is no answer."""
    chosen = answer.get("chosen") if isinstance(answer, dict) else None
    return {plain(each) for each in chosen} - {""} if isinstance(chosen, list) else set()


def mark(key: dict[str, Any], answer: Any, language: str, seed: int) -> Marked:
    """The share of right ones ticked less the share of wrong ones ticked: ticking everything gives nothing."""
    (of,) = split(key["points"], 1)
    right, wrong, chosen = set(key["solution"][PART]), set(key["wrong"]), identities(answer)
    gained = len(chosen & right) * len(wrong) - len(chosen & wrong) * len(right)
    points = share_of(of, gained, len(right) * len(wrong))
    return add_up([PartMark(PART, points, of, tuple(sorted(chosen & (right | wrong))))])


KIND = Kind(
    name="multiple_answer",
    label=gettext_lazy("Multiple answer"),
    icon="tasks",
    block=MultipleAnswerBlock,
    specify=choosing.specify,
    key=key,
    texts=texts,
    form=MultipleAnswerForm,
    mark=mark,
    form_template="exercises/multiple_answer/form.html",
    result_template="exercises/multiple_answer/result.html",
)
