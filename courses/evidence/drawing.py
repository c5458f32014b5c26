"""Where effects stand in their figures: one figure for each scale, no figure mixes two, nothing is averaged.

Ratios stand on a logarithmic axis, differences on a linear one; the line of no effect is always inside.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from courses.evidence.vocabulary import RATIOS, Measure, Reporter
from theme.formulas import localised

MARGIN = 0.06  # of the width, left and right


@dataclass(frozen=True)
class Drawn:
    """Places in per cent of the width, as SVG writes numbers; `low` and `wide` are empty without an interval."""

    outcome: str
    reporter: str
    absolute: str
    shown: str
    at: str
    low: str
    wide: str


@dataclass(frozen=True)
class Panel:
    scale: str
    no_effect: str
    no_effect_at: str
    rows: tuple[Drawn, ...]


def panels(effects: Iterable[Any], language: str) -> list[Panel]:
    """`effects`: the blocks of a study."""
    by_scale: dict[Measure, list[Any]] = {}
    for block in effects:
        by_scale.setdefault(Measure(block.value["measure"]), []).append(block.value)
    return [_panel(measure, values, language) for measure, values in by_scale.items()]


def _panel(measure: Measure, values: list[Any], language: str) -> Panel:
    numbers = [float(value[name]) for value in values for name in ("estimate", "low", "high") if value[name]]
    ratio = measure in RATIOS
    scaled = [_scaled(number, ratio) for number in (*numbers, measure.no_effect)]
    left, right = min(scaled), max(scaled)
    width = (right - left) or 1.0

    def place(number: float) -> float:
        return 100 * (MARGIN + (1 - 2 * MARGIN) * (_scaled(number, ratio) - left) / width)

    rows = tuple(_drawn(value, measure, place, language) for value in values)
    return Panel(
        scale=str(measure.label),
        no_effect=localised(f"{measure.no_effect:g}", language),
        no_effect_at=f"{place(measure.no_effect):.2f}",
        rows=rows,
    )


def _scaled(number: float, ratio: bool) -> float:
    return math.log(number) if ratio else number


def _drawn(value: Any, measure: Measure, place: Any, language: str) -> Drawn:
    whole = value["low"] and value["high"]
    low, high = (place(float(value[name])) for name in ("low", "high")) if whole else (0.0, 0.0)
    return Drawn(
        outcome=value["outcome"],
        reporter=str(Reporter(value["reporter"]).label) if value["reporter"] else "",
        absolute=value["absolute"] or "",
        shown=shown(value, measure, language),
        at=f"{place(float(value['estimate'])):.2f}",
        low=f"{low:.2f}" if whole else "",
        wide=f"{high - low:.2f}" if whole else "",
    )


def shown(value: Any, measure: Measure, language: str) -> str:
    """As in: 0,48 (IC 95 %: 0,16 a 1,39)."""
    sign = " %" if measure == Measure.PERCENT else ""
    estimate = localised(f"{value['estimate']}{sign}", language)
    if not (value["low"] and value["high"]):
        return estimate
    level = localised(f"{value['level'] or 95} %", language)
    interval = {"level": level, "low": localised(value["low"], language), "high": localised(value["high"], language)}
    told = _("%(level)s CI: %(low)s to %(high)s") % interval
    return f"{estimate} ({told})"
