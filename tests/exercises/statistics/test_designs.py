"""Whole designs: what is recruited shows what it was recruited for, and everything that real life adds costs people."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.exercises.statistics import clusters, detecting, means, proportions, recruiting
from courses.exercises.statistics.designs import Clustering, Outcome, Setting
from courses.exercises.statistics.unanswerable import Unanswerable

OUTCOME = Outcome(delta=0.2, p1=0.38, p2=0.30)
VILLAGES = Clustering(m0=20, icc=0.05)
SHARES = st.floats(0.2, 0.8)


def up_to(most: float) -> st.SearchStrategy[float]:
    """0, or a size that a person would type."""
    return st.just(0.0) | st.floats(0.001, most)


@st.composite
def settings_of(draw: Any, student: bool = False) -> Setting:
    low = draw(up_to(0.4))
    return Setting(
        P=draw(SHARES),
        takeup_t=draw(st.floats(low + 0.2, 1)),
        takeup_c=low,
        attrition=draw(up_to(0.5)),
        attr_cluster=draw(up_to(0.3)),
        R2=draw(up_to(0.6)),
        alpha=draw(st.floats(0.01, 0.1)),
        tests=draw(st.integers(1, 5)),
        sides=draw(st.sampled_from([1, 2])),
        student=student and draw(st.booleans()),
    )


outcomes = st.builds(
    Outcome,
    delta=st.floats(0.1, 1),
    sd=st.floats(0.5, 3),
    p1=st.floats(0.3, 0.7),
    p2=st.sampled_from([0.1, 0.2, 0.8, 0.9]),
    variant=st.sampled_from(list(proportions.VARIANTS)),
)
clusterings = st.builds(Clustering, m0=st.floats(4, 60), icc=up_to(0.3), cv=up_to(1))
powers = st.floats(0.6, 0.95)


@settings(max_examples=40, deadline=None)
@given(outcome=outcomes, setting=settings_of(), power=powers)
def test_recruited_people_show_what_they_were_recruited_for(outcome: Outcome, setting: Setting, power: float) -> None:
    of_means = recruiting.for_means(outcome, setting, power)["unrounded"]
    found = detecting.power_of_means(outcome, setting, of_means).value
    smaller = of_means * (1 - setting.attrition) * setting.dilution * min(setting.P, 1 - setting.P)
    assert found >= power - 1e-6
    assert found == pytest.approx(power, abs=1e-6) or smaller == pytest.approx(means.FEWEST)  # however large the effect
    of_shares = recruiting.for_proportions(outcome, setting, power)["unrounded"]
    assert detecting.power_of_proportions(outcome, setting, of_shares).value == pytest.approx(power, abs=1e-6)
    falls = replace(outcome, falls=outcome.p2 < outcome.p1)
    found = detecting.effect_on_proportions(falls, setting, of_shares, power)
    assert found["p2"] == pytest.approx(outcome.p2, abs=1e-6)


@settings(max_examples=40, deadline=None)
@given(outcome=outcomes, clustering=clusterings, setting=settings_of(student=True), power=powers)
def test_recruited_clusters_show_what_they_were_recruited_for(
    outcome: Outcome, clustering: Clustering, setting: Setting, power: float
) -> None:
    count = recruiting.for_cluster_means(outcome, clustering, setting, power)["unrounded"]
    shares = recruiting.for_cluster_proportions(outcome, clustering, setting, power)["unrounded"]
    of_means = detecting.power_of_cluster_means(outcome, clustering, setting, max(count, 2))
    of_shares = detecting.power_of_cluster_proportions(outcome, clustering, setting, max(shares, 2))
    for found, needed in ((of_means, count), (of_shares, shares)):
        fewest = clusters.FEWEST / (1 - setting.attr_cluster) if setting.student else 2
        assert needed >= fewest * (1 - 1e-6) or not setting.student
        assert found.value >= power - 0.02
        assert found.value == pytest.approx(power, abs=1e-6) or setting.student or needed <= fewest


@settings(max_examples=40, deadline=None)
@given(setting=settings_of(), power=powers)
def test_each_group_is_rounded_up_on_its_own(setting: Setting, power: float) -> None:
    found = recruiting.for_means(OUTCOME, setting, power)
    assert found["people"] == found["treated"] + found["control"]
    assert 0 <= found["people"] - found["unrounded"] < 2
    assert found["treated"] == pytest.approx(setting.P * found["unrounded"], abs=1)


@pytest.mark.parametrize(
    ("added", "times"),
    [
        ({"takeup_t": 0.6, "takeup_c": 0.1}, 4),
        ({"attrition": 0.15}, 1 / 0.85),
        ({"R2": 0.5}, 0.5),
        ({"takeup_t": 0.5, "attrition": 0.2}, 4 / 0.8),
    ],
)
def test_what_is_added_multiplies_a_sample_of_proportions(added: dict[str, float], times: float) -> None:
    plain = recruiting.for_proportions(OUTCOME, Setting(), 0.8)["unrounded"]
    assert recruiting.for_proportions(OUTCOME, Setting(**added), 0.8)["unrounded"] == pytest.approx(times * plain)  # type: ignore[arg-type]


def test_lost_clusters_and_lost_people_are_different_losses() -> None:
    whole = recruiting.for_cluster_means(OUTCOME, VILLAGES, Setting(), 0.8)["unrounded"]
    clusters_lost = recruiting.for_cluster_means(OUTCOME, VILLAGES, Setting(attr_cluster=0.2), 0.8)["unrounded"]
    people_lost = recruiting.for_cluster_means(OUTCOME, VILLAGES, Setting(attrition=0.2), 0.8)["unrounded"]
    smaller = recruiting.for_cluster_means(OUTCOME, Clustering(m0=16, icc=0.05), Setting(), 0.8)["unrounded"]
    assert (clusters_lost, people_lost) == (pytest.approx(whole / 0.8), pytest.approx(smaller))


def test_plain_designs_are_the_formulas_alone() -> None:
    setting = Setting()
    assert recruiting.for_means(OUTCOME, setting, 0.8)["unrounded"] == means.sample_size_t(delta=0.2).value
    plain = proportions.sample_size(p1=0.38, p2=0.30)
    assert recruiting.for_proportions(OUTCOME, setting, 0.8)["unrounded"] == plain.value
    needed = clusters.clusters(delta=0.2, m=20, icc=0.05)
    assert recruiting.for_cluster_means(OUTCOME, VILLAGES, setting, 0.8)["unrounded"] == needed.value
    inflated = plain.value * 1.95 / 20
    assert recruiting.for_cluster_proportions(OUTCOME, VILLAGES, setting, 0.8)["unrounded"] == pytest.approx(inflated)


@pytest.mark.parametrize("count", [6, 12, 30, 100])
def test_t_promises_less_than_z_and_nearly_the_same_with_many_clusters(count: int) -> None:
    z = detecting.effect_on_cluster_means(OUTCOME, VILLAGES, Setting(), count, 0.8).value
    t = detecting.effect_on_cluster_means(OUTCOME, VILLAGES, Setting(student=True), count, 0.8).value
    assert z < t < z * (1 + 4 / (count - 2))


def test_the_degrees_of_freedom_are_those_of_the_clusters_that_are_needed() -> None:
    setting = Setting(student=True)
    count = recruiting.for_cluster_means(OUTCOME, VILLAGES, setting, 0.8)["unrounded"]
    assert clusters.clusters(delta=0.2, m=20, icc=0.05, df=count - 2).value == pytest.approx(count)


def test_t_recruits_three_clusters_however_large_the_effect() -> None:
    found = recruiting.for_cluster_means(Outcome(delta=9), VILLAGES, Setting(student=True, attr_cluster=0.25), 0.8)
    assert (found["unrounded"], found["clusters"]) == (pytest.approx(4), 4)
    assert next(line for line in found.text("en", "unrounded") if "max" in line) == "J_t = max(J; 3)"


def test_the_working_says_where_the_degrees_of_freedom_come_from() -> None:
    setting = Setting(student=True, attr_cluster=0.1)
    found = recruiting.for_cluster_means(OUTCOME, VILLAGES, setting, 0.8)
    assert found.text("en")[:2] == ("ν = J − 2", "ν ≈ 76.518")
    assert found["unrounded"] * 0.9 - 2 == pytest.approx(76.518, abs=0.0005)
    shown = detecting.power_of_cluster_means(OUTCOME, VILLAGES, setting, 30).text("en")
    assert shown[:3] == ("ν = J₀ · (1 − a_J) − 2", "= 30 · (1 − 0.1) − 2", "= 25")
    plain = recruiting.for_cluster_means(OUTCOME, VILLAGES, Setting(), 0.8).text("en")
    assert not any("ν" in line for line in plain)


@pytest.mark.parametrize("setting", [{"takeup_t": 0.3, "takeup_c": 0.3}, {"attrition": 1.0}, {"R2": 1.0}, {"tests": 0}])
def test_a_setting_that_cannot_be_is_refused(setting: dict[str, float]) -> None:
    with pytest.raises(Unanswerable):
        Setting(**setting)  # type: ignore[arg-type]


def test_every_adjustment_stands_in_the_working() -> None:
    setting = Setting(takeup_t=0.6, takeup_c=0.1, attrition=0.15, tests=3)
    text = "\n".join(recruiting.for_proportions(OUTCOME, setting, 0.8).text("en"))
    for line in ("α_k = α / k", "= 0.05 / 3", "N_f = N / ((c − s)²)", "N₀ = N_f / (1 − a)", "n_T = ⌈P · N₀⌉"):
        assert line in text
