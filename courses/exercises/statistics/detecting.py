"""What those who were recruited can show: the power for an effect (output `power`), or the smallest effect (`mde`).

`mde` is the effect on those who take part, negative for a fall of a proportion; a proportion also has `p2`, and with
partial take-up there is `offered`, the effect on all who were assigned.
"""

from django.utils.translation import gettext_lazy as _

from courses.exercises.statistics import clusters, means, proportions
from courses.exercises.statistics.derivation import Derivation, Result
from courses.exercises.statistics.designs import TAKING_PART, Clustering, Outcome, Setting, with_offered
from courses.exercises.statistics.quantities import check
from courses.exercises.statistics.unanswerable import Unanswerable


def power_of_means(outcome: Outcome, setting: Setting, people: float) -> Result:
    work, total = _counted(people, setting, dilutes=False)
    offered = setting.effect_of_offer(work, outcome.delta)
    result = means.power_t(N=total, delta=offered, sd=outcome.sd, R2=setting.R2, **setting.test)
    work.absorb(result)
    return work.result(power="found")


def effect_on_means(outcome: Outcome, setting: Setting, people: float, power: float) -> Result:
    work, total = _counted(people, setting, dilutes=False)
    work.absorb(means.smallest_effect_t(N=total, sd=outcome.sd, R2=setting.R2, power=power, **setting.test))
    if not setting.is_diluted:
        return work.result(mde="delta")
    value = work.steps["delta"].value / (setting.takeup_t - setting.takeup_c)
    work.step("late", r"\mathrm{MDE}_P", r"\frac{<delta>}{<takeup_t> - <takeup_c>}", value)
    return work.result(mde="late", offered="delta")


def power_of_proportions(outcome: Outcome, setting: Setting, people: float) -> Result:
    work, total = _counted(people, setting, explained=setting.R2)
    return _power(work, outcome, setting, total, None)


def effect_on_proportions(outcome: Outcome, setting: Setting, people: float, power: float) -> Result:
    work, total = _counted(people, setting, explained=setting.R2)
    return _effect(work, outcome, setting, total, power, None)


def power_of_cluster_means(outcome: Outcome, clustering: Clustering, setting: Setting, count: float) -> Result:
    work, total, df = _counted_clusters(count, clustering, setting)
    own = {"R2c": clustering.R2c, "R2i": setting.R2, "cv": clustering.cv, "icc": clustering.icc}
    staying = clustering.m0 * (1 - setting.attrition)
    work.absorb(clusters.power_of(J=total, delta=outcome.delta, sd=outcome.sd, m=staying, df=df, **own, **setting.test))
    return work.result(power="power")


def effect_on_cluster_means(
    outcome: Outcome, clustering: Clustering, setting: Setting, count: float, power: float
) -> Result:
    work, total, df = _counted_clusters(count, clustering, setting)
    own = {"R2c": clustering.R2c, "R2i": setting.R2, "cv": clustering.cv, "icc": clustering.icc}
    staying = clustering.m0 * (1 - setting.attrition)
    work.absorb(clusters.smallest_effect(J=total, sd=outcome.sd, m=staying, power=power, df=df, **own, **setting.test))
    return with_offered(work, "mde", setting)


def power_of_cluster_proportions(outcome: Outcome, clustering: Clustering, setting: Setting, count: float) -> Result:
    work, total, df = _counted_clusters(count, clustering, setting)
    return _power(work, outcome, setting, _independent(work, total, clustering, setting), df)


def effect_on_cluster_proportions(
    outcome: Outcome, clustering: Clustering, setting: Setting, count: float, power: float
) -> Result:
    work, total, df = _counted_clusters(count, clustering, setting)
    return _effect(work, outcome, setting, _independent(work, total, clustering, setting), power, df)


def _power(work: Derivation, outcome: Outcome, setting: Setting, total: float, df: float | None) -> Result:
    test = {"variant": outcome.variant, "df": df, **setting.test}
    work.absorb(proportions.power_of(p1=outcome.p1, p2=outcome.p2, N=total, **test))
    return work.result(power="power")


def _effect(
    work: Derivation, outcome: Outcome, setting: Setting, total: float, power: float, df: float | None
) -> Result:
    test = {"variant": outcome.variant, "df": df, **setting.test}
    work.absorb(proportions.smallest_effect(p1=outcome.p1, N=total, falls=outcome.falls, power=power, **test))
    return with_offered(work, "mde", setting, p2="p2")


def _counted(people: float, setting: Setting, explained: float = 0.0, dilutes: bool = True) -> tuple[Derivation, float]:
    """N: how many fully observed people the recruited ones are worth; a step where that is not all of them.

    A t test counts whoever stays, for its degrees of freedom: there partial take-up makes the effect smaller instead
    (`dilutes=False`).
    """
    check(N0=people)
    work = setting.begin(N0=people)
    template, total = "<N0>", people
    if setting.attrition:
        template, total = template + r" \cdot (1 - <attrition>)", total * (1 - setting.attrition)
    if setting.is_diluted and dilutes:
        template, total = template + rf" \cdot {TAKING_PART}", total * setting.dilution
    if explained:
        template, total = rf"\frac{{{template}}}{{1 - <R2>}}", total / (1 - explained)
    if template != "<N0>":
        work.step("N", "N", template, total)
    return work, total


def _counted_clusters(count: float, clustering: Clustering, setting: Setting) -> tuple[Derivation, float, float | None]:
    """J, as `_counted` has N, and the degrees of freedom of those clusters that stay."""
    check(J0=count)
    work = setting.begin(J0=count, m0=clustering.m0)
    setting.staying_people(work, clustering.m0)
    template, total = "<J0>", count
    if setting.attr_cluster:
        template, total = template + r" \cdot (1 - <attr_cluster>)", total * (1 - setting.attr_cluster)
    df = _degrees_of_freedom(work, total, template) if setting.student else None
    if setting.is_diluted:
        template, total = template + rf" \cdot {TAKING_PART}", total * setting.dilution
    if template != "<J0>":
        work.step("J", "J", template, total)
    else:
        work.inputs["J"] = total
    return work, total, df


def _degrees_of_freedom(work: Derivation, count: float, template: str) -> float:
    if count <= 2:
        raise Unanswerable(_("Student’s t needs more than two clusters that stay."), "J0")
    return work.step("nu", r"\nu", rf"{template} - 2", count - 2)


def _independent(work: Derivation, total: float, clustering: Clustering, setting: Setting) -> float:
    """The step N of a cluster design, Jm / DE: how many independent people its people are worth."""
    staying = clustering.m0 * (1 - setting.attrition)
    inflated = clusters.design_effect(m=staying, icc=clustering.icc, cv=clustering.cv)
    work.absorb(inflated, named=False)
    template = r"\frac{<J> \cdot <m>}{<design_effect>" + (r" \cdot (1 - <R2>)}" if setting.R2 else "}")
    return work.step("N", "N", template, total * staying / inflated.value / (1 - setting.R2))
