"""What the pages answer: the numbers of the curriculum, in sentences."""

import pytest

from tests.exercises.calculators.pages import EVERY, ask

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize(("slug", "goal"), EVERY)
def test_every_calculator_answers_its_example(slug: str, goal: str, language: str) -> None:
    page = ask(slug, language, find=goal)
    assert (page.status, bool(page.figure), bool(page.sentence), bool(page.cautions)) == (200, True, True, True)
    assert page.soup.select_one("svg.curve__figure polyline") is not None
    assert page.soup.select_one(".working math") is not None


@pytest.mark.parametrize(
    ("slug", "values", "figure", "facts"),
    [
        ("means", {}, "788", {"Treated group": "394", "Before rounding up": "786.8"}),  # E1, t in place of z
        ("proportions", {}, "1,100", {"Treated group": "550", "Control group": "550"}),  # E3
        ("cluster-means", {}, "78", {"Treated group": "39", "Design effect": "1.95"}),  # E2
        ("cluster-proportions", {}, "108", {"Treated group": "54", "Control group": "54"}),  # E3
        ("cluster-means", {"find": "effect", "J": "250", "m": "10"}, "0.135", {}),  # E6
        ("difference-in-differences", {"t0": "17.1", "t1": "7.7", "c0": "9.3", "c1": "8"}, "−8.1", {}),
        ("itt-late", {}, "−8", {}),
        ("list-experiment", {}, "29%", {"Standard error": "5.9 points"}),
        ("risks", {}, "−2.3 points", {"Relative change": "−20.2%", "People who must take part for one case": "44"}),
        ("risks", {"find": "odds"}, "0.495", {}),
        ("cost-effectiveness", {}, "S/ 5,217.39", {"Outcomes": "34.5"}),
        ("cost-effectiveness", {"year_0": "420000", "n": "900", "effect": "5"}, "S/ 9,333.33", {}),
    ],
)
def test_answers_are_those_of_the_curriculum(
    slug: str, values: dict[str, str], figure: str, facts: dict[str, str]
) -> None:
    page = ask(slug, **values)
    assert (page.figure, {name: page.facts[name] for name in facts}) == (figure, facts)


def test_take_up_of_half_quadruples_the_sample() -> None:
    whole, half = ask("proportions"), ask("proportions", takeup_t="60", takeup_c="10")
    assert (whole.facts["Before rounding up"], half.facts["Before rounding up"]) == ("1,098.4", "4,393.8")


def test_attrition_is_recruited_on_top() -> None:
    assert ask("proportions", attrition="15").figure == "1,294"  # 1,098.4 / 0.85 = 1,292.3, rounded up in each group


def test_later_money_is_worth_less() -> None:
    page = ask("cost-effectiveness", year_0="0", year_1="0", year_2="100000", n="100", effect="100")
    assert page.facts["Cost at today’s worth"] == "S/ 82,644.63"


def test_money_has_two_decimals_or_none() -> None:
    page = ask("cost-effectiveness", year_0="18010", n="1000", effect="1")
    assert (page.figure, page.facts["Cost at today’s worth"]) == ("S/ 1,801", "S/ 18,010")
    assert ask("cost-effectiveness", year_0="18001", n="1000", effect="1").figure == "S/ 1,800.10"


def test_spanish_writes_numbers_its_way() -> None:
    page = ask("cost-effectiveness", "es")
    assert page.figure == "S/ 5 217,39"
    assert ask("proportions", "es", p1="38,5").text(".answer__sentence").count("38,5 %") == 1


def test_both_languages_read_both_decimal_signs() -> None:
    assert {ask("risks", language, p_t=typed).figure for language in ("en",) for typed in ("9.1", "9,1")} == {
        "−2.3 points"
    }
    assert ask("risks", "es", p_t="9.1").figure == ask("risks", "es", p_t="9,1").figure


def test_intervals_come_with_the_people() -> None:
    without, with_people = ask("risks"), ask("risks", n_t="1350", n_c="1350")
    assert "Interval of 95%" not in without.facts
    assert with_people.facts["Interval of 95%"] == "−4.6 to 0"


def test_a_low_power_is_called_low() -> None:
    page = ask("proportions", find="power", N="400")
    assert (page.figure, "less than the usual 80%" in page.sentence) == ("39.3%", True)


@pytest.mark.parametrize(
    ("goal", "values", "figure"),
    [  # scipy's noncentral t with the effect diluted to δ(c − s) and the degrees of freedom of everybody
        ("power", {"N": "800", "delta": "1", "sd": "1", "takeup_t": "15", "takeup_c": "5"}, "29.2%"),
        ("size", {"delta": "1", "sd": "1", "takeup_t": "15", "takeup_c": "5"}, "3,142"),
        ("size", {"delta": "5", "sd": "1", "takeup_t": "15", "takeup_c": "5"}, "128"),
        ("effect", {"N": "100", "sd": "1", "takeup_t": "30", "takeup_c": "10"}, "2.83"),
    ],
)
def test_who_does_not_take_part_still_counts_in_a_t_test(goal: str, values: dict[str, str], figure: str) -> None:
    assert ask("means", find=goal, **values).figure == figure


def test_small_units_are_not_rounded_away() -> None:
    page = ask("difference-in-differences", t0="0.0312", t1="0.0271", c0="0.0298", c1="0.0291")
    assert (page.figure, "changed by −0.0041 and" in page.sentence) == ("−0.0034", True)


def test_power_that_is_shown_as_usual_is_not_called_less() -> None:
    for people in range(1060, 1110):
        page = ask("proportions", find="power", N=str(people))
        assert (page.figure < "80%") == ("less than the usual" in page.sentence)


@pytest.mark.parametrize(("language", "told"), [("en", "more than 99.9%"), ("es", "más de 99,9 %")])
def test_no_power_is_called_certain(language: str, told: str) -> None:
    page = ask("proportions", language, find="power", N="100000")
    assert (page.figure, told in page.sentence) == (told, True)


def test_what_falls_by_little_is_not_said_to_stay() -> None:
    assert "a fall from 38% to 37.9991%" in ask("proportions", find="power", p2="37.9991").sentence


def test_one_is_in_the_singular() -> None:
    assert "an effect of 1 standard deviation " in ask("means", delta="1", sd="1").sentence
    assert ask("proportions", find="effect", N="1000000", p1="1", direction="rise").figure.endswith("percentage points")


def test_a_rise_is_called_a_rise() -> None:
    assert "a rise from 38% to" in ask("proportions", find="effect", direction="rise").sentence
    assert "a fall from 38% to" in ask("proportions", find="effect").sentence


def test_one_person_a_cluster_is_in_the_singular() -> None:
    assert "with 1 person each" in ask("cluster-means", m="1").sentence


# What readers are warned of


def test_the_ways_of_computing_proportions_are_told_apart() -> None:
    assert "pooled asks for 550 people per group, unpooled for 547 and arcsine for 549" in ask("proportions").cautions


@pytest.mark.parametrize(("variant", "figure"), [("pooled", "1,100"), ("unpooled", "1,094"), ("arcsine", "1,098")])
def test_the_way_of_computing_is_part_of_the_result(variant: str, figure: str) -> None:
    page = ask("proportions", variant=variant)
    assert (page.figure, variant in page.text(".answer")) == (figure, True)


def test_few_clusters_are_warned_of_with_the_answer_of_t() -> None:
    values = {"find": "effect", "J": "12"}
    told = ask("cluster-means", **values).cautions
    assert f"With Student’s t the answer is {ask('cluster-means', quantiles='t', **values).figure}" in told
    assert "Student’s t" not in ask("cluster-means", find="effect", J="200").cautions


def test_covariates_of_a_yes_or_no_outcome_are_warned_of() -> None:
    assert "does not carry over from means" in ask("proportions", R2="0.3").cautions
    assert "does not carry over from means" not in ask("proportions").cautions


def test_means_say_that_they_are_t_and_what_z_gives() -> None:
    assert "786.8 people to analyse. Normal quantiles (z) give 784.9" in ask("means").cautions


def test_every_design_protects_who_is_at_risk() -> None:
    for slug in ("means", "proportions", "cluster-means", "cluster-proportions"):
        assert "Whoever is at immediate risk is protected outside the lottery" in ask(slug).cautions


# What would change most


def test_what_would_change_most_is_the_largest_move_of_a_tenth() -> None:
    assert ask("means").text(".key-idea p") == "Power: a tenth less gives 650 instead of 788, a tenth more gives 986."


def test_what_moves_nothing_is_named_below_the_table() -> None:
    page = ask("list-experiment")
    assert [row.th.get_text() for row in page.soup.select("[aria-labelledby=sensitivity] tbody tr")] == [  # type: ignore[union-attr]
        "Mean number of items, long list",
        "Mean number of items, short list",
    ]
    assert page.text("#sensitivity ~ p").startswith("These leave it as it is: Standard deviation, long list; ")


def test_a_unit_is_told_once_in_the_sensitivity_table() -> None:
    page = ask("proportions", find="effect")
    assert page.text("section caption").startswith("The answer in percentage points when")
    assert page.text("[aria-labelledby=sensitivity] td:last-child") == "8.54"


@pytest.mark.parametrize(("slug", "values"), [("risks", {"n_t": "900", "n_c": "900"}), ("means", {"takeup_t": "60"})])
def test_a_step_is_shown_once_however_many_workings_need_it(slug: str, values: dict[str, str]) -> None:
    soup = ask(slug, find="effect" if slug == "means" else "compare", **values).soup
    symbols = [cell.get_text() for cell in soup.select(".working td:first-child math")]
    assert len(symbols) == len(set(symbols)) > 5


def test_the_sensitivity_table_leaves_a_gap_where_there_is_no_answer() -> None:
    rows = {
        row.th.get_text(): row.get_text("|")
        for row in ask("means").soup.select("[aria-labelledby=sensitivity] tbody tr")
    }  # type: ignore[union-attr]
    assert rows["Take-up in the treated group"].strip("|\n").split("|")[-1].strip() == "–"
