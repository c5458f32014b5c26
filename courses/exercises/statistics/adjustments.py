"""F06, F07, F13, F14. What real life adds to a sample: partial take-up, attrition, several outcomes, unequal costs."""

import math

from django.utils.translation import gettext_lazy as _

from courses.exercises.statistics.derivation import Derivation, Result, typed
from courses.exercises.statistics.means import sample_size
from courses.exercises.statistics.quantities import check
from courses.exercises.statistics.unanswerable import Unanswerable


def take_up(
    *,
    takeup_t: float,
    takeup_c: float = 0.0,
    N: float | None = None,
    mde: float | None = None,
) -> Result:
    """F06: N grows by 1/(c − s)², the minimum detectable effect on those who take part by 1/(c − s). J-PAL's scripts.

    c and s: take-up in the treated and the control group. Unanswerable where they are equal.
    """
    check(takeup_t=takeup_t, takeup_c=takeup_c)
    work = Derivation("F06_takeup", "", takeup_t=takeup_t, takeup_c=takeup_c)
    taking_part = apart(takeup_t, takeup_c)
    work.step("inflation", "f", r"\frac{1}{(<takeup_t> - <takeup_c>)^2}", 1 / taking_part**2)
    outputs = {"inflation": "inflation"}
    if N is not None:
        check(N=N)
        work.inputs["N"] = N
        work.step("n_total", "N_f", r"<N> \cdot <inflation>", N / taking_part**2)
        outputs["n_total"] = "n_total"
    if mde is not None:
        check(mde=mde)
        work.inputs["mde"] = mde
        work.step("mde_treated", r"\mathrm{MDE}_P", r"\frac{<mde>}{<takeup_t> - <takeup_c>}", mde / taking_part)
        outputs = {"mde_treated": "mde_treated", **outputs}
    return work.result(**outputs)


def attrition(*, N: float, attrition: float) -> Result:
    """F07: recruit N / (1 − a), so that N are left when a share a is lost."""
    check(N=N, attrition=attrition)
    work = Derivation("F07_attrition", "", N=N, attrition=attrition)
    work.step("n_to_recruit", "N_0", r"\frac{<N>}{1 - <attrition>}", N / (1 - attrition))
    return work.result(n_to_recruit="n_to_recruit")


def several_outcomes(
    *,
    tests: float,
    alpha: float = 0.05,
    delta: float | None = None,
    sd: float = 1.0,
    P: float = 0.5,
    R2: float = 0.0,
    power: float = 0.8,
    sides: float = 2,
) -> Result:
    """F13: Bonferroni tests each of k outcomes at α/k; with an effect `delta`, also the N that this asks for (F01)."""
    check(tests=tests, alpha=alpha)
    work = Derivation("F13_bonferroni", _("Bonferroni"), tests=tests, alpha=alpha)
    each = work.step("alpha_each", r"\alpha_k", r"\frac{<alpha>}{<tests>}", alpha / tests)
    outputs = {"alpha_each": "alpha_each"}
    if delta is not None:
        work.absorb(sample_size(delta=delta, sd=sd, P=P, R2=R2, alpha=each, power=power, sides=sides), named=False)
        outputs = {name: name for name in ("n_total", "n_per_arm", "n_treated", "n_control")} | outputs
    return work.result(**outputs)


def optimal_share(*, cost_t: float, cost_c: float) -> Result:
    """F14: with a fixed budget power is largest at P/(1 − P) = √(c_C / c_T), costs per person of each group."""
    check(cost_t=cost_t, cost_c=cost_c)
    work = Derivation("F14_optimal_alloc", "", cost_t=cost_t, cost_c=cost_c)
    odds = work.step("odds", r"\frac{P}{1-P}", r"\sqrt{\frac{<cost_c>}{<cost_t>}}", math.sqrt(cost_c / cost_t))
    shown = rf"\frac{{{typed(round(odds, 6))}}}{{1 + {typed(round(odds, 6))}}}"
    work.step("treated_share", "P", r"\frac{<odds>}{1 + <odds>}", odds / (1 + odds), shown=shown)
    return work.result(treated_share="treated_share", odds="odds")


def brought(takeup_t: float, takeup_c: float) -> float:
    """c − s: who takes part because of the offer. Unanswerable where nobody does."""
    if takeup_t < takeup_c:
        sentence = _("It has to be above the take-up in the control group: here the offer keeps people away.")
        raise Unanswerable(sentence, "takeup_t")
    return apart(takeup_t, takeup_c)


def apart(takeup_t: float, takeup_c: float) -> float:
    """c − s. Unanswerable where it is 0."""
    if takeup_t == takeup_c:
        sentence = _("Take-up is equal in both groups: the programme makes no difference that could be measured.")
        raise Unanswerable(sentence, "takeup_t")
    return takeup_t - takeup_c
