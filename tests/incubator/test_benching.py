from itertools import count

import pytest
from django.db import connection

from incubator.benching.asking import Fields
from incubator.benching.measuring import Line, cpu_ms, queries

PAGE = b"""
<form id="other"><input name="not" value="sent"></form>
<form id="lesson">
  <input type="hidden" name="token" value="a1">
  <input type="radio" name="x1-choice" value="r1"><input type="radio" name="x1-choice" value="r2" checked>
  <input type="radio" name="x2-choice" value="s1"><input type="checkbox" name="x3-ticked" value="t1">
  <textarea name="x4-text">
dos
l\xc3\xadneas</textarea>
  <select name="x5-place"><option value="">-</option><option value="2" selected>2</option></select>
  <button name="do" value="save">Save</button>
</form>
<button form="lesson" name="do" value="submit">Submit</button>
"""


def test_fields_are_what_a_browser_would_send() -> None:
    fields = Fields.of(PAGE, "lesson")
    assert fields.values == {"token": "a1", "x1-choice": "r2", "x4-text": "dos\nlíneas", "x5-place": "2"}
    assert fields.radios == {"x1-choice": "r1", "x2-choice": "s1"}


@pytest.mark.parametrize(
    ("found", "at_least", "verdict"), [(0.7, False, "reached"), (0.8, False, "MISSED"), (0.8, True, "reached")]
)
def test_a_line_says_whether_its_goal_is_reached(found: float, at_least: bool, verdict: str) -> None:
    assert str(Line("x", found, "×", 0.7, at_least)).split()[-1] == verdict


def test_cases_are_measured_in_turn() -> None:
    asked: list[str] = []
    found = cpu_ms({"a": lambda: asked.append("a"), "b": lambda: asked.append("b")}, rounds=3, warm=1)
    assert (asked, sorted(found)) == (["a", "b"] * 4, ["a", "b"])


@pytest.mark.django_db
def test_queries_are_counted_when_warm() -> None:
    calls = count()

    def case() -> None:
        for _number in range(1 if next(calls) else 5):
            connection.cursor().execute("SELECT 1")

    assert queries(case) == 1
