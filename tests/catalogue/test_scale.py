from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from courses.catalogue.scale import on_scale, pass_grade


@given(st.decimals(1, 100, places=2))
def test_the_pass_grade_is_the_lowest_whole_grade_at_or_above_the_pass_mark(pass_mark: Decimal) -> None:
    lowest = pass_grade(pass_mark)
    assert (lowest - 1) * 5 < pass_mark <= lowest * 5


@given(st.integers(1, 20))
def test_a_pass_mark_on_the_scale_is_shown_as_it_is(grade: int) -> None:
    assert (pass_grade(Decimal(grade * 5)), on_scale(Decimal(grade * 5))) == (grade, grade)
