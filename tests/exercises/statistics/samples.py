"""For every formula, inputs that together make it give every output it has."""

from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from courses.exercises.statistics.derivation import Result
from courses.exercises.statistics.formulas import compute

CLUSTERS = {"m": 20, "icc": 0.05, "sd": 1.2, "P": 0.4, "R2c": 0.2, "R2i": 0.1, "cv": 0.3, "attr_cluster": 0.1}
FALL = {"p1": 0.38, "p2": 0.3}
SAMPLES: dict[str, tuple[dict[str, Any], ...]] = {
    "F00_multiplier": ({}, {"sides": 1, "df": 40}),
    "F01_N_mean": ({"delta": -0.2, "sd": 1.3, "P": 0.4, "R2": 0.25}, {"delta": 0.2, "df": 40}),
    "F01_n_per_arm": ({"delta": 0.2},),
    "F02_mde": ({"N": 800, "sd": 2400, "R2": 0.5}, {"n": 400, "df": 60}),
    "F03_clusters": ({"delta": 0.2, **CLUSTERS}, {"delta": 0.2, "m": 20, "icc": 0.05, "R2": 0.49, "df": 30}),
    "F03_mde_cluster": ({"J": 60, **CLUSTERS}, {"J": 60, "m": 20, "icc": 0.2, "df": 58}),
    "F03_power_cluster": ({"J": 60, "delta": -0.2, **CLUSTERS}, {"J": 60, "delta": 0.2, "m": 20, "icc": 0.2, "df": 58}),
    "F04_design_effect": ({"m": 20, "icc": 0.05}, {"m": 20, "icc": 0.05, "cv": 0.5}),
    "F04_effective_n": ({"J": 10, "m": 20, "icc": 0.5}, {"N": 200, "m": 20, "icc": 0.5, "cv": 0.3}),
    "F05a_prop_unpooled": (FALL, {**FALL, "n": 500}, {"p1": 0.38, "N": 900}),
    "F05b_prop_pooled": ({**FALL, "P": 0.4}, {**FALL, "n": 500, "df": 60}, {"p1": 0.38, "N": 900}),
    "F05b_clusters": ({**FALL, "m": 20, "icc": 0.05}, {**FALL, "m": 20, "icc": 0.05, "cv": 0.4, "P": 0.3}),
    "F05c_prop_arcsine": (
        FALL,
        {**FALL, "n": 500},
        {"p1": 0.38, "N": 900},
        {"h": -0.2},
        {"h": 0.3, "n1": 80, "n2": 245},
    ),
    "F05d_prop_null_var": ({"p": 0.03, "delta": -0.02, "R2": 0.5}, {"p": 0.03, "N": 1000}),
    "F06_takeup": ({"N": 1000, "mde": 0.2, "takeup_t": 0.75, "takeup_c": 0.2},),
    "F07_attrition": ({"N": 1000, "attrition": 0.15},),
    "F08_late": ({"itt": -40, "takeup_t": 0.9, "takeup_c": 0.1, "se": 12},),
    "F09_did": (
        {"t0": 17.1, "t1": 7.7, "c0": 9.3, "c1": 8.0},
        {"t0": -1, "t1": -2.5, "c0": 1, "c1": 2, "sd": 3, "n_t": 200, "n_c": 180, "correlation": 0.4},
    ),
    "F10_cea": (
        {"cost_per_unit": 183, "effect": 0.05},
        {"total_cost": 120000, "other_cost": 20000, "effect": 0.05, "n": 840},
    ),
    "F10_pv": ({"cost": 100000, "year": 2, "rate": 0.1}, {"cost": 100000, "year": 1.5, "rate": 0}),
    "F11_n_t": ({"delta": 0.25, "sd": 0.6, "R2": 0.64}, {"delta": 20}),
    "F11_n_t_ratio": ({"delta": -0.3, "ratio": 2},),
    "F11_power_t": ({"n": 20, "delta": -1}, {"n1": 28, "n2": 35, "delta": 0.5, "sides": 1}),
    "F11_mde_t": ({"n_per_arm": 100, "sd": 0.6},),
    "F12_power_z": ({"mu_t": 60, "mu_c": 65, "sd": 20, "N": 500}, {"delta": -5, "sd": 20, "n": 250, "R2": 0.2}),
    "F13_bonferroni": ({"tests": 3}, {"tests": 3, "delta": 0.2}),
    "F14_optimal_alloc": ({"cost_t": 180, "cost_c": 20},),
    "F15_list": (
        {"mean_t": 2.31, "mean_c": 2.02},
        {"mean_t": 2.02, "mean_c": 2.31, "sd_t": 1.05, "sd_c": 1.0, "n_t": 600, "n_c": 590},
    ),
    "F16_risk": ({"p_t": 0.091, "p_c": 0.114, "n_t": 900, "n_c": 950},),
    "F16_rr_from_or": ({"odds_ratio": 2.5, "p0": 0.4},),
    "F17_rates": ({"r0": 0.072, "r1": 0.0432},),
    "F18_cluster_prop_cv": ({"p0": 0.25, "p1": 0.65, "m": 50, "cv": 0.25},),
    "F19_cluster_rate_cv": ({"r0": 0.05, "r1": 0.026, "py": 50, "cv": 0.25},),
}
ALL = [(name, inputs) for name, several in SAMPLES.items() for inputs in several]


def workings(name: str) -> Iterator[tuple[Result, str]]:
    """Every result of a formula's samples with each of its outputs."""
    for inputs in SAMPLES[name]:
        result = compute(name, inputs)
        yield from ((result, output) for output in result.outputs)


def numbers(low: float, high: float) -> st.SearchStrategy[float]:
    """As people write them, to six digits after the point."""
    return st.floats(low, high).map(lambda value: round(value, 6))


effects = numbers(0.02, 2) | numbers(-2, -0.02)
spreads = numbers(0.2, 5)
shares = numbers(0.1, 0.9)
proportions = numbers(0.02, 0.98)
pairs = st.tuples(proportions, proportions).filter(lambda pair: abs(pair[0] - pair[1]) > 0.02)
alphas = st.sampled_from([0.001, 0.01, 0.05, 0.1])
powers = numbers(0.55, 0.99)
sides = st.sampled_from([1, 2])
iccs = numbers(0, 0.9)
sizes = numbers(1, 200)
people = st.integers(10, 20_000)
tests = st.fixed_dictionaries({"alpha": alphas, "sides": sides})
