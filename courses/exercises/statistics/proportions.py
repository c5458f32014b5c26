"""F05. Two proportions compared: four ways that differ, so that the way is part of the result.

`p1` is the control group's proportion, `p2` the treated group's, P the share of the treated group. For 38 % against
30 %, unpooled, pooled and arcsine ask for 546.5, 549.2 and 548.6 people per group.
"""

import math
from collections.abc import Callable
from typing import Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courses.exercises.statistics import distributions
from courses.exercises.statistics.derivation import Derivation, Result, typed
from courses.exercises.statistics.distributions import add_multiplier, add_quantiles, root
from courses.exercises.statistics.groups import with_groups
from courses.exercises.statistics.quantities import check
from courses.exercises.statistics.unanswerable import Unanswerable

_SPREAD: Final = r"\frac{<p2> \cdot (1 - <p2>)}{<P>} + \frac{<p1> \cdot (1 - <p1>)}{1 - <P>}"
_ARCSINE: Final = r"2\arcsin\sqrt{<p2>} - 2\arcsin\sqrt{<p1>}"


class Variant(NamedTuple):
    """
    spread(p1, p2, P): standard deviations under the null hypothesis and under the alternative, so that
    N = (z₁₋α/₂ · first + z₁₋κ · second)² / distance². distance(p1, p2): what they are measured against.
    """

    formula: str
    label: str | Promise
    spread: Callable[[float, float, float], tuple[float, float]]
    distance: Callable[[float, float], float]

    def total(self, p1: float, p2: float, share: float, critical: float, of_power: float) -> float:
        null, own = self.spread(p1, p2, share)
        return ((critical * null + of_power * own) / self.distance(p1, p2)) ** 2


def _own(p1: float, p2: float, share: float) -> float:
    return math.sqrt(p2 * (1 - p2) / share + p1 * (1 - p1) / (1 - share))


def _unpooled(p1: float, p2: float, share: float) -> tuple[float, float]:
    return _own(p1, p2, share), _own(p1, p2, share)


def _pooled(p1: float, p2: float, share: float) -> tuple[float, float]:
    middle = share * p2 + (1 - share) * p1
    return math.sqrt(middle * (1 - middle) / (share * (1 - share))), _own(p1, p2, share)


def _constant(p1: float, p2: float, share: float) -> tuple[float, float]:
    return (1 / math.sqrt(share * (1 - share)),) * 2


def _apart(p1: float, p2: float) -> float:
    return abs(p2 - p1)


def _arcs_apart(p1: float, p2: float) -> float:
    return abs(2 * math.asin(math.sqrt(p2)) - 2 * math.asin(math.sqrt(p1)))


VARIANTS: Final = {
    "pooled": Variant("F05b_prop_pooled", _("pooled variance in the test"), _pooled, _apart),
    "unpooled": Variant("F05a_prop_unpooled", _("unpooled variance"), _unpooled, _apart),
    "arcsine": Variant("F05c_prop_arcsine", _("arcsine transformation"), _constant, _arcs_apart),
}


def sample_size(
    *,
    p1: float,
    p2: float,
    variant: str = "pooled",
    P: float = 0.5,
    alpha: float = 0.05,
    power: float = 0.8,
    sides: float = 2,
    df: float | None = None,
) -> Result:
    """F05a–c: people in all and per group. `variant` is one of VARIANTS; pooled is R's `power.prop.test`.

    With halves, per group: unpooled M²[p₁q₁ + p₂q₂]/Δ², pooled [z₁₋α/₂√(2p̄q̄) + z₁₋κ√(p₁q₁ + p₂q₂)]²/Δ², arcsine
    2(M/h)² (`pwr.2p.test`).
    """
    check(p1=p1, p2=p2, P=P, alpha=alpha, power=power, sides=sides)
    way = VARIANTS[variant]
    _require_difference(way, p1, p2)
    work = Derivation(way.formula, way.label, p1=p1, p2=p2, P=P)
    add_multiplier(work, alpha, power, sides, df)
    total = way.total(p1, p2, P, work.steps["z_alpha"].value, work.steps["z_power"].value)
    if variant == "pooled":
        _show_spreads(work, way, p1, p2, P)
        template = r"\frac{(<z_alpha> \cdot <null> + <z_power> \cdot <own>)^2}{(<p2> - <p1>)^2}"
    elif variant == "unpooled":
        template = rf"\frac{{<M>^2}}{{(<p2> - <p1>)^2}} \cdot \left({_SPREAD}\right)"
    else:
        work.step("h", "h", _ARCSINE, 2 * math.asin(math.sqrt(p2)) - 2 * math.asin(math.sqrt(p1)))
        template = r"\frac{<M>^2}{<P> \cdot (1 - <P>) \cdot <h>^2}"
    work.step("n_total", "N", template, total)
    return with_groups(work, total, P)


def sample_size_of_h(*, h: float, P: float = 0.5, alpha: float = 0.05, power: float = 0.8, sides: float = 2) -> Result:
    """F05c from Cohen's h itself: 2(M/h)² per group, where the groups are equal."""
    check(h=h, P=P, alpha=alpha, power=power, sides=sides)
    work = Derivation("F05c_prop_arcsine", VARIANTS["arcsine"].label, h=h, P=P)
    many = add_multiplier(work, alpha, power, sides)
    total = many**2 / (P * (1 - P) * h**2)
    work.step("n_total", "N", r"\frac{<M>^2}{<P> \cdot (1 - <P>) \cdot <h>^2}", total)
    return with_groups(work, total, P)


def power_of_h(*, h: float, N: float, P: float = 0.5, alpha: float = 0.05, sides: float = 2) -> Result:
    """F05c from Cohen's h itself: Φ(|h|√[P(1 − P)N] − z₁₋α/₂). `pwr.2p.test`, `pwr.2p2n.test`."""
    check(h=h, N=N, P=P, alpha=alpha, sides=sides)
    work = Derivation("F05c_prop_arcsine", VARIANTS["arcsine"].label, h=h, N=N, P=P)
    critical, _none = add_quantiles(work, alpha, None, sides)
    template = r"|<h>| \cdot \sqrt{<P> \cdot (1 - <P>) \cdot <N>} - <z_alpha>"
    value = work.step("z", "z", template, abs(h) * math.sqrt(P * (1 - P) * N) - critical)
    work.step("power", r"1-\kappa", r"\Phi(<z>)", distributions.probability(value))
    return work.result(power="power")


def power_of(
    *,
    p1: float,
    p2: float,
    N: float,
    variant: str = "pooled",
    P: float = 0.5,
    alpha: float = 0.05,
    sides: float = 2,
    df: float | None = None,
) -> Result:
    """F05: Φ((√N · distance − z₁₋α/₂ · first) / second) with the spreads of the variant; T with `df` in place of Φ."""
    check(p1=p1, p2=p2, worth=N, P=P, alpha=alpha, sides=sides)
    way = VARIANTS[variant]
    _require_difference(way, p1, p2)
    work = Derivation(way.formula, way.label, p1=p1, p2=p2, N=N, P=P)
    critical, _none = add_quantiles(work, alpha, None, sides, df)
    null, alternative = way.spread(p1, p2, P)
    distance = way.distance(p1, p2)
    value = (math.sqrt(N) * distance - critical * null) / alternative
    letter = distributions.letter(df)
    if variant == "arcsine":
        work.step("h", "h", _ARCSINE, 2 * math.asin(math.sqrt(p2)) - 2 * math.asin(math.sqrt(p1)))
        work.step("z", "z", r"|<h>| \cdot \sqrt{<P> \cdot (1 - <P>) \cdot <N>} - <z_alpha>", value)
    else:
        _show_spreads(work, way, p1, p2, P)
        template = r"\frac{|<p2> - <p1>| \cdot \sqrt{<N>} - <z_alpha> \cdot <null>}{<own>}"
        work.step("z", "z", template, value)
    work.step("power", r"1-\kappa", rf"{letter}(<z>)", distributions.probability(value, df))
    return work.result(power="power")


def smallest_effect(
    *,
    p1: float,
    N: float,
    falls: bool = True,
    variant: str = "pooled",
    P: float = 0.5,
    alpha: float = 0.05,
    power: float = 0.8,
    sides: float = 2,
    df: float | None = None,
) -> Result:
    """The p2 nearest to `p1`, below it (`falls`) or above, that N people show with this power.

    Outputs: `mde` (p2 − p1, so negative for a fall) and `p2`. Unanswerable where not even the end of the scale would do.
    """
    check(p1=p1, worth=N, P=P, alpha=alpha, power=power, sides=sides)
    way = VARIANTS[variant]
    critical = distributions.quantile(distributions.tail(alpha, sides), df)
    of_power = distributions.quantile(power, df)
    if critical + of_power <= 0:
        raise Unanswerable(_("The power has to be larger than the significance level."), "power")
    sign = -1 if falls else 1

    def short(effect: float) -> float:
        p2 = p1 + sign * effect
        null, alternative = way.spread(p1, p2, P)
        return math.sqrt(N) * way.distance(p1, p2) - critical * null - of_power * alternative

    most = (p1 if falls else 1 - p1) * (1 - 1e-12)
    if short(most) < 0:
        raise Unanswerable(_("So few people could not show any change, however large. Enter more people."), "N")
    effect = sign * root(short, 0.0, most)
    work = Derivation(way.formula, way.label, p1=p1, N=N, P=P)
    letter = distributions.letter(df)
    p2 = work.solution("p2", "p_2", rf"{letter}(z(p_2)) = {typed(power)}", p1 + effect, also=("power",))
    work.absorb(power_of(p1=p1, p2=p2, N=N, variant=variant, P=P, alpha=alpha, sides=sides, df=df))
    work.step("mde", r"\mathrm{MDE}", "<p2> - <p1>", effect)
    return work.result(mde="mde", p2="p2")


def null_variance_size(
    *,
    p: float,
    delta: float,
    P: float = 0.5,
    R2: float = 0.0,
    alpha: float = 0.05,
    power: float = 0.8,
    sides: float = 2,
    df: float | None = None,
) -> Result:
    """F05d: N = M² p(1 − p)(1 − R²) / [P(1 − P)δ²], the variance of the control group in both. 3ie sheets 7.1.3–7.1.4."""
    check(p=p, delta=delta, P=P, R2=R2, alpha=alpha, power=power, sides=sides)
    work = Derivation("F05d_prop_null_var", NULL_VARIANCE, p=p, delta=delta, P=P, R2=R2)
    many = add_multiplier(work, alpha, power, sides, df)
    total = many**2 * p * (1 - p) * (1 - R2) / (P * (1 - P) * delta**2)
    template = r"\frac{<M>^2 \cdot <p> \cdot (1 - <p>) \cdot (1 - <R2>)}{<P> \cdot (1 - <P>) \cdot <delta>^2}"
    work.step("n_total", "N", template, total)
    return with_groups(work, total, P)


def null_variance_effect(
    *,
    p: float,
    N: float,
    P: float = 0.5,
    R2: float = 0.0,
    alpha: float = 0.05,
    power: float = 0.8,
    sides: float = 2,
    df: float | None = None,
) -> Result:
    """F05d turned round: MDE = M√{p(1 − p)(1 − R²) / [P(1 − P)N]}."""
    check(p=p, N=N, P=P, R2=R2, alpha=alpha, power=power, sides=sides)
    work = Derivation("F05d_prop_null_var", NULL_VARIANCE, p=p, N=N, P=P, R2=R2)
    many = add_multiplier(work, alpha, power, sides, df)
    template = r"<M> \cdot \sqrt{\frac{<p> \cdot (1 - <p>) \cdot (1 - <R2>)}{<P> \cdot (1 - <P>) \cdot <N>}}"
    work.step("mde", r"\mathrm{MDE}", template, many * math.sqrt(p * (1 - p) * (1 - R2) / (P * (1 - P) * N)))
    return work.result(mde="mde")


NULL_VARIANCE: Final = _("variance of the control group in both groups")


def _require_difference(way: Variant, p1: float, p2: float) -> None:
    if not way.distance(p1, p2):  # two neighbouring floats have one arcsine
        raise Unanswerable(_("The two proportions are equal: there is no effect to find."), "p2")


def _show_spreads(work: Derivation, way: Variant, p1: float, p2: float, share: float) -> None:
    """s₀ under the null hypothesis, with one proportion for both groups where it is pooled, and s₁ with each its own."""
    null, own = way.spread(p1, p2, share)
    if null == own and way is VARIANTS["unpooled"]:
        work.step("null", "s_0", rf"\sqrt{{{_SPREAD}}}", null)
    else:
        work.step("middle", r"\bar{p}", r"<P> \cdot <p2> + (1 - <P>) \cdot <p1>", share * p2 + (1 - share) * p1)
        work.step("null", "s_0", r"\sqrt{\frac{<middle> \cdot (1 - <middle>)}{<P> \cdot (1 - <P>)}}", null)
    work.step("own", "s_1", rf"\sqrt{{{_SPREAD}}}", own)
