import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.exercises.statistics import (
    adjustments,
    clusters,
    costs,
    distributions,
    estimates,
    means,
    proportions,
    risks,
)

from .samples import alphas, effects, iccs, numbers, pairs, people, powers, shares, sides, sizes, spreads, tests
from .samples import proportions as chances

VARIANTS = st.sampled_from(sorted(proportions.VARIANTS))
explained = numbers(0, 0.9)
factors = numbers(1.05, 3)
takeups = st.tuples(numbers(0, 1), numbers(0, 1)).filter(lambda pair: abs(pair[0] - pair[1]) > 0.01)


def same(value):
    return pytest.approx(value, rel=1e-6, abs=1e-9)


@given(effects, spreads, shares, explained, powers, tests, st.none() | numbers(3, 500))
def test_sample_size_and_smallest_effect_of_means_invert_each_other(delta, sd, share, r2, power, test, df):
    common = {"sd": sd, "P": share, "R2": r2, "power": power, "df": df, **test}
    size = means.sample_size(delta=delta * 0.1, **common)["n_total"]
    if size >= 2:
        assert means.smallest_effect(N=size, **common)["mde"] == same(abs(delta) * 0.1)


@given(effects, spreads, shares, explained, powers, tests)
def test_sample_size_and_smallest_effect_of_the_exact_t_test_invert_each_other(delta, sd, share, r2, power, test):
    common = {"sd": sd, "P": share, "R2": r2, "power": power, **test}
    size = means.sample_size_t(delta=delta, **common)["n_total"]
    if size * min(share, 1 - share) > 2.001:
        assert means.smallest_effect_t(N=size, **common)["mde"] == same(abs(delta))


@given(pairs, shares, powers, tests, VARIANTS)
def test_sample_size_and_smallest_effect_of_proportions_invert_each_other(pair, share, power, test, variant):
    p1, p2 = pair
    common = {"p1": p1, "P": share, "power": power, "variant": variant, **test}
    size = proportions.sample_size(p2=p2, **common)["n_total"]
    if size >= 2:
        assert proportions.smallest_effect(N=size, falls=p2 < p1, **common)["p2"] == same(p2)


@given(chances, effects, shares, explained, powers, tests)
def test_sample_size_and_smallest_effect_by_the_null_variance_invert_each_other(p, delta, share, r2, power, test):
    common = {"p": p, "P": share, "R2": r2, "power": power, **test}
    size = proportions.null_variance_size(delta=delta * 0.1, **common)["n_total"]
    if size >= 2:
        assert proportions.null_variance_effect(N=size, **common)["mde"] == same(abs(delta) * 0.1)


@given(effects, spreads, sizes, iccs, explained, numbers(0, 0.5), powers, tests, st.none() | numbers(3, 500))
def test_clusters_and_smallest_effect_invert_each_other(delta, sd, m, icc, r2, lost, power, test, df):
    common = {
        "sd": sd,
        "m": m,
        "icc": icc,
        "R2c": r2,
        "R2i": r2,
        "attr_cluster": lost,
        "power": power,
        "df": df,
        **test,
    }
    count = clusters.clusters(delta=delta * 0.1, **common)["clusters_total"]
    if count >= 2:
        assert clusters.smallest_effect(J=count, **common)["mde"] == same(abs(delta) * 0.1)


@given(effects, spreads, shares, explained, powers, tests)
def test_the_computed_sample_has_the_power_asked_for(delta, sd, share, r2, power, test):
    common = {"delta": delta * 0.1, "sd": sd, "P": share, "R2": r2, **test}
    size = means.sample_size(power=power, **common)["n_total"]
    if size >= 2:
        assert means.power(N=size, **common).value == same(power)


@given(effects, shares, powers, tests)
def test_the_exact_sample_has_the_power_asked_for(delta, share, power, test):
    size = means.sample_size_t(delta=delta, P=share, power=power, **test)["n_total"]
    found = means.power_t(N=size * (1 + 1e-12), delta=delta, P=share, **test).value
    assert found == same(power) if size * min(share, 1 - share) > 2.001 else found >= power - 1e-9


@given(pairs, shares, powers, tests, VARIANTS)
def test_the_computed_sample_of_proportions_has_the_power_asked_for(pair, share, power, test, variant):
    common = {"p1": pair[0], "p2": pair[1], "P": share, "variant": variant, **test}
    size = proportions.sample_size(power=power, **common)["n_total"]
    if size >= 2:
        assert proportions.power_of(N=size, **common).value == same(power)


@given(effects, spreads, sizes, iccs, powers, tests)
def test_the_computed_clusters_have_the_power_asked_for(delta, sd, m, icc, power, test):
    common = {"delta": delta * 0.1, "sd": sd, "m": m, "icc": icc, **test}
    count = clusters.clusters(power=power, **common)["clusters_total"]
    if count >= 2:
        assert clusters.power_of(J=count, **common).value == same(power)


@given(people, effects, spreads, factors, tests)
@pytest.mark.parametrize("power", [means.power, means.power_t])
def test_power_rises_with_people_and_effect_and_falls_with_spread(power, size, delta, sd, factor, test):
    found = power(N=size, delta=delta, sd=sd, **test).value
    assert power(N=size * factor, delta=delta, sd=sd, **test).value >= found
    assert power(N=size, delta=delta * factor, sd=sd, **test).value >= found
    assert power(N=size, delta=delta, sd=sd * factor, **test).value <= found


@given(pairs, people, factors, tests, VARIANTS)
def test_power_of_proportions_rises_with_people(pair, size, factor, test, variant):
    common = {"p1": pair[0], "p2": pair[1], "variant": variant, **test}
    assert proportions.power_of(N=size * factor, **common).value >= proportions.power_of(N=size, **common).value


@given(st.integers(4, 500), effects, spreads, sizes, iccs, factors, tests)
def test_power_of_clusters_rises_with_their_number_and_size_and_falls_with_icc(count, delta, sd, m, icc, factor, test):
    def power(**changed):
        return clusters.power_of(**{"J": count, "delta": delta, "sd": sd, "m": m, "icc": icc, **test, **changed}).value

    assert power(J=count * factor) >= power()
    assert power(m=m * factor) >= power() - 1e-12
    assert power(icc=min(icc * factor + 0.01, 1)) <= power() + 1e-12
    assert power(sd=sd * factor) <= power()


@given(effects, spreads, shares, iccs, powers, tests)
def test_clusters_of_one_are_the_individual_design(delta, sd, share, icc, power, test):
    common = {"delta": delta, "sd": sd, "P": share, "power": power, **test}
    people = means.sample_size(**common)["n_total"]
    assert clusters.clusters(m=1, icc=icc, **common)["clusters_total"] == same(people)


@given(effects, spreads, sizes, powers, tests)
def test_clusters_without_icc_are_people_in_bunches(delta, sd, m, power, test):
    common = {"delta": delta, "sd": sd, "power": power, **test}
    people = means.sample_size(**common)["n_total"]
    assert clusters.clusters(m=m, icc=0, **common)["clusters_total"] * m == same(people)


@given(effects, sizes, iccs, numbers(0, 2), powers, tests)
def test_clusters_are_people_times_the_design_effect(delta, m, icc, cv, power, test):
    common = {"delta": delta, "power": power, **test}
    by_effect = clusters.of_people(means.sample_size(**common), m=m, icc=icc, cv=cv)["clusters_total"]
    assert clusters.clusters(m=m, icc=icc, cv=cv, **common)["clusters_total"] == same(by_effect)


@given(sizes, iccs, numbers(0, 5))
def test_the_design_effect_is_one_without_icc_or_for_clusters_of_one(m, icc, cv):
    assert clusters.design_effect(m=m, icc=0, cv=cv).value == 1
    assert clusters.design_effect(m=1, icc=icc).value == same(1)
    assert clusters.design_effect(m=m, icc=icc, cv=cv).value >= clusters.design_effect(m=m, icc=icc).value >= 1


@given(st.integers(2, 500), sizes, iccs, numbers(0, 5))
def test_clusters_are_worth_no_more_than_their_people(count, m, icc, cv):
    assert clusters.effective_size(J=count, m=m, icc=icc, cv=cv).value <= count * m * (1 + 1e-12)


@given(effects, spreads, shares, powers, tests)
@pytest.mark.parametrize("sample_size", [means.sample_size, means.sample_size_t])
def test_the_arms_of_means_may_be_swapped(sample_size, delta, sd, share, power, test):
    one = sample_size(delta=delta, sd=sd, P=share, power=power, **test)
    other = sample_size(delta=-delta, sd=sd, P=1 - share, power=power, **test)
    assert (one["n_treated"], one["n_control"]) == (same(other["n_control"]), same(other["n_treated"]))


@given(pairs, shares, powers, tests, VARIANTS)
def test_the_arms_of_proportions_may_be_swapped(pair, share, power, test, variant):
    common = {"power": power, "variant": variant, **test}
    one = proportions.sample_size(p1=pair[0], p2=pair[1], P=share, **common)
    other = proportions.sample_size(p1=pair[1], p2=pair[0], P=1 - share, **common)
    assert (one["n_treated"], one["n_control"]) == (same(other["n_control"]), same(other["n_treated"]))


@given(pairs, shares, powers, tests, VARIANTS)
def test_proportions_may_count_those_without_the_event(pair, share, power, test, variant):
    common = {"P": share, "power": power, "variant": variant, **test}
    without = proportions.sample_size(p1=1 - pair[0], p2=1 - pair[1], **common).value
    assert proportions.sample_size(p1=pair[0], p2=pair[1], **common).value == same(without)


@given(*[numbers(-1e6, 1e6)] * 4)
def test_difference_in_differences_turns_its_sign_with_the_arms_and_with_time(t0, t1, c0, c1):
    found = estimates.difference_in_differences(t0=t0, t1=t1, c0=c0, c1=c1).value
    assert estimates.difference_in_differences(t0=c0, t1=c1, c0=t0, c1=t1).value == same(-found)
    assert estimates.difference_in_differences(t0=t1, t1=t0, c0=c1, c1=c0).value == same(-found)


@given(effects, shares, powers, tests)
@pytest.mark.parametrize("sample_size", [means.sample_size, means.sample_size_t])
def test_unequal_arms_of_means_are_never_cheaper_than_halves(sample_size, delta, share, power, test):
    common = {"delta": delta, "power": power, **test}
    halves = sample_size(**common)["n_total"]
    assert sample_size(P=share, **common)["n_total"] >= halves * (1 - 1e-9)


@given(effects, spreads, factors, powers, tests)
def test_a_smaller_effect_and_a_wider_spread_need_more_people(delta, sd, factor, power, test):
    size = means.sample_size_t(delta=delta, sd=sd, power=power, **test)["n_total"]
    assert means.sample_size_t(delta=delta / factor, sd=sd, power=power, **test)["n_total"] >= size
    assert means.sample_size_t(delta=delta, sd=sd * factor, power=power, **test)["n_total"] >= size
    assert means.sample_size(delta=delta, sd=sd, power=power, **test)["n_total"] <= size


@given(people, *[numbers(0, 0.95)] * 2)
def test_attrition_asks_for_more_the_more_are_lost(size, one, other):
    fewer, more = sorted((one, other))
    recruited = [adjustments.attrition(N=size, attrition=lost).value for lost in (0, fewer, more)]
    assert recruited == sorted(recruited)
    assert recruited[0] == size
    assert recruited[2] * (1 - more) == same(size)


@given(takeups, people, numbers(0.01, 10))
def test_partial_take_up_never_asks_for_less(pair, size, effect):
    result = adjustments.take_up(takeup_t=max(pair), takeup_c=min(pair), N=size, mde=effect)
    assert result["n_total"] >= size
    assert result["mde_treated"] >= effect
    assert (result["mde_treated"] / effect) ** 2 == same(result["inflation"])


@given(numbers(0.02, 0.98), numbers(0.01, 1))
def test_take_up_asks_for_less_the_more_take_part(low, further):
    inflations = [adjustments.take_up(takeup_t=rate).value for rate in (low, low + (1 - low) * further, 1)]
    assert inflations == sorted(inflations, reverse=True)
    assert inflations[2] == 1


@given(takeups, numbers(-1e6, 1e6))
def test_the_effect_on_those_who_take_part_is_no_smaller_than_that_of_the_offer(pair, itt):
    late = estimates.late(itt=itt, takeup_t=pair[0], takeup_c=pair[1]).value
    assert abs(late) >= abs(itt)
    assert late * (pair[0] - pair[1]) == same(itt)


@given(numbers(1, 1e9), numbers(0, 50), numbers(0, 1), numbers(0, 1))
def test_later_money_is_worth_less_the_later_and_the_higher_the_rate(cost, year, rate, more):
    worth = costs.present_value(cost=cost, year=year, rate=rate).value
    assert costs.present_value(cost=cost, year=year + more, rate=rate).value <= worth <= cost
    assert costs.present_value(cost=cost, year=year, rate=rate + (1 - rate) * more).value <= worth * (1 + 1e-12)


@given(st.lists(numbers(0, 1e6), max_size=12), numbers(0, 1))
def test_years_of_costs_are_worth_the_sum_of_each(spent, rate):
    each = [costs.present_value(cost=cost, year=year, rate=rate).value for year, cost in enumerate(spent)]
    assert costs.present_value_of_years(costs=spent, rate=rate).value == same(sum(each))


@given(numbers(0.001, 1), numbers(0, 1e6), people, numbers(0, 1e6))
def test_cost_per_outcome_times_outcomes_is_the_cost(effect, total, size, other):
    result = costs.per_outcome(effect=effect, total_cost=total, n=size, other_cost=other)
    assert result.value * result["outcomes"] == same(total - other)
    assert costs.per_outcome(effect=effect, cost_per_unit=total / size).value == same(total / size / effect)


@given(chances, chances)
def test_two_risks_are_compared_in_one_way_only(p_t, p_c):
    result = risks.compare(p_t=p_t, p_c=p_c)
    assert result["risk_ratio"] * p_c == same(p_t)
    assert result["relative_change"] == same(-result["relative_reduction"])
    assert risks.risk_ratio_of_odds(odds_ratio=result["odds_ratio"], p0=p_c).value == same(result["risk_ratio"])
    assert result.outputs.get("nnt", math.inf) == same(1 / abs(p_t - p_c) if p_t != p_c else math.inf)


@given(chances, chances)
def test_odds_go_further_from_one_than_risks(p_t, p_c):
    result = risks.compare(p_t=p_t, p_c=p_c)
    assert abs(math.log(result["odds_ratio"])) >= abs(math.log(result["risk_ratio"])) - 1e-9


@given(chances, chances, people, people, alphas)
def test_intervals_of_risks_hold_their_estimates_and_agree_on_the_swapped_arms(p_t, p_c, n_t, n_c, alpha):
    one = risks.compare(p_t=p_t, p_c=p_c, n_t=n_t, n_c=n_c, alpha=alpha)
    other = risks.compare(p_t=p_c, p_c=p_t, n_t=n_c, n_c=n_t, alpha=alpha)
    assert one["low"] <= one["risk_difference"] <= one["high"]
    assert one["rr_low"] * other["rr_high"] == same(1)
    assert one["or_high"] * other["or_low"] == same(1)
    assert one["low"] == same(-other["high"])


@given(st.integers(1, 50), alphas, effects)
def test_more_outcomes_are_tested_more_strictly_and_need_more_people(many, alpha, delta):
    one, more = (adjustments.several_outcomes(tests=count, alpha=alpha, delta=delta) for count in (many, many + 1))
    assert more["alpha_each"] < one["alpha_each"] <= alpha
    assert more["n_total"] > one["n_total"]
    assert one["n_total"] == same(means.sample_size(delta=delta, alpha=alpha / many)["n_total"])


@given(numbers(1, 1e4), numbers(1, 1e4), shares)
def test_the_best_share_shows_most_for_the_money(cost_t, cost_c, share):
    def variance(share):
        return (share * cost_t + (1 - share) * cost_c) / (share * (1 - share))

    assert variance(adjustments.optimal_share(cost_t=cost_t, cost_c=cost_c).value) <= variance(share) * (1 + 1e-9)


@given(alphas, powers, numbers(1, 1e6))
def test_few_degrees_of_freedom_ask_for_more(alpha, power, df):
    normal = distributions.multiplier(alpha=alpha, power=power).value
    assert distributions.multiplier(alpha=alpha, power=power, df=df).value >= normal
    assert distributions.multiplier(alpha=alpha, power=power, df=1e12).value == same(normal)
    assert distributions.multiplier(alpha=alpha, power=power, sides=1).value < normal


@given(alphas, powers, sides)
def test_the_multiplier_is_that_of_two_sides_at_twice_the_level(alpha, power, sides):
    of_one = distributions.multiplier(alpha=alpha / 2, power=power, sides=1).value
    assert distributions.multiplier(alpha=alpha, power=power, sides=2).value == same(of_one)
