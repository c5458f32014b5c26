"""Laws of marking that hold for every kind."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.exercises.kinds import long_text
from courses.exercises.marked import Marked, share_of, split
from tests.exercises.samples import SAMPLES, Frozen, uid

KINDS = sorted(SAMPLES)
MARKED_AT_ONCE = [name for name in KINDS if name != "long_text"]
FROZEN = {name: Frozen(name) for name in KINDS}

IDS = st.sampled_from([uid(number) for base in (100, 200, 300, 400) for number in range(base + 1, base + 6)])
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | IDS
JSON = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.dictionaries(st.sampled_from(["chosen", "parts", "positions", "text", "typed", "reading"]) | IDS, inner)
    ),
    max_leaves=12,
)


@pytest.mark.parametrize("name", KINDS)
@given(answer=JSON, seed=st.integers(0, 2**31))
@settings(max_examples=60)
def test_marking_never_raises_and_stays_within_bounds(name: str, answer: Any, seed: int) -> None:
    marked = FROZEN[name].mark(answer, seed=seed)
    assert marked.of == SAMPLES[name]["value"]["points"]
    assert marked.points is None or 0 <= marked.points <= marked.of
    assert all(0 <= part.points <= part.of for part in marked.parts)


@pytest.mark.parametrize("name", KINDS)
@given(answer=JSON, seed=st.integers(0, 2**31))
@settings(max_examples=30)
def test_marking_depends_on_answer_and_key_alone(name: str, answer: Any, seed: int) -> None:
    frozen = FROZEN[name]
    assert frozen.mark(answer, "es", seed) == frozen.mark(answer, "en", seed + 1)


@pytest.mark.parametrize("name", KINDS)
@given(answer=JSON)
@settings(max_examples=30)
def test_a_mark_survives_being_kept_as_json(name: str, answer: Any) -> None:
    marked = FROZEN[name].mark(answer)
    assert Marked.from_json(marked.to_json()) == marked


@pytest.mark.parametrize("name", MARKED_AT_ONCE)
def test_the_right_answer_has_full_marks_and_the_wrong_one_none(name: str) -> None:
    frozen = FROZEN[name]
    assert frozen.mark(frozen.right_answer).is_right
    assert frozen.mark(frozen.wrong_answer).points == 0
    assert not frozen.mark({}).points


@given(points=st.integers(1, 100), count=st.integers(1, 10))
def test_shares_add_up_to_the_whole(points: int, count: int) -> None:
    shares = split(points, count)
    assert sum(shares) == points
    assert max(shares) - min(shares) < Decimal("0.01")


@given(points=st.integers(1, 100), numerator=st.integers(-50, 50), denominator=st.integers(1, 50))
def test_only_a_whole_share_is_full_marks(points: int, numerator: int, denominator: int) -> None:
    share = share_of(Decimal(points), min(numerator, denominator), denominator)
    assert 0 <= share <= points
    assert (share == points) == (numerator >= denominator)


@given(right=st.integers(1, 6), wrong=st.integers(1, 6), data=st.data())
def test_ticking_everything_wins_nothing(right: int, wrong: int, data: st.DataObject) -> None:
    options = [
        {"type": "item", "id": uid(n), "value": {"text": f"Opción {n}", "correct": n <= right, "feedback": ""}}
        for n in range(1, right + wrong + 1)
    ]
    frozen = Frozen("multiple_answer", options=options)
    everything = [option["id"] for option in options]
    some = data.draw(st.lists(st.sampled_from(everything), unique=True))
    rights = everything[:right]
    assert frozen.mark({"chosen": everything}).points == 0
    assert frozen.mark({"chosen": some}).is_right == (sorted(some) == sorted(rights))


@given(order=st.permutations([uid(400 + n) for n in range(1, 6)]))
def test_only_the_right_order_has_full_marks(order: list[str]) -> None:
    positions = {identity: place for place, identity in enumerate(order, start=1)}
    marked = FROZEN["ordering"].mark({"positions": positions})
    assert marked.is_right == (order == sorted(order))


def test_one_exchange_of_neighbours_loses_little() -> None:
    positions = {uid(401): 2, uid(402): 1, uid(403): 3, uid(404): 4, uid(405): 5}
    assert FROZEN["ordering"].mark({"positions": positions}).points == Decimal("1.600")


def numbers(first: str, second: str, reading: str = "") -> dict[str, Any]:
    return {"parts": {uid(301): {"typed": first, "reading": ""}, uid(302): {"typed": second, "reading": reading}}}


def test_each_number_is_marked_for_itself() -> None:
    marked = FROZEN["numeric"].mark(numbers("-2.3", "99"))
    assert [part.points for part in marked.parts] == [1, 0]
    assert marked.points == 1


def test_tolerance_counts_to_its_edge() -> None:
    frozen = FROZEN["numeric"]
    assert frozen.mark(numbers("-2,37", "-20,51")).is_right
    assert frozen.mark(numbers("-2,371", "-20,511")).points == 0


def test_a_trap_says_what_went_wrong() -> None:
    marked = FROZEN["numeric"].mark(numbers("2,3", "−2,3"))
    assert [part.feedback for part in marked.parts] == [(f"{uid(301)}/{uid(311)}",), (f"{uid(302)}/{uid(312)}",)]


def test_shares_of_three_numbers_are_even_and_whole() -> None:
    part = SAMPLES["numeric"]["value"]["parts"][0]["value"]
    parts = [{"type": "item", "id": uid(n), "value": part} for n in (1, 2, 3)]
    frozen = Frozen("numeric", parts=parts, points=1)
    typed = {"typed": "-2.3", "reading": ""}
    assert frozen.mark({"parts": {uid(n): typed for n in (1, 2, 3)}}).is_right
    assert frozen.mark({"parts": {uid(1): typed}}).points == Decimal("0.333")


def levels(first: int, second: int) -> dict[str, int]:
    return {uid(501): first, uid(502): second}


@given(first=st.integers(0, 4), second=st.integers(0, 4))
def test_levels_make_the_mark(first: int, second: int) -> None:
    marked = long_text.review(FROZEN["long_text"].key, levels(first, second))
    assert marked.points == (0 if second == 0 else Decimal(first + second) / 2)
    assert Marked.from_json(marked.to_json()) == marked


@pytest.mark.parametrize("wrong", [{}, {uid(501): 2}, levels(5, 1), levels(-1, 1), {**levels(1, 1), "other": 1}])
def test_a_review_that_leaves_something_out_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="level"):
        long_text.review(FROZEN["long_text"].key, wrong)


def test_a_text_waits_for_a_person() -> None:
    marked = FROZEN["long_text"].mark({"text": "x"})
    assert marked.is_waiting
    assert not marked.is_right
