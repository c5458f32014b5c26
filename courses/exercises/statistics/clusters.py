"""F03, F04, F18. Whole groups of people (communities, schools, centres) are assigned together.

J counts the clusters of both groups together and m the people measured in each. A trap of the literature: 3ie's sheet
7.2.1 labels this J "in each treatment group". z by default, as Stata's cluster command; t with `df`, by convention
J − 2, where clusters are few.
"""

import math
from collections.abc import Callable
from typing import Final

from django.utils.translation import gettext_lazy as _

from courses.exercises.statistics import distributions
from courses.exercises.statistics.derivation import Derivation, Result
from courses.exercises.statistics.distributions import add_multiplier, add_quantiles, by_quantiles
from courses.exercises.statistics.quantities import check
from courses.exercises.statistics.unanswerable import Unanswerable

FEWEST: Final = 3.0  # in all, for Student’s t: one degree of freedom

# The variance of a cluster's mean, as a share of the outcome's variance.
_BRACKET: Final = r"<icc> \cdot (1 - <R2c>) + \frac{(1 - <icc>) \cdot (1 - <R2i>)}{<m>}"
_BRACKET_CV: Final = r"<icc> \cdot (1 + <cv>^2) \cdot (1 - <R2c>) + \frac{(1 - <icc>) \cdot (1 - <R2i>)}{<m>}"


def clusters(
    *,
    delta: float,
    m: float,
    icc: float,
    sd: float = 1.0,
    P: float = 0.5,
    R2c: float = 0.0,
    R2i: float = 0.0,
    cv: float = 0.0,
    attr_cluster: float = 0.0,
    alpha: float = 0.05,
    power: float = 0.8,
    sides: float = 2,
    df: float | None = None,
) -> Result:
    """F03: J = M²σ² / [P(1 − P)δ²] · [ρ(1 − R²_c) + (1 − ρ)(1 − R²_i)/m], clusters in all.

    3ie 7.2.1, J-PAL's script, IPA's workbook. `cv` of the clusters' sizes makes ρ count 1 + CV² times (Eldridge 2006);
    `attr_cluster` is the share of clusters that will be lost.
    """
    check(delta=delta, m=m, icc=icc, sd=sd, P=P, R2c=R2c, R2i=R2i, cv=cv, attr_cluster=attr_cluster)
    check(alpha=alpha, power=power, sides=sides)
    work = Derivation("F03_clusters", by_quantiles(df), delta=delta, sd=sd, P=P)
    many = add_multiplier(work, alpha, power, sides, df)
    spread = _add_bracket(work, m, icc, R2c, R2i, cv)
    needed = many**2 * sd**2 * spread / (P * (1 - P) * delta**2)
    template = r"\frac{<M>^2 \cdot <sd>^2}{<P> \cdot (1 - <P>) \cdot <delta>^2} \cdot <bracket>"
    work.step("analysed", "J", template, needed)
    return with_clusters(work, needed, P, attr_cluster)


def smallest_effect(
    *,
    J: float,
    m: float,
    icc: float,
    sd: float = 1.0,
    P: float = 0.5,
    R2c: float = 0.0,
    R2i: float = 0.0,
    cv: float = 0.0,
    attr_cluster: float = 0.0,
    alpha: float = 0.05,
    power: float = 0.8,
    sides: float = 2,
    df: float | None = None,
) -> Result:
    """F03: MDE = Mσ√{[ρ(1 − R²_c) + (1 − ρ)(1 − R²_i)/m] / [P(1 − P)J]}, in the unit of σ; J loses `attr_cluster`."""
    check(worth=J, m=m, icc=icc, sd=sd, P=P, R2c=R2c, R2i=R2i, cv=cv, attr_cluster=attr_cluster)
    check(alpha=alpha, power=power, sides=sides)
    work = Derivation("F03_mde_cluster", by_quantiles(df), J=J, sd=sd, P=P, attr_cluster=attr_cluster)
    many = add_multiplier(work, alpha, power, sides, df)
    spread = _add_bracket(work, m, icc, R2c, R2i, cv)
    left = J * (1 - attr_cluster)
    template = r"<M> \cdot <sd> \cdot \sqrt{\frac{<bracket>}{<P> \cdot (1 - <P>) \cdot <J>"
    template += r" \cdot (1 - <attr_cluster>)}}" if attr_cluster else "}}"
    work.step("mde", r"\mathrm{MDE}", template, many * sd * math.sqrt(spread / (P * (1 - P) * left)))
    return work.result(mde="mde")


def power_of(
    *,
    J: float,
    delta: float,
    m: float,
    icc: float,
    sd: float = 1.0,
    P: float = 0.5,
    R2c: float = 0.0,
    R2i: float = 0.0,
    cv: float = 0.0,
    attr_cluster: float = 0.0,
    alpha: float = 0.05,
    sides: float = 2,
    df: float | None = None,
) -> Result:
    """F03 turned round: Φ(|δ| / SE − z₁₋α/₂), T with `df` in place of Φ."""
    check(worth=J, delta=delta, m=m, icc=icc, sd=sd, P=P, R2c=R2c, R2i=R2i, cv=cv, attr_cluster=attr_cluster)
    check(alpha=alpha, sides=sides)
    work = Derivation("F03_power_cluster", by_quantiles(df), J=J, delta=delta, sd=sd, P=P, attr_cluster=attr_cluster)
    critical, _none = add_quantiles(work, alpha, None, sides, df)
    spread = _add_bracket(work, m, icc, R2c, R2i, cv)
    error = sd * math.sqrt(spread / (P * (1 - P) * J * (1 - attr_cluster)))
    template = r"<sd> \cdot \sqrt{\frac{<bracket>}{<P> \cdot (1 - <P>) \cdot <J>"
    template += r" \cdot (1 - <attr_cluster>)}}" if attr_cluster else "}}"
    work.step("se", r"\mathrm{SE}", template, error)
    letter = distributions.letter(df)
    template = rf"{letter}\left(\frac{{|<delta>|}}{{<se>}} - <z_alpha>\right)"
    work.step("power", r"1-\kappa", template, distributions.probability(abs(delta) / error - critical, df))
    return work.result(power="power")


def with_degrees_of_freedom(needed: Callable[[float | None], float]) -> float:
    """The J that is enough with t quantiles of J − 2 degrees of freedom; FEWEST at least. `needed`: the J for given ones.

    More clusters mean more degrees of freedom and so fewer clusters: there is one J.
    """

    normal = needed(None)
    low = max(normal, FEWEST)
    high = needed(low - 2)  # fewer degrees of freedom than there will be, so too many clusters
    if high <= low:
        return low
    return distributions.root(lambda count: count - needed(count - 2), low, high, 1e-9)


def design_effect(*, m: float, icc: float, cv: float = 0.0) -> Result:
    """F04: DE = 1 + (m − 1)ρ; with clusters of unequal size 1 + [(CV² + 1)m̄ − 1]ρ (Eldridge et al. 2006)."""
    check(m=m, icc=icc, cv=cv)
    work = Derivation("F04_design_effect", "", m=m, icc=icc, cv=cv)
    add_design_effect(work, m, icc, cv)
    return work.result(design_effect="design_effect")


def add_design_effect(work: Derivation, m: float, icc: float, cv: float) -> float:
    work.inputs |= {"m": m, "icc": icc, "cv": cv}
    template = r"1 + [(<cv>^2 + 1) \cdot <m> - 1] \cdot <icc>" if cv else r"1 + (<m> - 1) \cdot <icc>"
    return work.step("design_effect", r"\mathrm{DE}", template, 1 + ((cv**2 + 1) * m - 1) * icc)


def effective_size(*, J: float, m: float, icc: float, cv: float = 0.0) -> Result:
    """F04: the number of independent people that J clusters of m are worth, Jm / DE (Kish 1965)."""
    check(J=J, m=m, icc=icc, cv=cv)
    work = Derivation("F04_effective_n", "", J=J, m=m, icc=icc, cv=cv)
    inflated = add_design_effect(work, m, icc, cv)
    work.step("effective_n", r"N_\mathrm{ef}", r"\frac{<J> \cdot <m>}{<design_effect>}", J * m / inflated)
    return work.result(effective_n="effective_n", design_effect="design_effect")


def of_people(size: Result, *, m: float, icc: float, cv: float = 0.0, P: float = 0.5) -> Result:
    """J = N · DE / m, of the people that a design without clusters asks for (its output `n_total`)."""
    check(m=m, icc=icc, cv=cv, P=P)
    work = Derivation("")
    work.absorb(size)
    inflated = add_design_effect(work, m, icc, cv)
    needed = size["n_total"] * inflated / m
    work.step("analysed", "J", r"\frac{<n_total> \cdot <design_effect>}{<m>}", needed)
    return with_clusters(work, needed, P, 0.0)


def clusters_by_variation(
    *, p0: float, p1: float, m: float, cv: float, alpha: float = 0.05, power: float = 0.8, sides: float = 2
) -> Result:
    """F18: clusters per group 1 + M²[(p₀q₀ + p₁q₁)/m + CV²(p₀² + p₁²)] / (p₀ − p₁)². Hayes & Bennett; 3ie 7.2.3.

    `cv` is the variation of the true proportion between clusters of one group, not that of their sizes.
    """
    check(p0=p0, p1=p1, m=m, cv=cv, alpha=alpha, power=power, sides=sides)
    if p0 == p1:
        raise Unanswerable(_("The two proportions are equal: there is no effect to find."), "p1")
    work = Derivation("F18_cluster_prop_cv", HAYES_BENNETT, p0=p0, p1=p1, m=m, cv=cv)
    many = add_multiplier(work, alpha, power, sides)
    spread = (p0 * (1 - p0) + p1 * (1 - p1)) / m + cv**2 * (p0**2 + p1**2)
    within = r"\frac{<p0> \cdot (1 - <p0>) + <p1> \cdot (1 - <p1>)}{<m>}"
    work.step("spread", "v", rf"{within} + <cv>^2 \cdot (<p0>^2 + <p1>^2)", spread)
    per_arm = 1 + many**2 * spread / (p0 - p1) ** 2
    work.step("clusters_per_arm", "J", r"1 + \frac{<M>^2 \cdot <spread>}{(<p0> - <p1>)^2}", per_arm)
    work.step("clusters_total", r"J_\mathrm{2}", r"2 \cdot <clusters_per_arm>", 2 * per_arm)
    return work.result(clusters_per_arm="clusters_per_arm", clusters_total="clusters_total")


HAYES_BENNETT: Final = _("Hayes and Bennett, with one cluster more per group")


def with_clusters(work: Derivation, needed: float, share: float, lost: float, of: str = "analysed") -> Result:
    """Ends a number of clusters: all that must begin, half of them, and those of each group."""
    total = needed / (1 - lost)
    if lost:
        work.inputs["attr_cluster"] = lost
        work.step("begun", "J_0", rf"\frac{{<{of}>}}{{1 - <attr_cluster>}}", total)
        of = "begun"
    work.step("clusters_per_arm", "j", rf"\frac{{<{of}>}}{{2}}", total / 2)
    work.step("clusters_treated", "j_T", rf"<P> \cdot <{of}>", share * total)
    work.step("clusters_control", "j_C", rf"(1 - <P>) \cdot <{of}>", (1 - share) * total)
    groups = {name: name for name in ("clusters_per_arm", "clusters_treated", "clusters_control")}
    return work.result(clusters_total=of, **groups)


def _add_bracket(work: Derivation, m: float, icc: float, r2c: float, r2i: float, cv: float) -> float:
    work.inputs |= {"m": m, "icc": icc, "R2c": r2c, "R2i": r2i, "cv": cv}
    value = icc * (1 + cv**2) * (1 - r2c) + (1 - icc) * (1 - r2i) / m
    return work.step("bracket", "v", _BRACKET_CV if cv else _BRACKET, value)
