"""F00. Quantiles and probabilities, from scipy, which is loaded when the first of them is asked for.

`scipy.special` has what is needed; `scipy.stats` would take three times as long to load.
"""

import math
from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courses.exercises.statistics.derivation import SHOWN_DIGITS, Derivation, Result, figure
from courses.exercises.statistics.unanswerable import Unanswerable

FAR: Final = 500.0  # λ, from which on the χ² gives P(T > t) of any test to a hundred thousandth


@cache
def _special() -> Any:
    return import_module("scipy.special")


def quantile(probability: float, df: float | None = None) -> float:
    """Of the standard normal distribution, or of Student's t with `df` degrees of freedom."""
    if df is None:
        return float(_special().ndtri(probability))
    return float(_special().stdtrit(df, probability))


def probability(value: float, df: float | None = None) -> float:
    """The share of the standard normal distribution, or of Student's t, that lies below `value`."""
    if df is None:
        return float(_special().ndtr(value))
    return float(_special().stdtr(df, value))


def letter(df: float | None) -> str:
    """What `probability` is written as, in LaTeX: Φ, or T with its degrees of freedom."""
    return r"\Phi" if df is None else rf"T_{{{figure(df)}}}"


def power_of_t(noncentrality: float, df: float, critical: float) -> float:
    """P(T > critical) for a noncentral t: the power to find the effect in its own direction, as R and Stata count it."""
    if noncentrality < 0:  # the mirror image
        return 1.0 - power_of_t(-noncentrality, df, -critical)
    if noncentrality > FAR:  # the series would take seconds; the normal part is nothing beside λ, a χ² is left
        ratio = noncentrality / critical if critical > 0 else math.inf
        return float(_special().gammainc(df / 2, df * ratio * ratio / 2))
    found = 1.0 - float(_special().nctdtr(df, noncentrality, critical))
    if 0.0 <= found <= 1.0:
        return found
    # Where the series of the noncentral t gives nothing: Abramowitz & Stegun 26.7.10.
    distance = noncentrality - critical * (1 - 1 / (4 * df))
    found = probability(distance / math.hypot(1, critical / math.sqrt(2 * df)))
    return max(found, probability(noncentrality), probability(-critical, df)) if critical <= 0 else found


def tail(alpha: float, sides: float) -> float:
    """The probability below the critical value: 1 − α/2 of a two-sided test, 1 − α of a one-sided one."""
    return 1.0 - alpha / sides


def tail_as_text(below: float) -> str:
    """For LaTeX: more digits the nearer to 1, so that 0.9999995 is not 1."""
    nines = math.floor(-math.log10(1 - below)) if below < 1 else 0
    return figure(below, SHOWN_DIGITS + max(0, nines - 2))


def add_quantiles(
    work: Derivation, alpha: float, power: float | None, sides: float, df: float | None = None
) -> tuple[float, float]:
    """The critical value and (0.0 where `power` is None) the quantile of the power, as steps of `work`."""
    letter = "z" if df is None else "t"
    symbol = rf"{letter}_{{1-\alpha/2}}" if sides == 2 else rf"{letter}_{{1-\alpha}}"
    below = tail(alpha, sides)
    of = "" if df is None else f"({figure(df)})"
    shown = rf"{letter}_{{{tail_as_text(below)}}}{of}"
    critical = work.step("z_alpha", symbol, "", quantile(below, df), shown=shown, also=("alpha_each", "nu"))
    if power is None:
        return critical, 0.0
    of_power = quantile(power, df)
    work.step("z_power", rf"{letter}_{{1-\kappa}}", "", of_power, shown=rf"{letter}_{{{figure(power)}}}{of}")
    return critical, of_power


def add_multiplier(work: Derivation, alpha: float, power: float, sides: float, df: float | None = None) -> float:
    """M = z₁₋α/₂ + z₁₋κ as a step of `work`. Unanswerable where it is not positive: power below α needs nobody."""
    critical, of_power = add_quantiles(work, alpha, power, sides, df)
    if critical + of_power <= 0:
        raise Unanswerable(_("The power has to be larger than the significance level."), "power")
    return work.step("M", "M", "<z_alpha> + <z_power>", critical + of_power)


def multiplier(*, alpha: float = 0.05, power: float = 0.8, sides: float = 2, df: float | None = None) -> Result:
    """F00: how many standard errors an effect must measure to be found with this power (2.8 for 5 % and 80 %)."""
    work = Derivation("F00_multiplier", by_quantiles(df), alpha=alpha, power=power)
    add_multiplier(work, alpha, power, sides, df)
    return work.result(multiplier="M")


def by_quantiles(df: float | None) -> Promise:
    return _("normal quantiles (z)") if df is None else _("Student’s t quantiles")


def root(function: Callable[[float], float], low: float, high: float, tolerance: float = 1e-11) -> float:
    """Where an increasing function crosses zero between `low` and `high`, by regula falsi (Illinois).

    Written here because `scipy.optimize` would cost each web worker 0.3 s and 20 MiB for this one function.
    """
    at_low, at_high, kept = function(low), function(high), 0
    middle = (low + high) / 2
    for _step in range(200):
        middle = (at_low * high - at_high * low) / (at_low - at_high) if at_low != at_high else (low + high) / 2
        at_middle = function(middle)
        if at_middle > 0:
            high, at_high = middle, at_middle
            at_low = at_low / 2 if kept > 0 else at_low
            kept = 1
        elif at_middle < 0:
            low, at_low = middle, at_middle
            at_high = at_high / 2 if kept < 0 else at_high
            kept = -1
        if at_middle == 0 or high - low <= tolerance * abs(middle):
            break
    return middle
