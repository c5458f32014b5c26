"""The formulas in the shapes in which tables and exercises ask for them.

One R² for both levels of clusters, and whatever is not given is what is sought: of p2 and N, of δ and N.
"""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from courses.exercises.statistics import clusters, means, proportions
from courses.exercises.statistics.derivation import Result
from courses.exercises.statistics.unanswerable import Unanswerable


def number_of_clusters(
    *,
    delta: float,
    m: float,
    icc: float,
    sd: float = 1.0,
    P: float = 0.5,
    R2: float = 0.0,
    R2c: float | None = None,
    R2i: float | None = None,
    cv: float = 0.0,
    attr_cluster: float = 0.0,
    alpha: float = 0.05,
    power: float = 0.8,
    sides: float = 2,
    df: float | None = None,
) -> Result:
    explained = {"R2c": R2 if R2c is None else R2c, "R2i": R2 if R2i is None else R2i}
    common = {"m": m, "icc": icc, "sd": sd, "P": P, "cv": cv, "attr_cluster": attr_cluster}
    return clusters.clusters(delta=delta, alpha=alpha, power=power, sides=sides, df=df, **explained, **common)


def cluster_effect(
    *,
    J: float,
    m: float,
    icc: float,
    sd: float = 1.0,
    P: float = 0.5,
    R2: float = 0.0,
    R2c: float | None = None,
    R2i: float | None = None,
    cv: float = 0.0,
    attr_cluster: float = 0.0,
    alpha: float = 0.05,
    power: float = 0.8,
    sides: float = 2,
    df: float | None = None,
) -> Result:
    explained = {"R2c": R2 if R2c is None else R2c, "R2i": R2 if R2i is None else R2i}
    common = {"m": m, "icc": icc, "sd": sd, "P": P, "cv": cv, "attr_cluster": attr_cluster}
    return clusters.smallest_effect(J=J, alpha=alpha, power=power, sides=sides, df=df, **explained, **common)


def cluster_power(
    *,
    J: float,
    delta: float,
    m: float,
    icc: float,
    sd: float = 1.0,
    P: float = 0.5,
    R2: float = 0.0,
    R2c: float | None = None,
    R2i: float | None = None,
    cv: float = 0.0,
    attr_cluster: float = 0.0,
    alpha: float = 0.05,
    sides: float = 2,
    df: float | None = None,
) -> Result:
    explained = {"R2c": R2 if R2c is None else R2c, "R2i": R2 if R2i is None else R2i}
    common = {"m": m, "icc": icc, "sd": sd, "P": P, "cv": cv, "attr_cluster": attr_cluster}
    return clusters.power_of(J=J, delta=delta, alpha=alpha, sides=sides, df=df, **explained, **common)


def two_proportions(variant: str) -> Callable[..., Result]:
    def compare(
        *,
        p1: float,
        p2: float | None = None,
        N: float | None = None,
        P: float = 0.5,
        alpha: float = 0.05,
        power: float = 0.8,
        sides: float = 2,
        df: float | None = None,
    ) -> Result:
        """Without p2 the smallest rise, as R's `power.prop.test` has it."""
        test: dict[str, Any] = {"variant": variant, "P": P, "alpha": alpha, "sides": sides, "df": df}
        if N is None and p2 is not None:
            return proportions.sample_size(p1=p1, p2=p2, power=power, **test)
        if N is not None and p2 is not None:
            return proportions.power_of(p1=p1, p2=p2, N=N, **test)
        if N is not None:
            return proportions.smallest_effect(p1=p1, N=N, falls=False, power=power, **test)
        raise Unanswerable(_("p2 or n is missing."), "p2")

    return compare


def arcsine(
    *,
    p1: float | None = None,
    p2: float | None = None,
    h: float | None = None,
    N: float | None = None,
    P: float = 0.5,
    alpha: float = 0.05,
    power: float = 0.8,
    sides: float = 2,
) -> Result:
    if h is not None:
        if N is not None:
            return proportions.power_of_h(h=h, N=N, P=P, alpha=alpha, sides=sides)
        return proportions.sample_size_of_h(h=h, P=P, alpha=alpha, power=power, sides=sides)
    if p1 is None:
        raise Unanswerable(_("p1 or h is missing."), "p1")
    return two_proportions("arcsine")(p1=p1, p2=p2, N=N, P=P, alpha=alpha, power=power, sides=sides)


def clusters_of_proportions(
    *,
    p1: float,
    p2: float,
    m: float,
    icc: float,
    cv: float = 0.0,
    P: float = 0.5,
    alpha: float = 0.05,
    power: float = 0.8,
    sides: float = 2,
) -> Result:
    people = proportions.sample_size(p1=p1, p2=p2, P=P, alpha=alpha, power=power, sides=sides)
    return clusters.of_people(people, m=m, icc=icc, cv=cv, P=P)


def null_variance(
    *,
    p: float,
    delta: float | None = None,
    N: float | None = None,
    P: float = 0.5,
    R2: float = 0.0,
    alpha: float = 0.05,
    power: float = 0.8,
    sides: float = 2,
    df: float | None = None,
) -> Result:
    common: dict[str, Any] = {"p": p, "P": P, "R2": R2, "alpha": alpha, "power": power, "sides": sides, "df": df}
    if delta is not None:
        return proportions.null_variance_size(delta=delta, **common)
    if N is None:
        raise Unanswerable(_("delta or N is missing."), "delta")
    return proportions.null_variance_effect(N=N, **common)


def sample_size_t(
    *,
    delta: float,
    sd: float = 1.0,
    R2: float = 0.0,
    P: float = 0.5,
    alpha: float = 0.05,
    power: float = 0.8,
    sides: float = 2,
) -> Result:
    """`sd` is the residual standard deviation; `R2` only says where it comes from, and is not taken off once more."""
    return means.sample_size_t(delta=delta, sd=sd, P=P, alpha=alpha, power=power, sides=sides)


def smallest_effect_t(
    *,
    N: float,
    sd: float = 1.0,
    R2: float = 0.0,
    P: float = 0.5,
    alpha: float = 0.05,
    power: float = 0.8,
    sides: float = 2,
) -> Result:
    """`sd` is the residual standard deviation, as in `sample_size_t`."""
    return means.smallest_effect_t(N=N, sd=sd, P=P, alpha=alpha, power=power, sides=sides)


def power_t(
    *,
    N: float,
    delta: float,
    sd: float = 1.0,
    R2: float = 0.0,
    P: float = 0.5,
    alpha: float = 0.05,
    sides: float = 2,
) -> Result:
    """`sd` is the residual standard deviation, as in `sample_size_t`."""
    return means.power_t(N=N, delta=delta, sd=sd, P=P, alpha=alpha, sides=sides)
