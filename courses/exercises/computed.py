"""An answer that comes from a named formula and its inputs: what editors write, the number, and its working."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.blocks import StructValue

from courses.exercises import statistics
from courses.exercises.blocks import NumberBlock, refuse
from courses.exercises.numbers import MOST_DIGITS
from courses.exercises.statistics.derivation import Result, figure
from courses.exercises.statistics.formulas import FORMULAS, compute
from courses.exercises.statistics.groups import up
from courses.exercises.statistics.unanswerable import Unanswerable
from courses.exercises.working import lines
from theme.blocks import Untranslatable, UntranslatableCharBlock, UntranslatableTextBlock

UP: Final = "up"
ROUNDINGS: Final = (
    (UP, gettext_lazy("Up to a whole number, as for people and clusters")),
    ("0", gettext_lazy("To a whole number")),
    ("1", gettext_lazy("To 1 decimal place")),
    ("2", gettext_lazy("To 2 decimal places")),
    ("3", gettext_lazy("To 3 decimal places")),
    ("4", gettext_lazy("To 4 decimal places")),
)
_SIGNIFICANT = 12  # digits of a float that are trusted: 2.3000000000000007 is 2.3


@dataclass(frozen=True)
class Computed:
    """
    answer: rounded as asked, decimal text. exact: before that; None where it was rounded up, which no tolerance undoes.
    working: LaTeX, line by line, down to the answer. facts: all that it came from, for a release to freeze.
    """

    answer: str
    exact: Decimal | None
    working: list[str]
    facts: dict[str, Any]


class OptionalNumberBlock(NumberBlock):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, default="", **kwargs)

    def clean(self, value: Any) -> str:
        return super().clean(value) if (value or "").strip() else ""


class InputsBlock(UntranslatableTextBlock):
    """ "p_t = 0.091", one a line. Its value is that text in one normal form."""

    def clean(self, value: Any) -> str:
        return "\n".join(f"{name} = {number}" for name, number in _inputs(super().clean(value)).items())


def _inputs(text: str) -> dict[str, str]:
    """Numbers by name. ValidationError with a sentence about the first line that is none."""
    given: dict[str, str] = {}
    for line in lines(text):
        name, _equals, number = (part.strip() for part in line.partition("="))
        if not (name and number):
            sentence = _("“%(line)s” is not an input. Write a name, = and a number, as in p_t = 0.091.")
            raise ValidationError(sentence % {"line": line})
        if name in given:
            raise ValidationError(_("“%(name)s” stands here twice.") % {"name": name})
        given[name] = NumberBlock().clean(number)
    return given


def _formulas() -> list[tuple[str, str]]:
    return [(name, f"{name} – {one.label}") for name, one in FORMULAS.items()]


class FormulaBlock(Untranslatable, blocks.StructBlock):
    """All of it, or nothing at all. The same in every language."""

    name = blocks.ChoiceBlock(label=gettext_lazy("Formula"), choices=_formulas, required=False, default="")
    inputs = InputsBlock(
        label=gettext_lazy("Inputs"),
        required=False,
        default="",
        rows=3,
        max_length=1000,
        help_text=gettext_lazy(
            "One a line, with a decimal point: p_t = 0.091. Proportions are fractions of 1. Leave this empty and save "
            "to be told what the formula takes."
        ),
    )
    output = UntranslatableCharBlock(
        label=gettext_lazy("Result"),
        required=False,
        default="",
        max_length=40,
        help_text=gettext_lazy(
            "Which of its results is the answer, for example risk_difference. Leave it empty and save to be told which "
            "there are."
        ),
    )
    per_cent = blocks.BooleanBlock(
        label=gettext_lazy("In per cent"),
        required=False,
        help_text=gettext_lazy("Multiplies the result by 100: 0.198 becomes 19.8."),
    )
    rounding = blocks.ChoiceBlock(
        label=gettext_lazy("Rounding"),
        choices=ROUNDINGS,
        required=False,
        default="",
        help_text=gettext_lazy("The answer is shown and marked as rounded here."),
    )

    class Meta:
        icon = "superscript"
        collapsed = True
        label_format = "{name}"

    def clean(self, value: StructValue) -> StructValue:
        value = super().clean(value)
        try:
            computed(value)
        except Unanswerable as refused:
            refuse(**{refused.quantity if refused.quantity in value else "inputs": str(refused)})
        return value


def computed(formula: Mapping[str, Any]) -> Computed | None:
    """None where there is no formula. Unanswerable, with the field to mend, where it gives no answer to ask for."""
    if not formula["name"]:
        if any(formula.values()):
            raise Unanswerable(_("Choose the formula, or empty its other fields."), "name")
        return None
    result = compute(formula["name"], {name: float(number) for name, number in _inputs(formula["inputs"]).items()})
    if formula["output"] not in result.outputs:
        sentence = _("Write which result is the answer. From these inputs there are: %(outputs)s.")
        raise Unanswerable(sentence % {"outputs": ", ".join(result.outputs)}, "output")
    if not formula["rounding"]:
        raise Unanswerable(_("Choose how the answer is rounded."), "rounding")
    return _computed(result, formula)


def _computed(result: Result, formula: Mapping[str, Any]) -> Computed:
    value, rounds_up = result[formula["output"]], formula["rounding"] == UP
    exact = Decimal(f"{value:.{_SIGNIFICANT}g}") * (100 if formula["per_cent"] else 1)
    answer = _rounded(exact, formula["rounding"])
    if answer.adjusted() >= MOST_DIGITS:
        raise Unanswerable(_("With these values the answer is too large to be of use. Change one of them."))
    if exact and not answer:
        raise Unanswerable(_("Rounded like this the answer is 0. Choose another rounding."), "rounding")
    working = [*result.working(formula["output"])]
    if formula["per_cent"]:
        shown = figure(float(exact))
        working += [rf"{figure(value)} \times 100", f"{_relation(exact, shown)} {shown}"]
    return Computed(
        answer=f"{answer:f}",
        exact=None if rounds_up else exact,
        working=_ended(working, exact, answer, up=rounds_up),
        facts={
            "name": formula["name"],
            "version": statistics.VERSION,
            "inputs": _inputs(formula["inputs"]),
            "output": formula["output"],
            "per_cent": bool(formula["per_cent"]),
            "rounding": formula["rounding"],
        },
    )


def _rounded(exact: Decimal, rounding: str) -> Decimal:
    if rounding == UP:
        return Decimal(up(float(exact)))
    return exact.quantize(Decimal(1).scaleb(-int(rounding)), ROUND_HALF_UP) + 0  # never "-0.0"


def _ended(working: list[str], exact: Decimal, answer: Decimal, *, up: bool) -> list[str]:
    """The lines down to the answer. Before, they show it as a figure of a few digits, as a rule at their end."""
    shown, asked = figure(float(exact)), f"{answer:f}"
    if up and answer > exact:
        inside = next(each for n in range(5, 20) if (each := figure(float(exact), n)) != f"{float(each):.0f}")
        return [*working, rf"\lceil {inside} \rceil = {asked}"]
    if Decimal(shown) == answer:
        return working
    end = f"{_relation(exact, asked)} {asked}"
    before = re.sub(rf"(=|\\approx) {re.escape(shown)}$", "", working[-1])
    if before == working[-1]:
        return [*working, f"{shown} {end}"]
    if len(shown.partition(".")[2]) < len(asked.partition(".")[2]):
        return [*working[:-1], before + end]
    return [*working, end]


def _relation(exact: Decimal, shown: str) -> str:
    return "=" if Decimal(shown) == exact else r"\approx"
