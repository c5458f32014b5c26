import math
import operator

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.exercises.statistics import costs, distributions
from courses.exercises.statistics.clusters import clusters, with_degrees_of_freedom
from courses.exercises.statistics.derivation import MOST
from courses.exercises.statistics.formulas import FORMULAS, compute
from courses.exercises.statistics.quantities import LARGEST, QUANTITIES, SMALLEST, Quantity, check
from courses.exercises.statistics.unanswerable import Unanswerable

from .samples import SAMPLES

EXTREME = [0.0, 1.0, -1.0, 2.0, 1e15, -1e15, 1e-15, -1e-15, 1 - 1e-15, 5e-324, 1e308, math.inf, -math.inf, math.nan]


def outside(quantity: Quantity) -> list[float]:
    beyond = [quantity.low - 1, quantity.high + 1] + ([0.0] if quantity.nonzero else [])
    ends = [quantity.low] * quantity.open + [quantity.high] * (quantity.open or quantity.below)
    return [*beyond, *ends] + [1.5] * quantity.whole


@pytest.mark.parametrize("quantity", QUANTITIES.values(), ids=QUANTITIES)
def test_a_quantity_refuses_what_is_out_of_its_range(quantity):
    for value in [math.nan, math.inf, -math.inf, 1e308, *outside(quantity)]:
        for language in ("en", "es"):
            with translation.override(language), pytest.raises(Unanswerable) as refusal:
                check(**{quantity.name: value})
            assert refusal.value.quantity == quantity.name
            assert str(refusal.value).startswith(f"{quantity.said or quantity.name} (")


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("icc", 1.2, "icc (intra-cluster correlation (ICC)) has to be from 0 to 1."),
        ("p1", 0, "p1 (proportion in the control group) has to be more than 0 and less than 1."),
        ("R2", 1, "R2 (variance explained by covariates) has to be 0 or more, and less than 1."),
        ("n", 1, "n (people per group) has to be 2 or more."),
        ("sides", 1.5, "sides (sides of the test) has to be a whole number, from 1 to 2."),
        ("delta", 0, "delta (effect) has to be a number other than 0."),
        ("sd", 1e308, "sd (standard deviation) has to be a number of a usual size, from 10⁻¹⁵ to 10¹⁵."),
        ("sd", 1e-308, "sd (standard deviation) has to be a number of a usual size, from 10⁻¹⁵ to 10¹⁵."),
        (
            "itt",
            math.nan,
            "itt (effect of being offered the programme (ITT)) has to be a number of a usual size, from 10⁻¹⁵ to 10¹⁵.",
        ),
    ],
)
def test_a_refusal_says_what_would_do(name, value, sentence):
    with translation.override("en"), pytest.raises(Unanswerable) as refusal:
        check(**{name: value})
    assert str(refusal.value) == sentence


@pytest.mark.parametrize("quantity", QUANTITIES.values(), ids=QUANTITIES)
def test_a_quantity_allows_its_own_bounds(quantity):
    bounds = [quantity.low, quantity.high]
    allowed = [not quantity.open, not (quantity.open or quantity.below)]
    assert [quantity.allows(bound) for bound in bounds] == allowed


def test_a_formula_of_every_input_has_its_quantity():
    taken = {name for formula in FORMULAS.values() for name in formula.inputs}
    assert taken <= QUANTITIES.keys()


def values(name: str) -> st.SearchStrategy[float]:
    quantity = QUANTITIES[name]
    usual = st.floats(max(quantity.low, -1e4), min(quantity.high, 1e4))
    return st.one_of(usual, usual, st.sampled_from([quantity.low, quantity.high, *EXTREME]), st.floats(), st.integers())


def inputs(name: str) -> st.SearchStrategy[dict[str, float]]:
    formula = FORMULAS[name]
    optional = {one: values(one) for one in (*formula.inputs, "n", "n1", "n2", "ratio") if formula.takes(one)}
    required = {one: optional.pop(one) for one in formula.required if one != "N"}
    return st.fixed_dictionaries(required, optional=optional)


@pytest.mark.parametrize("name", FORMULAS)
@settings(max_examples=60)
@given(data=st.data())
def test_a_formula_gives_a_usable_number_or_a_sentence(name, data):
    try:
        result = compute(name, data.draw(inputs(name)))
    except Unanswerable:
        return
    assert all(math.isfinite(value) and abs(value) <= MOST for value in result.outputs.values())
    assert all(result.working(output) for output in result.outputs)


def computed(name, inputs):
    try:
        return list(compute(name, inputs).outputs.values())
    except Unanswerable:
        return []


@pytest.mark.parametrize("name", FORMULAS)
def test_a_formula_bears_an_extreme_input(name):
    for sample in SAMPLES[name]:
        for one in sample:
            for extreme in (SMALLEST, LARGEST, 1 - 1e-15, 10**400, 5e-324):
                assert all(math.isfinite(value) for value in computed(name, {**sample, one: extreme}))


@pytest.mark.parametrize(
    ("name", "given", "quantity"),
    [
        ("F05a_prop_unpooled", {"p1": 0.3, "p2": 0.3}, "p2"),
        ("F05b_prop_pooled", {"p1": 0.3, "p2": 0.3, "n": 50}, "p2"),
        ("F05c_prop_arcsine", {"p1": 0.5, "p2": math.nextafter(0.5, 1)}, "p2"),
        ("F05b_prop_pooled", {"p1": 0.3, "n": 2}, "N"),
        ("F05b_prop_pooled", {"p1": 0.3}, "p2"),
        ("F05c_prop_arcsine", {"p2": 0.3}, "p1"),
        ("F05d_prop_null_var", {"p": 0.3}, "delta"),
        ("F06_takeup", {"takeup_t": 0.3, "takeup_c": 0.3}, "takeup_t"),
        ("F08_late", {"itt": 1, "takeup_t": 0.3, "takeup_c": 0.3}, "takeup_t"),
        ("F08_late", {"itt": 1}, "takeup_t"),
        ("F10_cea", {"effect": 0.1, "n": 50}, "total_cost"),
        ("F11_power_t", {"N": 3, "delta": 1}, "N"),
        ("F11_mde_t", {"N": 10, "P": 0.1}, "N"),
        ("F11_n_t", {"delta": 1, "power": 0.02}, "power"),
        ("F12_power_z", {"N": 10}, "delta"),
        ("F01_N_mean", {"delta": 1, "power": 0.02}, "power"),
        ("F17_rates", {"r0": 0.1, "r1": 0.1}, "r1"),
        ("F18_cluster_prop_cv", {"p0": 0.1, "p1": 0.1, "m": 20, "cv": 0.2}, "p1"),
        ("F19_cluster_rate_cv", {"r0": 0.1, "r1": 0.1, "py": 20, "cv": 0.2}, "r1"),
        ("F16_risk", {"p_t": 0.1}, "p_c"),
        ("F04_effective_n", {"m": 20, "icc": 0.1}, "J"),
        ("F02_mde", {"N": 50, "n": 25}, "n"),
        ("F11_power_t", {"n1": 50, "delta": 1}, "n1"),
        ("F11_power_t", {"n1": 50, "n2": 20, "ratio": 2, "delta": 1}, "ratio"),
        ("F07_attrition", {"n": 50, "n1": 50, "attrition": 0.1}, "n1"),
    ],
)
def test_what_has_no_answer_names_the_quantity_to_mend(name, given, quantity):
    with pytest.raises(Unanswerable) as refusal:
        compute(name, given)
    assert refusal.value.quantity == quantity


@pytest.mark.parametrize("value", [True, None, "0.5", [0.5], {}, 1j])
def test_what_is_no_number_is_refused(value):
    with pytest.raises(Unanswerable) as refusal:
        compute("F08_late", {"itt": value, "takeup_t": 0.8})
    assert refusal.value.quantity == "itt"


def test_a_refusal_follows_the_language_of_who_reads_it():
    with pytest.raises(Unanswerable) as refusal:
        compute("F05a_prop_unpooled", {"p1": 0.3, "p2": 0.3})
    with translation.override("en"):
        assert str(refusal.value) == "The two proportions are equal: there is no effect to find."
    with translation.override("es"):
        assert str(refusal.value) == str(refusal.value.sentence)


def test_few_clusters_have_an_answer_by_students_t():
    def needed(df):
        return clusters(delta=1, m=20, icc=0.05, df=df)["clusters_total"]

    count = with_degrees_of_freedom(needed)
    assert count == pytest.approx(needed(count - 2), rel=1e-6)
    assert count > needed(None)


@pytest.mark.parametrize("effect", [1e-4, 1e-2, 10, 1e4])
def test_clusters_by_students_t_have_three_at_least(effect):
    assert with_degrees_of_freedom(lambda df: clusters(delta=effect, m=20, icc=0.05, df=df)["clusters_total"]) >= 3


FURTHEST = st.sampled_from([0.0, 5e-324, 1e-300, 1e300, math.inf])


@given(st.floats(-1e6, 1e6), st.floats(0.1, 1e12), st.floats(-1e6, 1e6) | FURTHEST | FURTHEST.map(operator.neg))
def test_the_noncentral_t_gives_a_probability(noncentrality, df, critical):
    assert 0 <= distributions.power_of_t(noncentrality, df, critical) <= 1


@pytest.mark.parametrize("df", [1, 2, 30, 1e6])
@pytest.mark.parametrize("noncentrality", [40.0, 499.0, 501.0, 1e6])
def test_the_noncentral_t_is_all_on_the_side_of_a_far_effect(noncentrality, df):
    for critical in (-1e3, -2.0, -1e-9, 0.0, 1e-9):
        assert distributions.power_of_t(noncentrality, df, critical) == pytest.approx(1, abs=1e-9)
        assert distributions.power_of_t(-noncentrality, df, -critical) == pytest.approx(0, abs=1e-9)


@given(st.floats(0, 1000), st.floats(2, 1e6), st.floats(-1e3, 1e3))
def test_the_noncentral_t_has_a_mirror_image(noncentrality, df, critical):
    both = [distributions.power_of_t(sign * noncentrality, df, sign * critical) for sign in (1, -1)]
    assert sum(both) == pytest.approx(1)


@pytest.mark.parametrize("df", [2, 3, 5])
def test_the_noncentral_t_goes_on_smoothly_where_it_is_computed_in_another_way(df):
    for critical in (300, 500, 1000):
        near, far = (distributions.power_of_t(distributions.FAR * part, df, critical) for part in (1, 1 + 1e-9))
        assert near == pytest.approx(far, abs=1e-5)


def test_present_value_over_too_many_years_is_refused():
    with pytest.raises(Unanswerable):
        costs.present_value_of_years(costs=[1.0] * 2000, rate=1)
