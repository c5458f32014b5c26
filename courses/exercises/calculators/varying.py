"""How the answer moves with each input: the sensitivity table, and what would change most."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from courses.exercises.calculators.asking import Asked, Values
from courses.exercises.calculators.calculator import Calculator
from courses.exercises.statistics.quantities import QUANTITIES
from courses.exercises.statistics.unanswerable import Unanswerable

FACTORS: Final = (0.8, 0.9, 1.1, 1.2)
STEP: Final = 0.1


@dataclass(frozen=True)
class Row:
    """One input, what it is, and the answer when it is 20 % or 10 % less or more; None where there is none."""

    asked: Asked
    value: float
    answers: tuple[float | None, ...]

    def largest_move(self, base: float) -> float:
        """The larger move of a change by a tenth."""
        moved = [self.answers[FACTORS.index(1 - STEP)], self.answers[FACTORS.index(1 + STEP)]]
        return max((abs(answer - base) for answer in moved if answer is not None), default=0.0)


@dataclass(frozen=True)
class Sensitivity:
    base: float
    rows: tuple[Row, ...]

    @property
    def most(self) -> Row | None:
        """The input whose change by a tenth moves the answer most; None where nothing moves it."""
        row = max(self.rows, key=lambda one: one.largest_move(self.base), default=None)
        return row if row is not None and row.largest_move(self.base) > 0 else None


def sensitivity(calculator: Calculator, goal: str, values: Values) -> Sensitivity:
    """Raises Unanswerable where the values themselves have no answer."""
    return Sensitivity(calculator.measure(goal, values), tuple(_rows(calculator, goal, values)))


def _rows(calculator: Calculator, goal: str, values: Values) -> Iterator[Row]:
    for asked in calculator.asked:
        value = values.get(asked.name)
        quantity = None if asked.choices else QUANTITIES[asked.quantity or asked.name]
        if quantity is None or quantity.whole or not value or not asked.is_asked(goal):
            continue  # a choice, a count of tests, or 0, of which a tenth is nothing
        answers: list[float | None] = []
        for factor in FACTORS:
            try:
                quantity.check(value * factor)
                answers.append(calculator.measure(goal, {**values, asked.name: value * factor}))
            except Unanswerable:
                answers.append(None)
        yield Row(asked, value, tuple(answers))
