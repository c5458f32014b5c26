"""What a page of the calculators costs, a curve of 200 points, and what the formulas add to the start of a web worker."""

import subprocess
import sys
from collections.abc import Callable
from itertools import count
from statistics import median
from urllib.parse import urlencode

from django.test import override_settings

from courses.exercises.calculators.asking import CalculatorForm
from courses.exercises.calculators.designing import SIZE
from courses.exercises.calculators.registry import CALCULATORS
from incubator.benching.asking import Browser
from incubator.benching.measuring import Line, cpu_ms
from incubator.environment import BASE_DIR

POINTS = 200
#: What makes the page work hardest: t quantiles, whose degrees of freedom follow from the answer.
HARDEST = {
    "cluster-means": {"quantiles": "t"},
    "cluster-proportions": {"quantiles": "t", "takeup_t": "60", "tests": "3"},
}
MODULES = ("courses.exercises.statistics.formulas", "courses.exercises.calculators.views")


def measure(rounds: int) -> list[Line]:
    with override_settings(ROOT_URLCONF="incubator.urls"):
        taken = cpu_ms(dict(pages(Browser())), max(rounds // 10, 5))
    slowest = max(taken, key=lambda name: taken[name])
    curves = cpu_ms({slug: curve(slug) for slug in ("means", "proportions")}, max(rounds // 10, 5))
    return [
        Line(f"slowest page of the calculators ({slowest})", taken[slowest], "ms", 50),
        Line("median page of the calculators", median(taken.values()), "ms"),
        Line(f"a curve of {POINTS} points, the slower of two", max(curves.values()), "ms", 20),
        Line("what importing formulas and pages adds to a worker’s start", import_seconds(), "s", 0.3),
    ]


def pages(browser: Browser) -> list[tuple[str, Callable[[], object]]]:
    """Each goal of each calculator, every time with other numbers, so that nothing drawn before is found again."""
    numbers = count()

    def asked(slug: str, values: dict[str, str]) -> Callable[[], object]:
        return lambda: browser.get(
            f"/es/calculators/{slug}/", query=urlencode({**values, "alpha": f"{5 + next(numbers) / 1e4:.4f}"})
        )

    found = []
    for slug, calculator in CALCULATORS.items():
        for goal in calculator.goals:
            found.append((f"{slug} {goal.code}", asked(slug, {"find": goal.code})))
            if slug in HARDEST:
                found.append((f"{slug} {goal.code}, t", asked(slug, {"find": goal.code, **HARDEST[slug]})))
    return found


def curve(slug: str) -> Callable[[], object]:
    calculator = CALCULATORS[slug]
    form = CalculatorForm(calculator.asked, SIZE, {})
    assert form.is_valid()
    return lambda: calculator.curve(SIZE, form.cleaned_data, points=POINTS)


def import_seconds() -> float:
    """The median of what a process that has Django takes longer for importing them, over seven processes."""
    code = f"""
import django, time
django.setup()
started = time.perf_counter()
import {", ".join(MODULES)}
print(time.perf_counter() - started)
"""
    return median(float(_run(code)) for _process in range(7))


def _run(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], cwd=BASE_DIR, capture_output=True, text=True, check=True).stdout
