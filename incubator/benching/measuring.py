import gc
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.db import connection


@dataclass(frozen=True)
class Line:
    """One goal and how far it is reached; without a goal, a measure that others are compared with."""

    what: str
    found: float
    unit: str = ""
    goal: float | None = None
    at_least: bool = False

    @property
    def is_reached(self) -> bool:
        if self.goal is None:
            return True
        return self.found >= self.goal if self.at_least else self.found <= self.goal

    def __str__(self) -> str:
        goal, verdict = "", ""
        if self.goal is not None:
            goal = f"{'≥' if self.at_least else '≤'} {self.goal:g}"
            verdict = "reached" if self.is_reached else "MISSED"
        return f"{self.what:<62}{self.found:>9.2f} {self.unit:<8}{goal:>8}  {verdict}"


def cpu_ms(cases: dict[str, Callable[[], Any]], rounds: int, warm: int = 5) -> dict[str, float]:
    """Median CPU milliseconds of each case, all of them in turn in every round."""
    return _medians(cases, rounds, warm, time.process_time)


def wall_ms(cases: dict[str, Callable[[], Any]], rounds: int, warm: int = 5) -> dict[str, float]:
    """The same by the clock: with what a database in another process takes, and with all else that the machine does."""
    return _medians(cases, rounds, warm, time.perf_counter)


def _medians(
    cases: dict[str, Callable[[], Any]], rounds: int, warm: int, clock: Callable[[], float]
) -> dict[str, float]:
    for case in list(cases.values()) * warm:
        case()
    taken: dict[str, list[float]] = {name: [] for name in cases}
    for _round in range(rounds):
        for name, case in cases.items():
            started = clock()
            case()
            taken[name].append(1000 * (clock() - started))
        gc.collect()  # what one case leaves is not paid for by another
    return {name: median(times) for name, times in taken.items()}


def queries(case: Callable[[], Any]) -> int:
    """How many statements the case sends when everything is warm, the bounds of transactions not counted."""
    count = 0

    def counting(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal count
        count += not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK"))
        return execute(sql, params, many, context)

    case()
    with connection.execute_wrapper(counting):
        case()
    return count
