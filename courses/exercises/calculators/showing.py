"""Numbers as the page's language writes them."""

import math
from decimal import Decimal, localcontext
from typing import Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses.exercises.numbers import NBSP, format_number
from courses.exercises.statistics.groups import up

DIGITS: Final = 350  # of any float


def language() -> str:
    return (get_language() or "es")[:2]


def number(value: float, places: int | None = None) -> str:
    """With so many decimals at most; without `places`, three significant digits but whole parts whole."""
    if places is None:
        places = 0 if value == 0 else max(0, 2 - math.floor(math.log10(abs(value))))
    with localcontext(prec=DIGITS):
        return format_number(round(Decimal(repr(float(value))), min(places, 15)), language())


def fine(value: float) -> str:
    """In whatever unit it was typed: two decimals, and of what is small three significant digits."""
    return number(value, 2 if value == 0 else max(2, 2 - math.floor(math.log10(abs(value)))))


def whole(value: float) -> str:
    """People or clusters, rounded up."""
    return number(up(value), 0)


def per_cent(value: float, places: int = 1) -> str:
    """A fraction of 1 as per cent: 38 % in Spanish, 38% in English."""
    return _with_sign(number(value * 100, places))


def chance(value: float) -> str:
    """A power: per cent, but what is not certain is not shown as 100%."""
    if round(value, 3) < 1:
        return per_cent(value)
    return _("more than %(most)s") % {"most": per_cent(0.999)}


def points(value: float, places: int = 1) -> str:
    """A difference of fractions of 1 in percentage points, without the words."""
    return number(value * 100, places)


def money(value: float) -> str:
    """Two decimals or none."""
    text = number(value, 2 if abs(value) < 100_000 else 0)
    return f"{text}0" if text[-2:-1] in (",", ".") else text


def _with_sign(text: str) -> str:
    return f"{text}{NBSP}%" if language() == "es" else f"{text}%"


def unambiguous(value: Decimal) -> str:
    """A number for an address, which every language reads alike: 1.234 would be asked about, so it is 1.2340."""
    text = f"{value:f}"
    whole_part, point, fraction = text.lstrip("-").partition(".")
    doubtful = point and len(fraction) == 3 and len(whole_part) <= 3 and whole_part[:1] not in ("", "0")
    return f"{text}0" if doubtful else text
