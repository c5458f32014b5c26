"""A calculator with what was entered, its answer where there is one, and all that the page shows of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.conf import settings
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from courses.exercises.calculators import citing, exporting, showing
from courses.exercises.calculators.asking import CalculatorForm, Values
from courses.exercises.calculators.calculator import Answer, Calculator, Goal
from courses.exercises.calculators.plotting import Plot, plot
from courses.exercises.calculators.varying import FACTORS, STEP, Row, Sensitivity, sensitivity
from courses.exercises.statistics.unanswerable import Unanswerable
from theme.formulas import to_text


@dataclass(frozen=True)
class Solved:
    answer: Answer
    sensitivity: Sensitivity
    plot: Plot | None


@dataclass
class Question:
    """A calculator with what was entered, and its answer where there is one."""

    calculator: Calculator
    goal: Goal
    form: CalculatorForm

    @property
    def values(self) -> Values:
        return self.form.cleaned_data

    @cached_property
    def solved(self) -> Solved | None:
        """None where something has to be mended first, which the form then says."""
        if not self.form.is_valid():
            return None
        goal, values = self.goal.code, self.values
        try:
            answer = self.calculator.answer(goal, values)
            curve = self.calculator.curve(goal, values)
            return Solved(answer, sensitivity(self.calculator, goal, values), plot(curve) if curve else None)
        except Unanswerable as error:
            self.form.add_error(self._field_of(error.quantity), str(error))
            return None

    @property
    def answer(self) -> Answer:
        """Only where there is one."""
        assert self.solved is not None
        return self.solved.answer

    @property
    def figure(self) -> str:
        return self.calculator.show(self.goal.code, self.answer.value)

    @property
    def caption(self) -> str:
        return self.calculator.caption(self.goal.code)

    def _field_of(self, quantity: str) -> str | None:
        found = [name for name, one in self.form.asked.items() if quantity in (name, one.quantity)]
        if not found and quantity in ("N", "worth") and "J" in self.form.asked:
            return "J"  # what clusters are worth is counted in people
        return found[0] if found else None

    @property
    def title(self) -> str:
        if len(self.calculator.goals) == 1:
            return str(self.calculator.title)
        return f"{self.calculator.title}: {str(self.goal.title)[:1].lower()}{str(self.goal.title)[1:]}"

    @property
    def tabs(self) -> list[tuple[Goal, str, bool]]:
        """(goal, query of the address that keeps what was entered, whether it is this one)."""
        entered = {name: text for name, text in self.form.typed.items() if text != self.form.asked[name].default}
        query = "".join(f"&{urlencode({name: text})}" for name, text in {**entered, **self.form.kept}.items())
        return [(one, f"?find={one.code}{query}", one == self.goal) for one in self.calculator.goals]

    @property
    def permalink(self) -> str:
        return citing.permalink(self.calculator, self.goal.code, self.form)

    @property
    def query(self) -> str:
        return self.permalink.partition("?")[2]

    @property
    def citations(self) -> list[citing.Citation]:
        return citing.citations(self.calculator, self.goal.code, self.form, self.values, self.answer.value, self.today)

    @property
    def today(self) -> date:
        return timezone.localdate()

    @property
    def inputs(self) -> list[tuple[str, str]]:
        return citing.inputs_in_words(self.form, self.values)

    @property
    def heads(self) -> list[str]:
        return [f"{sign}{showing.per_cent(abs(factor - 1), 0)}" for sign, factor in zip("−−++", FACTORS, strict=True)]

    @property
    def rows(self) -> list[tuple[str, str, list[str]]]:
        """(label, value, answers) of the sensitivity table: of the inputs that move the answer."""
        return [
            (str(row.asked.label), row.asked.shown(row.value), [self._brief(one) for one in row.answers])
            for row in self._rows
            if self._moves(row)
        ]

    @property
    def unmoving(self) -> str:
        """The inputs that do not."""
        return "; ".join(str(row.asked.label) for row in self._rows if not self._moves(row))

    @property
    def _rows(self) -> tuple[Row, ...]:
        assert self.solved is not None
        return self.solved.sensitivity.rows

    def _moves(self, row: Row) -> bool:
        """Whether its row would show anything else than the answer."""
        assert self.solved is not None
        return {self._brief(one) for one in row.answers} != {self._brief(self.solved.sensitivity.base)}

    @property
    def most(self) -> str:
        """The sentence on what would change most; empty where nothing changes anything."""
        assert self.solved is not None
        row = self.solved.sensitivity.most
        if row is None:
            return ""
        less, more = (row.answers[FACTORS.index(factor)] for factor in (1 - STEP, 1 + STEP))
        told = {"input": row.asked.label, "less": self._shown(less), "more": self._shown(more)}
        told["now"] = self._shown(self.solved.sensitivity.base)
        if more is None:
            return _("%(input)s: a tenth less gives %(less)s instead of %(now)s.") % told
        if less is None:
            return _("%(input)s: a tenth more gives %(more)s instead of %(now)s.") % told
        return _("%(input)s: a tenth less gives %(less)s instead of %(now)s, a tenth more gives %(more)s.") % told

    def _shown(self, answer: float | None) -> str:
        return "–" if answer is None else self.calculator.show(self.goal.code, answer)

    def _brief(self, answer: float | None) -> str:
        return "–" if answer is None else self.calculator.brief(self.goal.code, answer)

    @property
    def unit(self) -> str:
        """What the answers of the sensitivity table are in, where they have a unit."""
        return str(self.calculator.units.get(self.goal.code, ""))

    @property
    def tables(self) -> list[tuple[str, exporting.Rows]]:
        assert self.solved is not None
        unit = self.calculator.fractions.get(self.goal.code, "")
        curve = [("curve", exporting.curve_rows(self.solved.plot))] if self.solved.plot else []
        return [*curve, ("sensitivity", exporting.sensitivity_rows(self.solved.sensitivity, unit))]

    @property
    def sheets(self) -> Iterator[tuple[str, exporting.Rows]]:
        assert self.solved is not None
        answer = self.answer
        facts = [*self.inputs, (self.caption, self.figure), *answer.facts]
        lines = [line for title, lines in answer.lines() for line in _titled(title, lines)]
        address = f"{settings.SITE_URL}{self.permalink}"
        yield _("Result"), exporting.result_rows(self.title, facts, lines, self.today, address)
        names = {"curve": _("Curve"), "sensitivity": _("Sensitivity")}
        for name, rows in self.tables:
            yield names[name], rows


def _titled(title: str, lines: Iterable[str]) -> list[str]:
    """A working for a sheet: its title, where it has one, and each of its lines as plain text."""
    return [*([title] if title else []), *(to_text(line, showing.language()) for line in lines)]
