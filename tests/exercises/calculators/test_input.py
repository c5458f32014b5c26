"""Bad input: a sentence at its field, linked from the summary, in the reader's language; never a 500, NaN or infinity."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.exercises.calculators.registry import CALCULATORS
from tests.exercises.calculators.pages import EVERY, ask

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("slug", "field", "typed", "sentence"),
    [
        ("cluster-means", "icc", "1.2", "This has to be from 0 to 1."),
        ("proportions", "p1", "0", "This has to be more than 0 and less than 100."),
        ("proportions", "p2", "100", "This has to be more than 0 and less than 100."),
        ("proportions", "p2", "38", "The two proportions are equal: there is no effect to find."),
        ("means", "sd", "1e308", "“1e308” cannot be read as a number. Write digits only, for example −12.5."),
        ("means", "delta", "abc", "“abc” cannot be read as a number. Write digits only, for example −12.5."),
        ("means", "delta", "1.234", "“1.234” can be read in two ways. Choose the one you mean."),
        ("means", "delta", "", "Write a number."),
        ("means", "delta", "0", "This has to be a number other than 0."),
        ("means", "tests", "1.5", "This has to be a whole number, from 1 to 1000."),
        ("means", "takeup_t", "0", "Take-up is equal in both groups: the programme makes no difference that could be measured."),
        ("means", "power", "2", "The power has to be larger than the significance level."),
        ("means", "attrition", "100", "This has to be 0 or more, and less than 100."),
    ],
)  # fmt: skip
def test_a_bad_value_gets_its_sentence(slug: str, field: str, typed: str, sentence: str) -> None:
    page = ask(slug, **{field: typed})
    label = page.text(f"label[for={field}]")
    assert (page.status, page.errors) == (422, {field: sentence})
    assert page.summary == [(f"#{field}", f"{label}: {sentence}")]
    assert page.soup.select_one(f"#{field}").get("value", "") == typed  # type: ignore[union-attr]  # nothing is lost


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("icc", "1,2", "Debe ser de 0 a 1."),
        ("m", "abc", "«abc» no se puede leer como número. Escriba solo cifras, por ejemplo −12,5."),
        ("sd", "1.234", "«1.234» se puede leer de dos maneras. Elija la que quiso escribir."),
    ],
)
def test_sentences_are_in_the_language_of_the_page(field: str, typed: str, sentence: str) -> None:
    assert ask("cluster-means", "es", **{field: typed}).errors == {field: sentence}


def test_people_too_few_for_a_test_are_said_at_their_field() -> None:
    few = "A t test needs at least two people in each group who stay and take part."
    assert ask("means", find="power", N="3").errors == {"N": few}
    assert ask("means", find="effect", N="20", attrition="90").errors == {"N": few}
    assert ask("proportions", find="power", N="1").errors == {"N": "This has to be a whole number, 2 or more."}
    assert list(ask("proportions", find="effect", N="4").errors) == ["N"]


@pytest.mark.parametrize("slug", ["cluster-means", "cluster-proportions"])
def test_clusters_too_few_for_students_t_are_said_at_their_field(slug: str) -> None:
    few = {"J": "Student’s t needs more than two clusters that stay."}
    assert ask(slug, find="power", J="2", quantiles="t").errors == few
    assert ask(slug, find="effect", J="4", attr_cluster="50", quantiles="t").errors == few
    assert ask(slug, find="power", J="3", quantiles="t").status == 200


@pytest.mark.parametrize("slug", ["cluster-means", "cluster-proportions"])
@pytest.mark.parametrize("goal", ["size", "power", "effect"])
def test_attrition_that_empties_clusters_is_named(slug: str, goal: str) -> None:
    sentence = (
        "Con esa pérdida de muestra queda menos de una persona por conglomerado. Incorpore a más personas en cada uno."
    )
    assert ask(slug, "es", find=goal, m="4", attrition="80").errors == {"m": sentence}
    assert ask(slug, "es", find=goal, m="4", attrition="75").status == 200


@pytest.mark.parametrize(("slug", "field"), [("means", "N"), ("proportions", "N"), ("cluster-means", "J")])
def test_there_are_no_halves_of_people_and_clusters(slug: str, field: str) -> None:
    (sentence,) = ask(slug, find="power", **{field: "40.5"}).errors.values()
    assert sentence.startswith("This has to be a whole number, ")
    assert ask(slug, find="power", **{field: "40,0"}).status == 200


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "It has to be above the take-up in the control group: here the offer keeps people away."),
        (
            "es",
            "Debe ser mayor que la participación efectiva en el grupo de control: así, la oferta alejaría a las personas.",
        ),
    ],
)
@pytest.mark.parametrize("slug", ["means", "proportions", "cluster-means", "cluster-proportions", "itt-late"])
def test_an_offer_that_keeps_people_away_is_refused(slug: str, language: str, sentence: str) -> None:
    assert ask(slug, language, takeup_t="10", takeup_c="40").errors == {"takeup_t": sentence}


@pytest.mark.parametrize(
    ("slug", "typed", "missing"),
    [
        ("difference-in-differences", {"n_t": "400", "n_c": "400"}, "sd"),
        ("difference-in-differences", {"sd": "10", "n_t": "400"}, "n_c"),
        ("risks", {"n_c": "900"}, "n_t"),
    ],
)
def test_what_an_interval_lacks_is_asked_for_at_its_field(slug: str, typed: dict[str, str], missing: str) -> None:
    sentence = "For the interval this is needed too. Write it, or leave the others empty."
    assert ask(slug, **typed).errors == {missing: sentence}


@pytest.mark.parametrize("slug", ["proportions", "cluster-means", "cluster-proportions"])
def test_few_who_take_part_leave_little_power_not_an_error(slug: str) -> None:
    page = ask(slug, find="power", N="4", J="2", takeup_t="50")
    assert (page.status, page.errors) == (200, {})


def test_a_number_with_two_readings_offers_both() -> None:
    page = ask("means", delta="1.234", sd="2,5")
    links = [(link.get_text(), str(link["href"])) for link in page.soup.select("#delta_error a")]
    assert [text for text, _href in links] == ["1,234", "1.234"]
    chosen = [dict(part.split("=") for part in href[1:].split("&")) for _text, href in links]
    assert [(one["delta"], one["sd"], one["find"]) for one in chosen] == [
        ("1234", "2%2C5", "size"),
        ("1.2340", "2%2C5", "size"),
    ]


def test_the_reading_that_was_chosen_is_understood() -> None:
    assert ask("means", delta="1.2340").status == 200


def test_an_unknown_choice_is_refused_in_words() -> None:
    page = ask("proportions", variant="made-up")
    assert (page.status, list(page.errors)) == (422, ["variant"])


def test_an_unknown_goal_is_the_first_one() -> None:
    assert ask("means", find="nonsense").text("h1") == "Means: sample size"


def test_a_field_folded_away_is_opened_where_it_has_to_be_mended() -> None:
    folded = ask("means").soup.select_one("details.calculator__more")
    opened = ask("means", P="120").soup.select_one("details.calculator__more")
    assert (folded.has_attr("open"), opened.has_attr("open")) == (False, True)  # type: ignore[union-attr]


def test_downloads_of_what_has_no_answer_say_why() -> None:
    from django.test import Client

    for name in ("sensitivity.csv", "tables.xlsx"):
        response = Client().get(f"/en/calculators/means/{name}", {"delta": "abc"})
        assert (response.status_code, "“abc” cannot be read" in response.content.decode()) == (422, True)


def test_an_effect_beyond_all_measure_is_shown_all_the_same() -> None:
    page = ask("cluster-means", find="power", delta="999999999999999", sd="0.000000000000001")
    assert (page.status, "standard deviations" in page.sentence) == (200, True)


TYPED = st.one_of(
    st.floats(allow_nan=True, allow_infinity=True).map(str),
    st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-1000, max_value=1000).map(str),
    st.sampled_from(
        ["0", "1", "100", "999999999999999", "0.000000000000001", "1.234", "٣", "=1+1", "\x00", "%", "-", "1 000", "50"]
    ),
    st.text(max_size=80),
)


@pytest.mark.parametrize(("slug", "goal"), EVERY)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_nothing_that_is_typed_breaks_a_page(slug: str, goal: str, data: st.DataObject) -> None:
    language = data.draw(st.sampled_from(["es", "en"]))
    names = [one.name for one in CALCULATORS[slug].asked if one.is_asked(goal)]
    values = data.draw(st.dictionaries(st.sampled_from(names), TYPED, max_size=4))
    page = ask(slug, language, find=goal, **values)
    assert page.status in (200, 422)
    assert (page.status == 422) == bool(page.summary)
    assert re.search(r"\b(nan|inf|infinity)\b", page.text("#answer"), re.IGNORECASE) is None
