"""F17, F19. Rates per person-year: events that may happen more than once."""

from django.utils.translation import gettext_lazy as _

from courses.exercises.statistics.clusters import HAYES_BENNETT
from courses.exercises.statistics.derivation import Derivation, Result
from courses.exercises.statistics.distributions import add_multiplier, by_quantiles
from courses.exercises.statistics.quantities import check
from courses.exercises.statistics.unanswerable import Unanswerable


def person_years(*, r0: float, r1: float, alpha: float = 0.05, power: float = 0.8, sides: float = 2) -> Result:
    """F17: person-years per group M²(r₀ + r₁) / (r₀ − r₁)². 3ie 7.1.5. Rates are events per person-year."""
    check(r0=r0, r1=r1, alpha=alpha, power=power, sides=sides)
    _require_difference(r0, r1)
    work = Derivation("F17_rates", by_quantiles(None), r0=r0, r1=r1)
    many = add_multiplier(work, alpha, power, sides)
    per_arm = many**2 * (r0 + r1) / (r0 - r1) ** 2
    work.step("person_years_per_arm", "y", r"\frac{<M>^2 \cdot (<r0> + <r1>)}{(<r0> - <r1>)^2}", per_arm)
    work.step("person_years_total", "Y", r"2 \cdot <person_years_per_arm>", 2 * per_arm)
    return work.result(person_years_per_arm="person_years_per_arm", person_years_total="person_years_total")


def clusters(
    *, r0: float, r1: float, py: float, cv: float, alpha: float = 0.05, power: float = 0.8, sides: float = 2
) -> Result:
    """F19: clusters per group 1 + M²[(r₀ + r₁)/py + CV²(r₀² + r₁²)] / (r₀ − r₁)². Hayes & Bennett; 3ie 7.2.4.

    `py`: person-years per cluster. `cv`: variation of the true rate between clusters of one group.
    """
    check(r0=r0, r1=r1, py=py, cv=cv, alpha=alpha, power=power, sides=sides)
    _require_difference(r0, r1)
    work = Derivation("F19_cluster_rate_cv", HAYES_BENNETT, r0=r0, r1=r1, py=py, cv=cv)
    many = add_multiplier(work, alpha, power, sides)
    spread = (r0 + r1) / py + cv**2 * (r0**2 + r1**2)
    work.step("spread", "v", r"\frac{<r0> + <r1>}{<py>} + <cv>^2 \cdot (<r0>^2 + <r1>^2)", spread)
    per_arm = 1 + many**2 * spread / (r0 - r1) ** 2
    work.step("clusters_per_arm", "J", r"1 + \frac{<M>^2 \cdot <spread>}{(<r0> - <r1>)^2}", per_arm)
    work.step("clusters_total", r"J_\mathrm{2}", r"2 \cdot <clusters_per_arm>", 2 * per_arm)
    return work.result(clusters_per_arm="clusters_per_arm", clusters_total="clusters_total")


def _require_difference(r0: float, r1: float) -> None:
    if r0 == r1:
        raise Unanswerable(_("The two rates are equal: there is no effect to find."), "r1")
