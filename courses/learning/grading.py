"""Percent inside, 0 to 20 on the screen."""

from decimal import ROUND_HALF_UP, Decimal

SCALE = 20


def on_scale(percent: Decimal) -> int:
    """Percent (0 to 100) as a whole grade from 0 to 20, halves up: 72.5 → 15."""
    return int((percent * SCALE / 100).quantize(Decimal(1), ROUND_HALF_UP))


def passes(percent: Decimal, pass_mark: Decimal) -> bool:
    """Whether the grade that people see reaches the pass mark (percent): nobody fails with a 14 where 14 passes."""
    return on_scale(percent) >= pass_mark * SCALE / 100


def percent(points: Decimal, of: Decimal) -> Decimal:
    """Share in percent, to three decimals; 0 where nothing counts."""
    return (points * 100 / of).quantize(Decimal("0.001")) if of else Decimal(0)
