"""What changed between two releases, in terms of what it means for people who study."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from courses.catalogue.comparing import Difference, difference
from courses.catalogue.frozen import FrozenCourse, FrozenExercise, FrozenLesson
from courses.catalogue.telling import sentences


def task(block_id: str, **own: Any) -> FrozenExercise:
    values = {
        "position": 1, "kind": "single_choice", "specification": {"options": ["a", "b"]},
        "key": {"points": 1, "solution": {"choice": ["a"]}},
        "texts": {"es": {"shown": {"question": "¿Qué?"}}, "en": {"shown": {"question": "What?"}}},
        "points": 1, "required": True, "attempt_limit": 2,
    }  # fmt: skip
    return FrozenExercise(block_id=block_id, **{**values, **own})


def lesson(key: str, *exercises: FrozenExercise, words: str = "uno") -> FrozenLesson:
    both = {"es": words, "en": f"EN {words}"}
    content = {language: [{"type": "text", "id": "t1", "value": text}] for language, text in both.items()}
    return FrozenLesson(
        key=key, position=1, hours=Decimal(3), sensitive=False, title={"es": key, "en": key}, slug={}, summary={},
        objectives={}, content=content, html={}, exercises=exercises,
    )  # fmt: skip


def course(*lessons: FrozenLesson, **own: Any) -> FrozenCourse:
    values = {
        "title": {"es": "M"}, "summary": {}, "hour_unit": "teaching", "pass_mark": Decimal(70), "sequence": "free",
    }  # fmt: skip
    return FrozenCourse(languages=("es", "en"), lessons=lessons, **{**values, **own})


def changed(old: FrozenCourse, new: FrozenCourse) -> dict[str, Any]:
    """Only what is not empty."""
    return {name: value for name, value in vars(difference(old, new)).items() if value}


def test_the_same_content_has_no_difference():
    one = course(lesson("l1", task("e1")))
    assert changed(one, one) == {}
    assert difference(one, one).is_empty


def test_lessons_that_come_and_go_take_their_exercises_along():
    old, new = course(lesson("l1"), lesson("l2", task("e2"))), course(lesson("l1"), lesson("l3", task("e3")))
    assert changed(old, new) == {
        "lessons_added": ("l3",), "lessons_removed": ("l2",),
        "exercises_added": (("l3", "e3"),), "exercises_removed": (("l2", "e2"),),
        "required_added": (("l3", "e3"),), "required_dropped": (("l2", "e2"),),
    }  # fmt: skip


def test_lessons_that_change_places_are_told_apart_from_new_ones():
    old, new = course(lesson("l1"), lesson("l2")), course(lesson("l2"), lesson("l1"))
    assert changed(old, new) == {"lessons_moved": ("l2", "l1")}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"required": False}, "required_dropped"),
        ({"points": 3, "key": {"points": 3, "solution": {"choice": ["a"]}}}, "points_changed"),
        ({"attempt_limit": 5}, "limits_changed"),
        ({"key": {"points": 1, "solution": {"choice": ["b"]}}}, "keys_changed"),
        ({"specification": {"options": ["a", "b", "c"]}}, "keys_changed"),
    ],
)
def test_a_change_of_an_exercise_is_named(change, told):
    old, new = course(lesson("l1", task("e1"))), course(lesson("l1", task("e1", **change)))
    assert changed(old, new) == {told: (("l1", "e1"),)}


def computed(answer: str = "-2.3", working: str = "= -2.3", version: str = "1.0") -> dict[str, Any]:
    solved = {"answer": answer, "working": ["RD = 9.1 - 11.4", working]}
    return {"points": 1, "solution": {"p1": solved}, "formulas": {"p1": {"name": "F16_risk", "version": version}}}


@pytest.mark.parametrize(
    ("key", "told"),
    [
        (computed(version="2.0"), {}),
        (computed(working=r"\approx -2.30", version="2.0"), {"reworded": 1}),
        ({name: part for name, part in computed().items() if name != "formulas"}, {}),
        (computed(answer="-2.4", version="2.0"), {"keys_changed": (("l1", "e1"),)}),
    ],
    ids=["only the version", "another working", "typed now", "another answer"],
)
def test_a_formula_that_gives_the_same_answer_changes_no_key(key: dict[str, Any], told: dict[str, Any]):
    old, new = course(lesson("l1", task("e1", key=computed()))), course(lesson("l1", task("e1", key=key)))
    assert changed(old, new) == told


def test_an_optional_exercise_that_becomes_required_counts_as_required():
    old, new = course(lesson("l1", task("e1", required=False))), course(lesson("l1", task("e1")))
    assert changed(old, new) == {"required_added": (("l1", "e1"),)}


def test_a_text_reworded_in_both_languages_counts_once():
    old, new = course(lesson("l1")), course(lesson("l1", words="dos"))
    assert changed(old, new) == {"reworded": 1}


def test_texts_of_exercises_and_of_the_course_count_too():
    texts = {"es": {"shown": {"question": "¿Cuál?"}}, "en": {"shown": {"question": "Which?"}}}
    old = course(lesson("l1", task("e1")))
    new = course(lesson("l1", task("e1", texts=texts)), title={"es": "N"})
    assert changed(old, new) == {"reworded": 2}


def test_hours_pass_mark_and_order_are_named():
    old = course(lesson("l1"))
    new = course(replace(lesson("l1"), hours=Decimal(4)), pass_mark=Decimal(60), sequence="in_order")
    assert changed(old, new) == {"hours_changed": True, "pass_mark_changed": True, "sequence_changed": True}


def test_changes_are_told_in_sentences_with_counts():
    old = course(lesson("l1", task("e1")))
    new = course(lesson("l1", task("e1", attempt_limit=3), task("e2"), task("e3"), words="dos"))
    with translation.override("en"):
        assert sentences(difference(old, new)) == [
            "2 more exercises are required.",
            "1 exercise allows another number of attempts.",
            "2 exercises are new.",
            "1 text reads differently.",
        ]


def test_nothing_is_told_where_nothing_changed():
    one = course(lesson("l1"))
    found: Difference = difference(one, one)
    assert sentences(found) == []
