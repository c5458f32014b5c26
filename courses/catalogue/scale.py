"""Percent inside, 0 to 20 on screens, in mails and on certificates."""

from decimal import ROUND_HALF_UP, Decimal
from math import ceil

SCALE = 20


def on_scale(percent: Decimal) -> int:
    """Percent (0 to 100) as a whole grade from 0 to 20, halves up: 72.5 → 15."""
    return int((percent * SCALE / 100).quantize(Decimal(1), ROUND_HALF_UP))


def pass_grade(pass_mark: Decimal) -> int:
    """The lowest whole grade that reaches a pass mark in percent: 62.5 → 13."""
    return ceil(pass_mark * SCALE / 100)
