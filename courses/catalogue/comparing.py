"""What changed from one release to another, by what it means for people who study."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from courses.catalogue.facts import Release
from courses.catalogue.frozen import FrozenCourse, FrozenExercise, FrozenLesson, digest, of_release

Identity = tuple[str, str]  # lesson key, block id: what an Exercise row is in its course
Path = tuple[str, ...]


@dataclass(frozen=True)
class Difference:
    """
    Lessons by key, exercises by (lesson key, block id). An exercise that moved to another lesson is removed and added.
    `required_added`: required now, and either new or optional before.
    `reworded`: how many texts read otherwise, counted once for all languages; not those of new lessons or exercises.
    """

    lessons_added: tuple[str, ...]
    lessons_removed: tuple[str, ...]
    lessons_moved: tuple[str, ...]
    exercises_added: tuple[Identity, ...]
    exercises_removed: tuple[Identity, ...]
    required_added: tuple[Identity, ...]
    required_dropped: tuple[Identity, ...]
    keys_changed: tuple[Identity, ...]
    points_changed: tuple[Identity, ...]
    limits_changed: tuple[Identity, ...]
    reworded: int
    hours_changed: bool
    pass_mark_changed: bool
    sequence_changed: bool

    @property
    def is_empty(self) -> bool:
        return not any(vars(self).values())


def difference(old: Release | FrozenCourse, new: Release | FrozenCourse) -> Difference:
    before, after = _frozen(old), _frozen(new)
    lessons_before, lessons_after = _lessons(before), _lessons(after)
    then, now = _exercises(before), _exercises(after)
    both = [identity for identity in now if identity in then]
    stayed = [key for key in lessons_after if key in lessons_before]
    texts = [
        (_course_texts(before), _course_texts(after)),
        *((_texts(lessons_before[key]), _texts(lessons_after[key])) for key in stayed),
        *((_exercise_texts(then[i]), _exercise_texts(now[i])) for i in both),
    ]
    return Difference(
        lessons_added=tuple(key for key in lessons_after if key not in lessons_before),
        lessons_removed=tuple(key for key in lessons_before if key not in lessons_after),
        lessons_moved=tuple(_moved([key for key in lessons_before if key in lessons_after], stayed)),
        exercises_added=tuple(identity for identity in now if identity not in then),
        exercises_removed=tuple(identity for identity in then if identity not in now),
        required_added=tuple(i for i, e in now.items() if e.required and not (i in then and then[i].required)),
        required_dropped=tuple(i for i, e in then.items() if e.required and not (i in now and now[i].required)),
        keys_changed=tuple(i for i in both if _key(then[i]) != _key(now[i])),
        points_changed=tuple(i for i in both if then[i].points != now[i].points),
        limits_changed=tuple(i for i in both if then[i].attempt_limit != now[i].attempt_limit),
        reworded=sum(_reworded(one, other, {*before.languages, *after.languages}) for one, other in texts),
        hours_changed=before.hours != after.hours or before.hour_unit != after.hour_unit,
        pass_mark_changed=before.pass_mark != after.pass_mark,
        sequence_changed=before.sequence != after.sequence,
    )


def _frozen(of: Release | FrozenCourse) -> FrozenCourse:
    return of_release(of) if isinstance(of, Release) else of


def _lessons(course: FrozenCourse) -> dict[str, FrozenLesson]:
    return {lesson.key: lesson for lesson in course.lessons}


def _exercises(course: FrozenCourse) -> dict[Identity, FrozenExercise]:
    return {(lesson.key, exercise.block_id): exercise for lesson in course.lessons for exercise in lesson.exercises}


def _moved(before: list[str], after: list[str]) -> list[str]:
    return [key for key, other in zip(after, before, strict=True) if key != other]


def _key(exercise: FrozenExercise) -> str:
    """What decides a mark. Points are told apart; neither a working nor the formula that an answer came from does."""
    key = {name: value for name, value in exercise.key.items() if name not in ("points", "formulas")}
    solution = {
        part: {name: value for name, value in solved.items() if name != "working"}
        if isinstance(solved, Mapping)
        else solved
        for part, solved in key.get("solution", {}).items()
    }
    return digest(
        {"kind": exercise.kind, "key": {**key, "solution": solution}, "specification": exercise.specification}
    )


def _exercise_texts(exercise: FrozenExercise) -> dict[Path, str]:
    """Its texts, and the working of each part, which has no language."""
    solutions = exercise.key.get("solution", {})
    workings = {
        part: "\n".join(solved["working"])
        for part, solved in solutions.items()
        if isinstance(solved, Mapping) and "working" in solved
    }
    return dict(_walk({**exercise.texts, "working": workings}))


def _course_texts(course: FrozenCourse) -> dict[Path, str]:
    return dict(_walk({"title": course.title, "summary": course.summary}))


def _texts(lesson: FrozenLesson) -> dict[Path, str]:
    """Every text of a lesson outside of its exercises, by where it stands."""
    exercises = {exercise.block_id for exercise in lesson.exercises}
    blocks = {
        language: [block for block in content if block["id"] not in exercises]
        for language, content in lesson.content.items()
    }
    own = {"title": lesson.title, "summary": lesson.summary, "objectives": lesson.objectives}
    return dict(_walk({**own, "blocks": blocks}))


def _walk(tree: Any, trail: Path = ()) -> Iterator[tuple[Path, str]]:
    """The strings of some JSON by their path; what has an id is found by it wherever it stands."""
    if isinstance(tree, Mapping):
        for name, below in tree.items():
            yield from _walk(below, (*trail, str(name)))
    elif isinstance(tree, list):
        for number, below in enumerate(tree):
            identity = below.get("id") if isinstance(below, Mapping) else None
            yield from _walk(below, (*trail, str(identity or number)))
    elif isinstance(tree, str):
        yield trail, tree


def _reworded(before: dict[Path, str], after: dict[Path, str], languages: Container[str]) -> int:
    """How many texts changed, appeared or went; one that did so in every language counts once."""
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    return len({tuple(part for part in path if part not in languages) for path in changed})
