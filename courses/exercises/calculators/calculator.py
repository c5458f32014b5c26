"""What every calculator is: what it asks for, how it answers, what it draws."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courses.exercises.calculators.asking import Asked, Values
from courses.exercises.statistics.derivation import Result

Text = str | Promise
POINTS: Final = 100
PERCENTAGE_POINTS: Final = _("percentage points")


@dataclass(frozen=True)
class Goal:
    """One thing that a calculator can find: its code in the address, its name on a tab, its own title."""

    code: str
    tab: Text
    title: Text


@dataclass(frozen=True)
class Series:
    """A line of a curve; `points` in the order of x."""

    name: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Curve:
    """
    title: what the figure shows, in a sentence. show_x, show_y: numbers of the axes as text. mark: where the reader's
    own values stand, with its words. level: a height to reach, with its words. rows: the x of the table, which are
    among the points of the lines. x_unit, y_unit: "%" or percentage points, where numbers are fractions of 1.
    """

    title: str
    x: str
    y: str
    series: tuple[Series, ...]
    show_x: Callable[[float], str]
    show_y: Callable[[float], str]
    rows: Sequence[float]
    mark: tuple[float, float, str] | None = None
    level: tuple[float, str] | None = None
    x_unit: Text = ""
    y_unit: Text = ""


@dataclass(frozen=True)
class Answer:
    """
    value: the answer, as `Calculator.show` takes it. sentence: what it means for whoever decides. facts: what else it
    comes to. workings: (title, result, its output). variant: which way of computing this is.
    """

    value: float
    sentence: str
    facts: tuple[tuple[str, str], ...]
    workings: tuple[tuple[str, Result, str], ...]
    variant: str = ""
    cautions: tuple[str, ...] = ()

    def lines(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """(title, lines) of each working; what an earlier one told of the same result is not told again."""
        for number, (title, result, output) in enumerate(self.workings):
            shown = [name for _title, other, name in self.workings[:number] if other is result]
            yield title, result.working(output, *shown)


class Calculator(ABC):
    slug: ClassVar[str]
    title: ClassVar[Text]
    lede: ClassVar[Text]
    goals: ClassVar[tuple[Goal, ...]]
    asked: ClassVar[tuple[Asked, ...]]
    example: ClassVar[Text] = _("The numbers shown at first are an example.")
    family: ClassVar[Text] = ""
    units: ClassVar[Mapping[str, Text]] = {}  # goals whose answers have one, which a table tells once for all

    fractions: ClassVar[Mapping[str, Text]] = {}  # goals whose answers are fractions of 1, and what they are shown in

    def goal(self, code: str) -> Goal | None:
        return next((goal for goal in self.goals if goal.code == code), None)

    @abstractmethod
    def measure(self, goal: str, values: Values) -> float:
        """The answer alone, as a number. Raises Unanswerable."""

    @abstractmethod
    def show(self, goal: str, measured: float) -> str:
        """An answer with its unit."""

    def brief(self, goal: str, measured: float) -> str:
        """An answer without its unit."""
        return self.show(goal, measured)

    @abstractmethod
    def caption(self, goal: str) -> str:
        """What the answer is, to stand after it."""

    @abstractmethod
    def answer(self, goal: str, values: Values) -> Answer:
        """Raises Unanswerable, whose quantity is one of the fields or none."""

    @abstractmethod
    def curve(self, goal: str, values: Values, points: int = POINTS) -> Curve | None:
        """Drawn through so many points. None where there is nothing to draw. Raises Unanswerable."""


@dataclass(frozen=True)
class Page:
    """A goal of a calculator as a list names it."""

    calculator: Calculator
    goal: Goal = field()
