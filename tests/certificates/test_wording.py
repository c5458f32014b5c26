from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates import wording


@pytest.mark.parametrize(
    ("start", "end", "spanish", "english"),
    [
        ((2026, 4, 17), (2026, 4, 17), "17 de abril de 2026", "17 April 2026"),
        ((2026, 4, 2), (2026, 4, 17), "Del 2 al 17 de abril de 2026", "2 to 17 April 2026"),
        ((2026, 3, 2), (2026, 4, 17), "Del 2 de marzo al 17 de abril de 2026", "2 March to 17 April 2026"),
        (
            (2025, 11, 30),
            (2026, 1, 1),
            "Del 30 de noviembre de 2025 al 1 de enero de 2026",
            "30 November 2025 to 1 January 2026",
        ),
        (
            (2025, 4, 2),
            (2026, 4, 2),
            "Del 2 de abril de 2025 al 2 de abril de 2026",
            "2 April 2025 to 2 April 2026",
        ),
    ],
)
def test_dates_say_once_what_both_share(start: tuple, end: tuple, spanish: str, english: str) -> None:
    assert wording.dates(date(*start), date(*end), "es") == spanish
    assert wording.dates(date(*start), date(*end), "en") == english


@pytest.mark.parametrize(
    ("value", "unit", "spanish", "english"),
    [
        ("24.0", "teaching", "24 horas lectivas (de 45 min)", "24 teaching hours (45 min each)"),
        ("1.0", "teaching", "1 hora lectiva (de 45 min)", "1 teaching hour (45 min)"),
        ("7.5", "chronological", "7,5 horas cronológicas (de 60 min)", "7.5 chronological hours (60 min each)"),
        ("0.5", "chronological", "0,5 horas cronológicas (de 60 min)", "0.5 chronological hours (60 min each)"),
        ("100.0", "chronological", "100 horas cronológicas (de 60 min)", "100 chronological hours (60 min each)"),
    ],
)
def test_hours_name_their_unit(value: str, unit: str, spanish: str, english: str) -> None:
    assert wording.hours(Decimal(value), unit, "es") == spanish
    assert wording.hours(Decimal(value), unit, "en") == english


@given(st.decimals("0.5", "9999", places=1), st.sampled_from(list(wording.HOURS)), st.sampled_from(wording.LANGUAGES))
def test_hours_are_never_bare(value: Decimal, unit: str, language: str) -> None:
    assert wording.hours(value, unit, language).endswith(("45 min)", "60 min)", "45 min each)", "60 min each)"))


@pytest.mark.parametrize(
    ("percent", "points", "spanish", "english"),
    [
        ("0", 0, "cero", "zero"),
        ("72.499", 14, "catorce", "fourteen"),
        ("72.5", 15, "quince", "fifteen"),
        ("80", 16, "dieciséis", "sixteen"),
        ("100", 20, "veinte", "twenty"),
    ],
)
def test_grade_rounds_halves_up_and_is_spelt(percent: str, points: int, spanish: str, english: str) -> None:
    assert wording.grade(Decimal(percent)) == points
    assert wording.grade_in_words(points, "es") == spanish
    assert wording.grade_in_words(points, "en") == english


@given(st.decimals(0, 100, places=3), st.decimals(1, 100, places=2))
def test_printed_grade_reaches_the_printed_pass_mark_exactly_when_the_course_passes(
    percent: Decimal, pass_mark: Decimal
) -> None:
    from courses.learning.grading import passes

    assert (wording.grade(percent) >= wording.pass_mark(pass_mark)) == passes(percent, pass_mark)


def test_moment_is_in_lima_and_says_so() -> None:
    at = datetime(2026, 4, 21, 3, 32, tzinfo=UTC)
    lima = ZoneInfo("America/Lima")
    assert wording.moment(at, lima, "es") == "20 de abril de 2026, 22:32 (hora de Lima)"
    assert wording.moment(at, lima, "en") == "20 April 2026, 22:32 (Lima time)"


def test_both_languages_have_the_same_words() -> None:
    assert wording.FIXED["es"].keys() == wording.FIXED["en"].keys()
    assert wording.DOCUMENTS["es"].keys() == wording.DOCUMENTS["en"].keys()
