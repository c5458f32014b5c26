"""F01, F02, F11, F12. Two groups whose means are compared.

Effects (δ) and standard deviations (σ) are in one unit. People are counted unrounded: whoever recruits rounds up per
group. P is the share of the treated group, R² the share of the outcome's variance that covariates explain.
"""

import math

from django.utils.translation import gettext_lazy as _

from courses.exercises.statistics import distributions
from courses.exercises.statistics.derivation import MOST, Derivation, Result, figure, typed
from courses.exercises.statistics.distributions import add_multiplier, add_quantiles, by_quantiles, power_of_t, root
from courses.exercises.statistics.groups import with_groups
from courses.exercises.statistics.quantities import check
from courses.exercises.statistics.unanswerable import Unanswerable

EXACT = _("exact power of the t test (noncentral t)")
FEWEST = 2.0  # per group: below, a group has no variance


def sample_size(
    *,
    delta: float,
    sd: float = 1.0,
    P: float = 0.5,
    R2: float = 0.0,
    alpha: float = 0.05,
    power: float = 0.8,
    sides: float = 2,
    df: float | None = None,
) -> Result:
    """F01: N = M²σ²(1 − R²) / [P(1 − P)δ²], people in all. z, or t with `df`. J-PAL; 3ie sheets 7.1.1–7.1.2.

    Unanswerable for a value out of its range, and where the power is not above α.
    """
    check(delta=delta, sd=sd, P=P, R2=R2, alpha=alpha, power=power, sides=sides)
    work = Derivation("F01_N_mean", by_quantiles(df), delta=delta, sd=sd, P=P, R2=R2)
    many = add_multiplier(work, alpha, power, sides, df)
    total = many**2 * sd**2 * (1 - R2) / (P * (1 - P) * delta**2)
    template = r"\frac{<M>^2 \cdot <sd>^2 \cdot (1 - <R2>)}{<P> \cdot (1 - <P>) \cdot <delta>^2}"
    work.step("n_total", "N", template, total)
    return with_groups(work, total, P)


def smallest_effect(
    *,
    N: float,
    sd: float = 1.0,
    P: float = 0.5,
    R2: float = 0.0,
    alpha: float = 0.05,
    power: float = 0.8,
    sides: float = 2,
    df: float | None = None,
) -> Result:
    """F02: MDE = Mσ√[(1 − R²) / (P(1 − P)N)], in the unit of σ. z, or t with `df`."""
    check(N=N, sd=sd, P=P, R2=R2, alpha=alpha, power=power, sides=sides)
    work = Derivation("F02_mde", by_quantiles(df), N=N, sd=sd, P=P, R2=R2)
    many = add_multiplier(work, alpha, power, sides, df)
    template = r"<M> \cdot <sd> \cdot \sqrt{\frac{1 - <R2>}{<P> \cdot (1 - <P>) \cdot <N>}}"
    work.step("mde", r"\mathrm{MDE}", template, many * sd * math.sqrt((1 - R2) / (P * (1 - P) * N)))
    return work.result(mde="mde")


def power(
    *,
    N: float,
    delta: float | None = None,
    mu_t: float | None = None,
    mu_c: float | None = None,
    sd: float = 1.0,
    P: float = 0.5,
    R2: float = 0.0,
    alpha: float = 0.05,
    sides: float = 2,
) -> Result:
    """F12: power = Φ(|δ|√[P(1 − P)N / (1 − R²)] / σ − z); with halves |μ_T − μ_C|√N / 2σ − z. Gerber & Green p. 93.

    The effect is `delta`, or the difference of `mu_t` and `mu_c`.
    """
    check(N=N, sd=sd, P=P, R2=R2, alpha=alpha, sides=sides)
    work = Derivation("F12_power_z", by_quantiles(None), N=N, sd=sd, P=P, R2=R2)
    effect = _effect(work, delta, mu_t, mu_c)
    critical, _none = add_quantiles(work, alpha, None, sides)
    distance = abs(effect) * math.sqrt(P * (1 - P) * N / (1 - R2)) / sd
    template = r"\frac{|<delta>|}{<sd>} \cdot \sqrt{\frac{<P> \cdot (1 - <P>) \cdot <N>}{1 - <R2>}}"
    work.step("distance", "d", template, distance)
    work.step("power", r"1-\kappa", r"\Phi(<distance> - <z_alpha>)", distributions.probability(distance - critical))
    return work.result(power="power")


def sample_size_t(
    *,
    delta: float,
    sd: float = 1.0,
    P: float = 0.5,
    R2: float = 0.0,
    alpha: float = 0.05,
    power: float = 0.8,
    sides: float = 2,
) -> Result:
    """F11: the N at which the t test with N − 2 degrees of freedom has exactly this power; at least two per group.

    R `power.t.test`, Stata `power twomeans`. The residual standard deviation is σ√(1 − R²).
    """
    first = sample_size(delta=delta, sd=sd, P=P, R2=R2, alpha=alpha, power=power, sides=sides)
    low = FEWEST / min(P, 1 - P)
    high = 2 * max(first.value, low) + 20

    def short(total: float) -> float:
        return _power_t(total, delta, sd, P, R2, alpha, sides) - power

    while short(high) < 0 and high < MOST:
        high *= 2
    total = low if short(low) >= 0 else root(short, low, high)
    work = Derivation("F11_n_t", EXACT, delta=delta, sd=sd, P=P, R2=R2)
    equation = rf"1 - T_{{\lambda}}(t; N - 2) {'=' if total > low else '>'} {typed(power)}"
    work.solution("N", "N", equation, total, also=("found",))
    _show_power(work, total, delta, sd, P, R2, alpha, sides)
    return with_groups(work, total, P, "N")


def smallest_effect_t(
    *,
    N: float,
    sd: float = 1.0,
    P: float = 0.5,
    R2: float = 0.0,
    alpha: float = 0.05,
    power: float = 0.8,
    sides: float = 2,
) -> Result:
    """F11: the effect that the t test with N − 2 degrees of freedom finds with exactly this power, in the unit of σ."""
    _require_groups(N, P)
    first = smallest_effect(N=N, sd=sd, P=P, R2=R2, alpha=alpha, power=power, sides=sides)

    def short(effect: float) -> float:
        return _power_t(N, effect, sd, P, R2, alpha, sides) - power

    high = first.value
    while short(high) < 0 and high < MOST:
        high *= 2
    effect = root(short, 0.0, high)
    work = Derivation("F11_mde_t", EXACT, N=N, sd=sd, P=P, R2=R2)
    work.solution("delta", r"\mathrm{MDE}", rf"1 - T_{{\lambda}}(t; N - 2) = {typed(power)}", effect, also=("found",))
    _show_power(work, N, effect, sd, P, R2, alpha, sides)
    return work.result(mde="delta")


def power_t(
    *,
    N: float,
    delta: float,
    sd: float = 1.0,
    P: float = 0.5,
    R2: float = 0.0,
    alpha: float = 0.05,
    sides: float = 2,
) -> Result:
    """F11: the exact power of the t test with N − 2 degrees of freedom: 1 − T(t; N − 2, λ), λ = |δ|√[P(1 − P)N] / σ."""
    _require_groups(N, P)
    check(N=N, delta=delta, sd=sd, P=P, R2=R2, alpha=alpha, sides=sides)
    work = Derivation("F11_power_t", EXACT, N=N, delta=delta, sd=sd, P=P, R2=R2)
    _show_power(work, N, delta, sd, P, R2, alpha, sides)
    return work.result(power="found")


def _power_t(total: float, delta: float, sd: float, share: float, r2: float, alpha: float, sides: float) -> float:
    critical = distributions.quantile(distributions.tail(alpha, sides), total - 2)
    return power_of_t(_noncentrality(total, delta, sd, share, r2), total - 2, critical)


def _noncentrality(total: float, delta: float, sd: float, share: float, r2: float) -> float:
    return abs(delta) / sd * math.sqrt(share * (1 - share) * total / (1 - r2))


def _show_power(
    work: Derivation, total: float, delta: float, sd: float, share: float, r2: float, alpha: float, sides: float
) -> None:
    below = distributions.tail(alpha, sides)
    critical = distributions.quantile(below, total - 2)
    shown = rf"t_{{{distributions.tail_as_text(below)}}}({figure(total)} - 2)"
    work.step("t_alpha", "t", "", critical, shown=shown, also=("alpha_each",))
    template = r"\frac{|<delta>|}{<sd>} \cdot \sqrt{\frac{<P> \cdot (1 - <P>) \cdot <N>}{1 - <R2>}}"
    work.step("noncentrality", r"\lambda", template, _noncentrality(total, delta, sd, share, r2))
    found = _power_t(total, delta, sd, share, r2, alpha, sides)
    template = r"1 - T_{{<noncentrality>}}(<t_alpha>; <N> - 2)"
    work.step("found", r"1-\kappa", template, found)


def _require_groups(total: float, share: float) -> None:
    if total * min(share, 1 - share) < FEWEST * (1 - 1e-9):  # the size of a sample that has just enough is a quotient
        raise Unanswerable(_("A t test needs at least two people in each group who stay and take part."), "N")


def _effect(work: Derivation, delta: float | None, mu_t: float | None, mu_c: float | None) -> float:
    if mu_t is not None and mu_c is not None:
        check(mu_t=mu_t, mu_c=mu_c)
        work.inputs |= {"mu_t": mu_t, "mu_c": mu_c}
        return work.step("delta", r"\delta", "<mu_t> - <mu_c>", mu_t - mu_c)
    if delta is None:
        raise Unanswerable(_("The effect is missing: delta, or mu_t and mu_c."), "delta")
    check(delta=delta)
    work.inputs["delta"] = delta
    return delta
