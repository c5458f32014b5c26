"""Options to choose from: how editors write them, how they stand in a page, how they are read back."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks

from courses.exercises.answering import AnswerForm
from courses.exercises.shuffling import shuffled, token

MOST_OPTIONS = 12


class OptionBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=gettext_lazy("Text"), rows=2, max_length=500)
    correct = blocks.BooleanBlock(label=gettext_lazy("Right"), required=False)
    feedback = blocks.TextBlock(
        label=gettext_lazy("Feedback"),
        rows=2,
        required=False,
        max_length=1000,
        help_text=gettext_lazy("Shown to who chose this option. Say why, without naming the right one."),
    )


def list_of_options() -> blocks.ListBlock:
    return blocks.ListBlock(OptionBlock(), label=gettext_lazy("Options"), min_num=2, max_num=MOST_OPTIONS)


def shuffle_switch() -> blocks.BooleanBlock:
    return blocks.BooleanBlock(
        label=gettext_lazy("Shuffle the options"),
        required=False,
        default=True,
        help_text=gettext_lazy("Each person sees them in an order of their own, the same in both languages."),
    )


def items(value: Any) -> list[tuple[str, Any]]:
    """(id, value) of each item of a ListBlock."""
    return [(child.id, child.value) for child in value.bound_blocks]


def right_ones(value: Any) -> list[str]:
    return [identity for identity, option in items(value["options"]) if option["correct"]]


def specify(value: Any) -> dict[str, Any]:
    return {"options": [identity for identity, _option in items(value["options"])], "shuffle": bool(value["shuffle"])}


def texts_by_id(value: Any) -> dict[str, str]:
    return {identity: option["text"] for identity, option in items(value["options"])}


def feedback_by_id(value: Any) -> dict[str, str]:
    return {identity: option["feedback"] for identity, option in items(value["options"])}


def repeated_text(value: Any) -> str:
    """A sentence where two options read the same; empty where all differ."""
    seen: set[str] = set()
    for _identity, option in items(value["options"]):
        text = " ".join(option["text"].casefold().split())
        if text in seen:
            return _("Two options read “%(text)s”. Each must be different.") % {"text": option["text"]}
        seen.add(text)
    return ""


@dataclass(frozen=True)
class Option:
    identity: str
    token: str
    text: str
    chosen: bool
    html_id: str


class OptionsForm(AnswerForm):
    """What single choice and multiple answer share: tokens in the page, ids in the answer."""

    def options(self) -> list[Option]:
        chosen = set(self.chosen_tokens())
        return [
            Option(identity, name, self.texts["options"][identity], name in chosen, f"{self.prefix}-{number}")
            for number, (name, identity) in enumerate(self.by_token.items(), start=1)
        ]

    @property
    def by_token(self) -> dict[str, str]:
        """Token to id, in the order shown."""
        order = self.specification["options"]
        if self.specification["shuffle"]:
            order = shuffled(order, self.seed)
        return {token(self.seed, identity): identity for identity in order}

    def choices(self) -> list[tuple[str, str]]:
        return [(name, self.texts["options"][identity]) for name, identity in self.by_token.items()]

    def chosen_tokens(self) -> list[str]:
        raise NotImplementedError
