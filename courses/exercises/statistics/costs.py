"""F10. What an outcome costs, and what later money is worth today. Money in any one currency."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from courses.exercises.statistics.derivation import Derivation, Result, typed
from courses.exercises.statistics.quantities import check
from courses.exercises.statistics.unanswerable import Unanswerable


def per_outcome(
    *,
    effect: float,
    cost_per_unit: float | None = None,
    total_cost: float | None = None,
    n: float | None = None,
    other_cost: float = 0.0,
) -> Result:
    """F10: incremental cost / (effect · n), money per outcome; with `cost_per_unit`, cost per person / effect.

    effect: outcomes per person as a positive fraction (0.05: one case fewer among twenty). other_cost: what would be
    spent without the programme.
    """
    check(effect=effect, other_cost=other_cost)
    if cost_per_unit is not None:
        check(cost_per_unit=cost_per_unit)
        work = Derivation("F10_cea", "", effect=effect, cost_per_unit=cost_per_unit)
        work.step("cost_per_outcome", r"\mathrm{CE}", r"\frac{<cost_per_unit>}{<effect>}", cost_per_unit / effect)
        return work.result(cost_per_outcome="cost_per_outcome")
    if total_cost is None or n is None:
        raise Unanswerable(_("The cost is missing: cost_per_unit, or total_cost and n."), "total_cost")
    check(total_cost=total_cost, n=n)
    work = Derivation("F10_cea", "", effect=effect, total_cost=total_cost, n=n, other_cost=other_cost)
    outcomes = work.step("outcomes", "B", r"<effect> \cdot <n>", effect * n)
    more = r"<total_cost> - <other_cost>" if other_cost else "<total_cost>"
    value = (total_cost - other_cost) / outcomes
    work.step("cost_per_outcome", r"\mathrm{CE}", rf"\frac{{{more}}}{{<outcomes>}}", value)
    return work.result(cost_per_outcome="cost_per_outcome", outcomes="outcomes")


def present_value(*, cost: float, year: float, rate: float) -> Result:
    """F10: C / (1 + r)^t: what a cost `year` years from now is worth today, `rate` a fraction a year."""
    check(cost=cost, year=year, rate=rate)
    work = Derivation("F10_pv", "", cost=cost, year=year, rate=rate)
    work.step("present_value", r"\mathrm{PV}", r"\frac{<cost>}{(1 + <rate>)^{<year>}}", cost / (1 + rate) ** year)
    return work.result(present_value="present_value")


def present_value_of_years(*, costs: Sequence[float], rate: float) -> Result:
    """F10 over several years: ΣC_t / (1 + r)^t, the first cost today (t = 0), each later one a year further away."""
    check(rate=rate)
    for year, cost in enumerate(costs):
        check(cost=cost, year=year)
    work = Derivation("F10_pv", "", rate=rate)
    numbers = " + ".join(
        typed(cost) if not year else rf"\frac{{{typed(cost)}}}{{(1 + {typed(rate)})^{{{year}}}}}"
        for year, cost in enumerate(costs)
        if cost or not year
    )
    total = sum(cost / (1 + rate) ** year for year, cost in enumerate(costs))
    work.step("present_value", r"\mathrm{PV}", r"\sum_{t} \frac{C_t}{(1 + <rate>)^t}", total, shown=numbers)
    return work.result(present_value="present_value")
