from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.exercises.numbers import Ambiguous, Unreadable, format_number, in_words, parse, read

LANGUAGES = st.sampled_from(["es", "en"])
NUMBERS = st.decimals(min_value=-(10**12), max_value=10**12, places=6, allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0,05", "0.05"),
        ("0.05", "0.05"),
        ("-2,3", "-2.3"),
        ("−2.3", "-2.3"),
        ("– 2,3", "-2.3"),
        ("+7", "7"),
        ("20 %", "20"),
        ("-20,2\u00a0%", "-20.2"),
        ("5 217,39", "5217.39"),
        ("5\u00a0217,39", "5217.39"),
        ("5\u202f217,39", "5217.39"),
        ("5'217.39", "5217.39"),
        ("5,217.39", "5217.39"),
        ("5.217,39", "5217.39"),
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("1 234 567", "1234567"),
        ("1.234,567", "1234.567"),
        ("1234,567", "1234.567"),
        ("0,123", "0.123"),
        (",5", "0.5"),
        ("5,", "5"),
        ("-0", "0"),
        ("007", "7"),
        pytest.param(" " * 100_000 + "7" + "\u00a0" * 100_000, "7", id="spaces"),
    ],
)
def test_numbers_are_read_as_people_type_them(text: str, value: str) -> None:
    assert parse(text) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "thousands", "decimals"),
    [("1.234", "1234", "1.234"), ("1,234", "1234", "1.234"), ("−12,500 %", "-12500", "-12.5"), ("1.000", "1000", "1")],
)
def test_one_sign_before_three_digits_is_a_question(text: str, thousands: str, decimals: str) -> None:
    assert parse(text) == Ambiguous((Decimal(thousands), Decimal(decimals)))


@pytest.mark.parametrize(
    "text",
    ["abc", "1e308", "inf", "NaN", "-", ".", ",", "%", "1.2.3", "12 34", "1,23,456", "--2", "1/2", "2-3", "10²", "٣"],
)
def test_what_is_no_number_is_refused(text: str) -> None:
    assert parse(text) is Unreadable.NOT_A_NUMBER


@pytest.mark.parametrize("text", ["", " ", "\u00a0\n"])
def test_nothing_typed_is_nothing(text: str) -> None:
    assert parse(text) is Unreadable.EMPTY


@pytest.mark.parametrize(
    "text", ["1" + "0" * 15, "0," + "1" * 16, "9" * 400, "1" * 61, pytest.param("-" + " " * 200_000 + "x", id="spaces")]
)
def test_numbers_beyond_all_bounds_are_refused(text: str) -> None:
    assert parse(text) is Unreadable.TOO_LONG


@given(st.text(max_size=80) | st.text(alphabet="0123456789.,-−+ %'\u00a0eE", max_size=40))
def test_reading_never_raises(text: str) -> None:
    assert isinstance(parse(text), Decimal | Ambiguous | Unreadable)


@given(NUMBERS, LANGUAGES)
def test_what_is_written_is_read_back(value: Decimal, language: str) -> None:
    number = parse(format_number(value, language))
    assert value in number.readings if isinstance(number, Ambiguous) else number == value


@given(st.integers(-(10**12), 10**12))
def test_whole_numbers_in_spanish_are_never_ambiguous(value: int) -> None:
    assert parse(format_number(Decimal(value), "es")) == value


@given(NUMBERS)
def test_both_languages_write_the_same_number(value: Decimal) -> None:
    assert format_number(value, "es").replace("\u00a0", "").replace(",", ".") == format_number(value, "en").replace(
        ",", ""
    )


def test_a_chosen_reading_settles_the_question() -> None:
    assert read("1.234", "1234") == 1234
    assert read("1.234", "1.234") == Decimal("1.234")


def test_a_reading_of_another_text_settles_nothing() -> None:
    assert isinstance(read("2.345", "1234"), Ambiguous)
    assert read("2,5", "1234") == Decimal("2.5")


def test_each_language_has_one_way_to_write_numbers() -> None:
    value = Decimal("-5217.390")
    assert format_number(value, "es") == "−5\u00a0217,39"
    assert format_number(value, "en") == "−5,217.39"
    assert format_number(Decimal("1E+3"), "en") == "1,000"
    assert format_number(Decimal("-0"), "es") == "0"


def test_numbers_are_said_in_words() -> None:
    assert in_words(Decimal("-2.3"), "es") == "menos dos coma tres"
    assert in_words(Decimal("-2.3"), "en") == "minus two point three"
    assert in_words(Decimal("0.05"), "es") == "cero coma cero cinco"
    assert in_words(Decimal(1234), "en") == "one thousand two hundred and thirty-four"
    assert in_words(Decimal(21000), "es") == "veintiún mil"
    assert in_words(Decimal(31000000), "es") == "treinta y un millones"


@given(NUMBERS, LANGUAGES)
def test_every_number_can_be_said(value: Decimal, language: str) -> None:
    words = in_words(value, language)
    assert words == words.strip()
    assert not any(character.isdigit() for character in words)
