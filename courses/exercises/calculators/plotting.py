"""Where the lines and labels of a curve stand: an SVG whose text keeps its size on any screen.

Lines are drawn in a box of 1,000 × 1,000 that is stretched; text and marks stand at per cents of the figure.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from courses.exercises.calculators.calculator import Curve

BOX: Final = 1000
TOP, HEIGHT, FIGURE = 48, 220, 312  # px: above the drawing, of the drawing, of the whole figure
GUTTER, MOST_GUTTER = 0.023, 0.2  # of the width: left of the lines for each character of the labels, and at most
DASHES: Final = ("solid", "dashed", "dotted")


@dataclass(frozen=True)
class Tick:
    """at: per cent of the width, or px from the top, as SVG writes numbers. anchor: of its text."""

    at: str
    label: str
    anchor: str = "middle"


@dataclass(frozen=True)
class Line:
    name: str
    style: str
    points: str


@dataclass(frozen=True)
class Mark:
    x: str
    y: str
    label: str
    anchor: str


@dataclass(frozen=True)
class Plot:
    curve: Curve
    lines: tuple[Line, ...]
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    mark: Mark | None
    level: Tick | None
    top: int = TOP
    height: int = HEIGHT
    figure: int = FIGURE

    @property
    def bottom(self) -> int:
        return TOP + HEIGHT

    @property
    def heads(self) -> list[str]:
        return [self.curve.x, *(series.name or self.curve.y for series in self.curve.series)]

    @property
    def rows(self) -> list[list[str]]:
        return [[self.curve.show_x(x), *(_shown(self.curve, y) for y in ys)] for x, ys in self.values]

    @property
    def values(self) -> list[tuple[float, list[float | None]]]:
        """(x, y of every series) of the table."""
        return [(x, [at(series.points, x) for series in self.curve.series]) for x in self.curve.rows]


def plot(curve: Curve) -> Plot | None:
    """None where the curve has fewer than two points that could be drawn."""
    points = [point for series in curve.series for point in series.points]
    if len(points) < 2:
        return None
    xs = [x for x, _y in points]
    ys = [y for _x, y in points] + ([curve.level[0]] if curve.level else []) + ([curve.mark[1]] if curve.mark else [])
    left, right = min(xs), max(xs)
    ticks = nice_ticks(min(ys), max(ys))
    low, high = min(ticks[0], *ys), max(ticks[-1], *ys)
    gutter = min(GUTTER * max(len(curve.show_y(y)) for y in ticks), MOST_GUTTER)

    def x_at(x: float) -> float:
        return gutter + (1 - gutter) * (x - left) / (right - left) if right > left else 0.5

    def y_at(y: float) -> float:
        return 1 - (y - low) / (high - low) if high > low else 0.5

    def px(y: float) -> str:
        return f"{TOP + HEIGHT * y_at(y):.1f}"

    lines = tuple(
        Line(
            series.name,
            DASHES[number % len(DASHES)],
            " ".join(f"{BOX * x_at(x):.0f},{BOX * y_at(y):.0f}" for x, y in series.points),
        )
        for number, series in enumerate(curve.series)
    )
    mark = None
    if curve.mark and left <= curve.mark[0] <= right:
        place = 100 * x_at(curve.mark[0])
        mark = Mark(f"{place:.2f}", px(curve.mark[1]), curve.mark[2], "end" if place > 60 else "start")
    return Plot(
        curve=curve,
        lines=lines,
        x_ticks=_x_ticks(curve, left, right, x_at),
        y_ticks=tuple(Tick(px(y), curve.show_y(y)) for y in ticks if low <= y <= high),
        mark=mark,
        level=Tick(px(curve.level[0]), curve.level[1]) if curve.level else None,
    )


def nice_ticks(low: float, high: float, about: int = 4) -> list[float]:
    """Round numbers from at or below `low` to at or above `high`."""
    if high <= low:
        high = low + (abs(low) or 1.0)
    raw = (high - low) / about
    size = 10.0 ** math.floor(math.log10(raw))
    step = next(size * factor for factor in (1, 2, 2.5, 5, 10) if size * factor >= raw * 0.999)
    first = math.floor(low / step + 1e-9)
    last = math.ceil(high / step - 1e-9)
    return [round(number * step, 12) for number in range(first, last + 1)]


def _x_ticks(curve: Curve, left: float, right: float, x_at: Callable[[float], float]) -> tuple[Tick, ...]:
    wanted = list(curve.rows) if len(curve.rows) == 2 else [x for x in nice_ticks(left, right) if left <= x <= right]
    found = []
    for x in wanted:
        place = 100 * x_at(x)
        anchor = "start" if place < 8 else "end" if place > 92 else "middle"
        found.append(Tick(f"{place:.2f}", curve.show_x(x), anchor))
    return tuple(found)


def at(points: tuple[tuple[float, float], ...], x: float) -> float | None:
    """The height of a line at x, between two of its points; None outside of it."""
    for (x0, y0), (x1, y1) in pairwise(points):
        if x0 - 1e-9 <= x <= x1 + 1e-9:
            return y0 if x1 == x0 else y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    return None


def _shown(curve: Curve, y: float | None) -> str:
    return "–" if y is None else curve.show_y(y)
