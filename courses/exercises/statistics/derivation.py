"""What a formula gave and how it came to it: symbols, the reader's numbers, intermediate values, line by line.

A step is written once, with `<names>` of inputs and of steps before it: "<M>^2 \\times <sd>^2". From that come the line
with symbols and the line with numbers, in LaTeX with decimal points; lessons, feedback and pages show the same.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courses.exercises.statistics.quantities import SYMBOLS
from courses.exercises.statistics.unanswerable import Unanswerable
from theme.formulas import to_mathml, to_text

MOST: Final = 1e15
SHOWN_DIGITS: Final = 5
_NAME = re.compile(r"<(\w+)>")


@dataclass(frozen=True)
class Step:
    """
    template: with `<names>`. shown: what replaces its line of numbers, where they are no plain substitution.
    equation: the line whose solution the value is, in place of a template. also: steps that belong to it without being named, where there are such.
    """

    name: str
    symbol: str
    template: str
    value: float
    shown: str = ""
    equation: str = ""
    also: tuple[str, ...] = ()

    @cached_property
    def needs(self) -> tuple[str, ...]:
        return (*_NAME.findall(self.template), *self.also)


@dataclass(frozen=True)
class Result:
    """
    formula: its name in `formulas.FORMULAS`. variant: which of several ways of computing it this is, in words.
    outputs: unrounded, by name; the first is what the formula is asked for. steps: how they came about.
    """

    formula: str
    variant: str | Promise
    outputs: Mapping[str, float]
    inputs: Mapping[str, float] = field(repr=False)
    steps: tuple[Step, ...] = field(repr=False)
    step_of: Mapping[str, str] = field(repr=False)

    @property
    def value(self) -> float:
        return next(iter(self.outputs.values()))

    def __getitem__(self, output: str) -> float:
        return self.outputs[output]

    def working(self, output: str = "", *shown: str) -> tuple[str, ...]:
        """LaTeX, a line each; one that begins with = or ≈ goes on from the one before.

        Only what `output` needs, without what the workings of the outputs `shown` have told already.
        """
        wanted = self._needed(self._step_of(output)).difference(*(self._needed(self._step_of(one)) for one in shown))
        known = {name: (SYMBOLS[name], _in_brackets(typed(value))) for name, value in self.inputs.items()}
        known |= {step.name: (step.symbol, _in_brackets(figure(step.value))) for step in self.steps}
        return tuple(line for step in self.steps if step.name in wanted for line in _lines(step, known))

    def mathml(self, language: str, output: str = "") -> tuple[str, ...]:
        return tuple(to_mathml(line, language) for line in self.working(output))

    def text(self, language: str, output: str = "") -> tuple[str, ...]:
        """The same lines as plain text: "N = (M² · σ²) / (P · (1 − P) · δ²)"."""
        return tuple(to_text(line, language) for line in self.working(output))

    def _step_of(self, output: str) -> str:
        return self.step_of[output or next(iter(self.outputs))]

    def _needed(self, name: str) -> frozenset[str]:
        steps = {step.name: step for step in self.steps}
        found, waiting = set(), [name]
        while waiting:
            one = waiting.pop()
            if one in steps and one not in found:
                found.add(one)
                waiting += steps[one].needs
        return frozenset(found)


class Derivation:
    """Collects the steps of one result. `inputs` are numbers by their name in `quantities`."""

    def __init__(self, formula: str, variant: str | Promise = "", **inputs: float) -> None:
        self.formula, self.variant, self.inputs = formula, variant, inputs
        self.steps: dict[str, Step] = {}

    def step(
        self, name: str, symbol: str, template: str, value: float, *, shown: str = "", also: tuple[str, ...] = ()
    ) -> float:
        """Adds a step and gives its value back. Unanswerable where that is no number, or beyond all use."""
        return self._add(Step(name, symbol, template, value, shown, also=also))

    def solution(self, name: str, symbol: str, equation: str, value: float, *, also: tuple[str, ...]) -> float:
        """A step whose value no formula gives: what solves `equation`. The steps `also`, added later, show it."""
        return self._add(Step(name, symbol, "", value, equation=equation, also=also))

    def _add(self, step: Step) -> float:
        if not math.isfinite(step.value) or abs(step.value) > MOST:
            raise Unanswerable(_("With these values the answer is too large to be of use. Change one of them."))
        self.steps[step.name] = step
        return step.value

    def absorb(self, result: Result, *, named: bool = True) -> None:
        """Goes on from another result: its inputs and steps may be named from here on. `named`: as that formula."""
        if named:
            self.formula, self.variant = result.formula, result.variant
        self.inputs = {**result.inputs, **self.inputs}
        self.steps |= {step.name: step for step in result.steps}

    def result(self, **outputs: str) -> Result:
        """`outputs`: for each, the step or the input that is its value."""
        values = {name: self.steps[step].value for name, step in outputs.items()}
        return Result(self.formula, self.variant, values, self.inputs, tuple(self.steps.values()), outputs)


def figure(value: float, digits: int = SHOWN_DIGITS) -> str:
    """A number for LaTeX: decimal point, no exponent; so many significant digits, whole parts whole."""
    if value == 0:
        return "0"
    if value == int(value):
        return str(int(value))
    places = max(digits - 1 - math.floor(math.log10(abs(value))), 1)
    return f"{value:.{places}f}".rstrip("0").rstrip(".")


def typed(value: float) -> str:
    """An input as it was given, every digit of it."""
    text = f"{Decimal(repr(float(value))):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _lines(step: Step, known: Mapping[str, tuple[str, str]]) -> list[str]:
    if step.equation:
        return [step.equation, f"{step.symbol} {_relation(step.value)} {figure(step.value)}"]
    numbers = step.shown or _NAME.sub(lambda name: known[name[1]][1], step.template)
    numbers = re.sub(r"\|\((-[0-9.]+)\)\|", r"|\1|", numbers)
    numbers = re.sub(r"\(\((-[0-9.]+)\)\)", r"(\1)", numbers)
    numbers = re.sub(r"\{\((-[0-9.]+)\)\}", r"{\1}", numbers)
    lines = [f"= {numbers}"] if numbers else []
    if step.template:
        lines.insert(0, f"{step.symbol} = {_NAME.sub(lambda name: known[name[1]][0], step.template)}")
    elif lines:
        lines[0] = f"{step.symbol} {lines[0]}"
    shown = figure(step.value)
    if numbers == shown:
        return lines
    return [*lines, f"{_relation(step.value)} {shown}"]


def _relation(value: float) -> str:
    return "=" if math.isclose(float(figure(value)), value, rel_tol=1e-9) else r"\approx"


def _in_brackets(number: str) -> str:
    return f"({number})" if number.startswith("-") else number
