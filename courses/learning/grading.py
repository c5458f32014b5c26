"""From points to percent, and whether that passes."""

from decimal import Decimal

from courses.catalogue.scale import on_scale, pass_grade


def passes(percent: Decimal, pass_mark: Decimal) -> bool:
    """Whether the grade that people see reaches the pass mark (percent): nobody fails with a 14 where 14 passes."""
    return on_scale(percent) >= pass_grade(pass_mark)


def percent(points: Decimal, of: Decimal) -> Decimal:
    """Share in percent, to three decimals; 0 where nothing counts."""
    return (points * 100 / of).quantize(Decimal("0.001")) if of else Decimal(0)
