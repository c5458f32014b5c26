"""What editors fill in for every kind, and the numbers they write."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import nh3
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.rich_text import RichText

from courses.exercises.numbers import MOST_DIGITS, parse
from theme.blocks import UntranslatableCharBlock

# No links: a link to a page would have to be frozen with a release, and an exercise is rendered live.
RICH_TEXT = ["bold", "ol", "ul"]
_TAGS = {"p", "br", "b", "strong", "ol", "ul", "li"}
_WRITTEN = re.compile(rf"-?[0-9]{{1,{MOST_DIGITS}}}(\.[0-9]{{1,{MOST_DIGITS}}})?")


class NumberBlock(UntranslatableCharBlock):
    """A number, the same in every language: "-2.3". Its value is that text, with a decimal point."""

    def __init__(self, *, negative: bool = True, **kwargs: Any) -> None:
        self.negative = negative
        super().__init__(max_length=2 * MOST_DIGITS + 2, **kwargs)

    def clean(self, value: Any) -> str:
        written = super().clean(value).strip()
        if not _WRITTEN.fullmatch(written):
            written = self._read(written)
        if not self.negative and Decimal(written) < 0:
            raise ValidationError(gettext("Write a number that is not negative."))
        return written

    def _read(self, written: str) -> str:
        """Here a point is always the decimal sign; what else can be read as one number is rewritten."""
        number = parse(written)
        if not isinstance(number, Decimal):
            raise ValidationError(
                gettext("“%(text)s” is not a number. Write digits and a decimal point, as in -2.3 or 5217.39.")
                % {"text": written}
            )
        return f"{number:f}"


class ExerciseBlock(blocks.StructBlock):
    """What every kind of exercise has. A kind adds its own fields and names them in `form_layout`."""

    prompt = blocks.RichTextBlock(
        label=_("Introduction"), required=False, features=RICH_TEXT, help_text=_("The case or the data. Optional.")
    )
    question = blocks.TextBlock(label=_("Question"), rows=2, max_length=500)
    explanation = blocks.RichTextBlock(
        label=_("Explanation"),
        required=False,
        features=RICH_TEXT,
        help_text=_("Shown when the answer is right or no attempts are left; never before."),
    )
    points = blocks.IntegerBlock(label=_("Points"), min_value=1, max_value=100, default=1)
    attempts = blocks.IntegerBlock(label=_("Attempts"), min_value=1, max_value=10, default=2)
    required = blocks.BooleanBlock(
        label=_("Required"), required=False, default=True, help_text=_("Without it the lesson is not complete.")
    )


def layout(*own: str, settings: Iterable[str] = ()) -> blocks.BlockGroup:
    """The question, then what is a kind's `own`, then the explanation; numbers and switches folded away."""
    return blocks.BlockGroup(
        children=["prompt", "question", *own, "explanation"], settings=["points", "attempts", "required", *settings]
    )


def html(value: RichText | None) -> str:
    """Rich text as a release freezes it: a few plain tags, no attribute."""
    return nh3.clean(value.source, tags=_TAGS, attributes={}).strip() if value else ""


def shown(value: Mapping[str, Any], **own: Any) -> dict[str, Any]:
    return {"prompt": html(value["prompt"]), "question": value["question"], **own}


def held(value: Mapping[str, Any], feedback: Mapping[str, str]) -> dict[str, Any]:
    """`feedback` by id; empty ones are left out."""
    return {
        "explanation": html(value["explanation"]),
        "feedback": {identity: text for identity, text in feedback.items() if text},
    }


def refuse(**faults: str | list[str] | ValidationError) -> None:
    """Raise what the editor shows beside each field named; nothing where there is none."""
    if faults:
        raise blocks.StructBlockValidationError(
            block_errors={
                name: fault if isinstance(fault, ValidationError) else ValidationError(fault)
                for name, fault in faults.items()
            }
        )
