"""statsmodels and scipy.stats, which the platform itself never loads, as referees."""

from math import isfinite

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.power import NormalIndPower, TTestIndPower
from statsmodels.stats.proportion import (
    confint_proportions_2indep,
    power_proportions_2indep,
    proportion_effectsize,
    samplesize_proportions_2indep_onetail,
)
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from courses.exercises.statistics import distributions, estimates, means, proportions, risks

from .samples import alphas, effects, numbers, pairs, people, powers, sides

few = settings(max_examples=50)
ratios = numbers(0.3, 4)
LARGER = {"alternative": "larger"}


def same(value, rel=1e-6):
    return pytest.approx(value, rel=rel, abs=1e-9)


@few
@given(st.floats(1e-9, 1 - 1e-9), numbers(1, 1e9))
def test_quantiles_and_probabilities_are_those_of_scipy(share, df):
    assert distributions.quantile(share) == same(stats.norm.ppf(share))
    assert distributions.quantile(share, df) == same(stats.t.ppf(share, df))
    value = stats.t.ppf(share, df)
    assert distributions.probability(value) == same(stats.norm.cdf(value))
    assert distributions.probability(value, df) == same(share)


@pytest.mark.parametrize(
    ("noncentrality", "df", "critical"), [(2.8, 10, 2.23), (5, 3, 3.18), (0.5, 58, 2.0), (30, 4, 30), (3, 2000, 1.96)]
)
def test_the_noncentral_t_is_that_of_its_definition(noncentrality, df, critical):
    shares = (np.arange(200_000) + 0.5) / 200_000
    bounds = critical * np.sqrt(stats.chi2.ppf(shares, df) / df) - noncentrality
    assert distributions.power_of_t(noncentrality, df, critical) == same(float(stats.norm.sf(bounds).mean()), 1e-4)


@few
@given(st.integers(3, 500), effects, ratios, alphas)
@example(493, 2.0, 2.0, 0.01)
def test_exact_power_is_that_of_statsmodels(size, delta, ratio, alpha):
    """One tail, as R and Stata count it: statsmodels adds the tail of an effect in the wrong direction to two sides."""
    total, share = size * (1 + ratio), 1 / (1 + ratio)
    if size * ratio < 2:
        return
    one = TTestIndPower().power(abs(delta), size, alpha / 2, ratio=ratio, **LARGER)
    assume(isfinite(one))  # with a large size and effect statsmodels knows no answer
    assert means.power_t(N=total, P=share, delta=delta, alpha=alpha).value == same(float(one))


@few
@given(effects, ratios, powers, alphas, sides)
def test_exact_sample_size_is_that_of_statsmodels(delta, ratio, power, alpha, sides):
    found = means.sample_size_t(delta=delta, P=1 / (1 + ratio), power=power, alpha=alpha, sides=sides)
    if found["n_smaller_arm"] > 2.001:
        first = TTestIndPower().power(abs(delta), found["n_treated"], alpha / sides, ratio=ratio, **LARGER)
        assume(isfinite(first))
        assert float(first) == same(power)


@few
@given(numbers(0.1, 1.5), numbers(0.6, 0.95))
def test_exact_sample_size_is_what_statsmodels_solves(delta, power):
    theirs = TTestIndPower().solve_power(effect_size=delta, power=power, alpha=0.025, **LARGER)
    assert means.sample_size_t(delta=delta, power=power)["n_per_arm"] == same(max(float(theirs), 2.0), 1e-5)


@few
@given(effects, people, ratios, alphas)
def test_normal_power_of_means_is_that_of_statsmodels(delta, size, ratio, alpha):
    theirs = NormalIndPower().power(abs(delta), size, alpha / 2, ratio=ratio, **LARGER)
    found = means.power(N=size * (1 + ratio), P=1 / (1 + ratio), delta=delta, alpha=alpha)
    assert found.value == same(float(theirs))


@few
@given(effects, powers, alphas)
def test_normal_sample_size_of_means_is_that_of_statsmodels(delta, power, alpha):
    theirs = NormalIndPower().solve_power(effect_size=abs(delta) * 0.1, power=power, alpha=alpha / 2, **LARGER)
    assert means.sample_size(delta=delta * 0.1, power=power, alpha=alpha)["n_per_arm"] == same(float(theirs), 1e-4)


@few
@given(pairs, people, ratios, alphas)
def test_arcsine_power_is_that_of_statsmodels(pair, size, ratio, alpha):
    effect = abs(proportion_effectsize(*pair))
    theirs = NormalIndPower().power(effect, size, alpha / 2, ratio=ratio, **LARGER)
    total, share = size * (1 + ratio), ratio / (1 + ratio)
    ours = proportions.power_of(p1=pair[0], p2=pair[1], N=total, P=share, variant="arcsine", alpha=alpha)
    assert ours.value == same(float(theirs))


@few
@given(pairs, people, ratios, alphas)
def test_pooled_power_is_that_of_statsmodels(pair, size, ratio, alpha):
    """Its first group is the treated one, and `ratio` the control group's size by that."""
    p1, p2 = sorted(pair)
    theirs = power_proportions_2indep(
        p2 - p1, p1, size, ratio=ratio, alpha=alpha / 2, alternative="larger", return_results=False
    )
    ours = proportions.power_of(p1=p1, p2=p2, N=size * (1 + ratio), P=1 / (1 + ratio), alpha=alpha)
    assert ours.value == same(float(theirs))


@few
@given(pairs, powers, alphas)
def test_pooled_sample_size_is_that_of_statsmodels(pair, power, alpha):
    p1, p2 = sorted(pair)
    theirs = samplesize_proportions_2indep_onetail(p2 - p1, p1, power, alpha=alpha / 2, alternative="larger")
    assert proportions.sample_size(p1=p1, p2=p2, power=power, alpha=alpha)["n_per_arm"] == same(float(theirs), 1e-4)


counts = st.integers(20, 2000).flatmap(lambda size: st.tuples(st.integers(2, size - 2), st.just(size)))


@few
@given(counts, counts, alphas)
@pytest.mark.parametrize(
    ("compare", "method", "low", "high"),
    [
        ("diff", "wald", "low", "high"),
        ("ratio", "log", "rr_low", "rr_high"),
        ("odds-ratio", "logit", "or_low", "or_high"),
    ],
)
def test_intervals_of_two_risks_are_those_of_statsmodels(compare, method, low, high, treated, control, alpha):
    theirs = confint_proportions_2indep(*treated, *control, method=method, compare=compare, alpha=alpha)
    (t, n_t), (c, n_c) = treated, control
    ours = risks.compare(p_t=t / n_t, p_c=c / n_c, n_t=n_t, n_c=n_c, alpha=alpha)
    assert (ours[low], ours[high]) == (same(theirs[0]), same(theirs[1]))


lists = st.lists(st.integers(0, 5), min_size=10, max_size=60).filter(lambda answers: len(set(answers)) > 1)


@few
@given(lists, lists, alphas)
def test_the_interval_of_a_list_experiment_is_that_of_statsmodels(treated, control, alpha):
    t, c = DescrStatsW(treated, ddof=1), DescrStatsW(control, ddof=1)
    theirs = CompareMeans(DescrStatsW(treated), DescrStatsW(control)).zconfint_diff(alpha, usevar="unequal")
    ours = estimates.list_experiment(
        mean_t=t.mean, mean_c=c.mean, sd_t=t.std, sd_c=c.std, n_t=len(treated), n_c=len(control), alpha=alpha
    )
    assert (ours["low"], ours["high"]) == (same(theirs[0]), same(theirs[1]))
