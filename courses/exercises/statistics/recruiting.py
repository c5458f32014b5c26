"""Who has to be recruited for a design: people or clusters, each group rounded up on its own.

People's results have the outputs `people`, `treated`, `control` (whole) and `unrounded`; those of clusters `clusters`,
`treated`, `control`, `people` and `unrounded` (clusters).
"""

from collections.abc import Callable

from courses.exercises.statistics import clusters, distributions, means, proportions
from courses.exercises.statistics.clusters import FEWEST, with_degrees_of_freedom
from courses.exercises.statistics.derivation import Derivation, Result
from courses.exercises.statistics.designs import TAKING_PART, Clustering, Outcome, Setting, last
from courses.exercises.statistics.groups import up


def for_means(outcome: Outcome, setting: Setting, power: float) -> Result:
    """By the exact t test (F11), of the effect on all who are assigned."""
    work = setting.begin()
    offered = setting.effect_of_offer(work, outcome.delta)
    work.absorb(means.sample_size_t(delta=offered, sd=outcome.sd, R2=setting.R2, power=power, **setting.test))
    return _people(work, "N", setting, dilutes=False)


def for_proportions(outcome: Outcome, setting: Setting, power: float) -> Result:
    """By the outcome's variant of F05; covariates make it (1 − R²) times as many, as in F05d."""
    work = setting.begin()
    test = {"variant": outcome.variant, **setting.test}
    work.absorb(proportions.sample_size(p1=outcome.p1, p2=outcome.p2, power=power, **test))
    explained = (setting.R2 > 0, "explained", "N_R", r"<> \cdot (1 - <R2>)", 1 - setting.R2)
    return _people(work, last(work, "n_total", explained), setting)


def for_cluster_means(outcome: Outcome, clustering: Clustering, setting: Setting, power: float) -> Result:
    """By F03."""
    work = setting.begin(m0=clustering.m0)
    staying = setting.staying_people(work, clustering.m0)

    def needed(df: float | None) -> Result:
        return clusters.clusters(
            delta=outcome.delta,
            sd=outcome.sd,
            m=staying,
            icc=clustering.icc,
            cv=clustering.cv,
            R2c=clustering.R2c,
            R2i=setting.R2,
            power=power,
            df=df,
            **setting.test,
        )

    df = None
    if setting.student:
        normal, (critical, of_power) = needed(None), _quantiles(setting, power, None)
        each = normal["clusters_total"] / setting.dilution / (critical + of_power) ** 2  # J is M² times that
        df = _degrees_of_freedom(work, setting, lambda df: each * sum(_quantiles(setting, power, df)) ** 2)
    work.absorb(needed(df))
    return _clusters(work, clustering, setting)


def for_cluster_proportions(outcome: Outcome, clustering: Clustering, setting: Setting, power: float) -> Result:
    """By F05 and the design effect F04."""
    work = setting.begin(m0=clustering.m0)
    staying = setting.staying_people(work, clustering.m0)
    inflated = clusters.design_effect(m=staying, icc=clustering.icc, cv=clustering.cv)
    worth = (1 - setting.R2) * inflated.value / staying

    def needed(df: float | None) -> Result:
        test = {"variant": outcome.variant, **setting.test}
        return proportions.sample_size(p1=outcome.p1, p2=outcome.p2, power=power, df=df, **test)

    df = None
    if setting.student:
        needed(None)  # refuses what has no answer
        way, each = proportions.VARIANTS[outcome.variant], worth / setting.dilution
        ps = (outcome.p1, outcome.p2, setting.P)
        df = _degrees_of_freedom(work, setting, lambda df: each * way.total(*ps, *_quantiles(setting, power, df)))
    work.absorb(needed(df))
    work.absorb(inflated, named=False)
    template = r"\frac{<n_total> \cdot <design_effect>}{<m>}" + (r" \cdot (1 - <R2>)" if setting.R2 else "")
    work.step("analysed", "J", template, work.steps["n_total"].value * worth)
    return _clusters(work, clustering, setting)


def _degrees_of_freedom(work: Derivation, setting: Setting, needed: Callable[[float | None], float]) -> float:
    """ν of the clusters that stay, with the equation that it solves: their number asks for ν and ν for their number."""
    count = with_degrees_of_freedom(needed)
    symbol = "J_t" if count <= FEWEST else "J_f" if setting.is_diluted else "J"
    return work.solution("nu", r"\nu", rf"\nu = {symbol} - 2", count - 2, also=())


def _quantiles(setting: Setting, power: float, df: float | None) -> tuple[float, float]:
    below = distributions.tail(setting.test["alpha"], setting.sides)
    return distributions.quantile(below, df), distributions.quantile(power, df)


def _people(work: Derivation, of: str, setting: Setting, dilutes: bool = True) -> Result:
    of = last(
        work,
        of,
        (setting.is_diluted and dilutes, "diluted", "N_f", rf"\frac{{<>}}{{{TAKING_PART}}}", 1 / setting.dilution),
        (setting.attrition > 0, "recruited", "N_0", r"\frac{<>}{1 - <attrition>}", 1 / (1 - setting.attrition)),
    )
    _add_groups(work, of, setting, ("n_T", "n_C"), "people")
    return work.result(people="people", treated="treated", control="control", unrounded=of)


def _clusters(work: Derivation, clustering: Clustering, setting: Setting) -> Result:
    left = 1 - setting.attr_cluster
    needed = work.steps["analysed"].value / setting.dilution
    few = setting.student and needed < FEWEST * (1 - 1e-9)
    of = last(
        work,
        "analysed",
        (setting.is_diluted, "diluted", "J_f", rf"\frac{{<>}}{{{TAKING_PART}}}", 1 / setting.dilution),
        (few, "fewest", "J_t", rf"\max(<>; {FEWEST:g})", FEWEST / needed),
        (left < 1, "recruited", "J_0", r"\frac{<>}{1 - <attr_cluster>}", 1 / left),
    )
    count = _add_groups(work, of, setting, ("j_T", "j_C"), "clusters")
    work.step("people", "N_0", r"<clusters> \cdot <m0>", up(count * clustering.m0))
    outputs = {name: name for name in ("clusters", "treated", "control", "people")}
    return work.result(**outputs, unrounded=of)


def _add_groups(work: Derivation, of: str, setting: Setting, symbols: tuple[str, str], name: str) -> int:
    total = work.steps[of].value
    treated, control = up(setting.P * total), up((1 - setting.P) * total)
    work.step("treated", symbols[0], rf"\lceil <P> \cdot <{of}> \rceil", treated)
    work.step("control", symbols[1], rf"\lceil (1 - <P>) \cdot <{of}> \rceil", control)
    both = {"shown": f"{treated} + {control}", "also": ("treated", "control")}
    work.step(name, " + ".join(symbols), "", treated + control, **both)  # type: ignore[arg-type]  # of two types
    return treated + control
