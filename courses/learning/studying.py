"""What a lesson's page shows to one person: the frozen text, and each exercise as she stands with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID, uuid4

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from courses.catalogue.released import OutlineExercise, OutlineLesson, body
from courses.exercises.answering import AnswerForm
from courses.exercises.marked import Marked
from courses.exercises.registry import Kind, kind
from courses.exercises.revealing import reveal
from courses.learning.practising import answer_form, posted_or_kept
from courses.learning.standing import Standing, Try
from courses.learning.visiting import Visit
from theme import weaving

State = Literal["done", "waiting", "skipped", "part", "empty"]


@dataclass(frozen=True)
class ShownExercise:
    """One exercise on the page: its form while it takes answers, and how the last attempt went."""

    number: int
    language: str
    standing: Standing
    kind: Kind
    texts: dict[str, Any]
    form: AnswerForm | None
    answered: AnswerForm | None
    unsent: Try | None
    token: UUID
    sequence: int
    marked: Marked | None
    revealed: dict[str, Any] | None
    notice: str = ""

    @property
    def exercise(self) -> OutlineExercise:
        return self.standing.exercise

    @property
    def is_marked_by_a_person(self) -> bool:
        return self.kind.review is not None

    @property
    def last(self) -> Try | None:
        return self.standing.last


@dataclass(frozen=True)
class Cell:
    """One lesson in the woven band."""

    lesson: OutlineLesson
    title: str
    url: str
    state: State
    done: int
    required: int
    waiting: int
    is_current: bool

    def woven(self) -> weaving.Cell:
        """The same for the band and the matrix; words for whoever does not see it."""
        return weaving.Cell(
            state="current" if self.is_current and self.state in ("part", "empty") else self.state,
            label=f"{self.title}: {self.in_words()}",
            text=str(self.waiting) if self.state == "waiting" else _inside(self),
            part=4 * self.done // self.required if self.state == "part" else 0,
        )

    def in_words(self) -> str:
        return {
            "done": _("complete"),
            "waiting": _("waiting for marking"),
            "skipped": _("skipped"),
            "part": _("%(done)s of %(required)s required exercises") % {"done": self.done, "required": self.required},
            "empty": _("not started"),
        }[self.state]


def _inside(cell: Cell) -> str:
    return {"part": f"{cell.done}/{cell.required}", "skipped": pgettext("skipped, in a cell", "S")}.get(cell.state, "")


def marked_of(attempt: Try) -> Marked | None:
    """The current mark in the form that the kind's templates know."""
    if attempt.mark is None:
        return None
    mark = attempt.mark
    return Marked.from_json({"points": mark.points, "of": mark.of, "parts": mark.parts})


def show(
    visit: Visit,
    standing: Standing,
    language: str,
    *,
    data: Mapping[str, Any] | None = None,
    notice: str = "",
) -> ShownExercise:
    """An exercise with only what may be seen now: nothing held back leaves before its moment."""
    exercise, last, open_now = standing.exercise, standing.last, visit.course_enrolment.cohort_course.takes_answers()
    texts = exercise.texts[language]
    form = None
    if standing.takes_answers and open_now:
        form = posted_or_kept(visit.course_enrolment.pk, standing, language, data)
    unsent = standing.draft if form is None else None
    read = unsent or last
    answered = answer_form(visit.course_enrolment.pk, standing, language, initial=read.answer) if read else None
    marked = marked_of(last) if last and not unsent else None
    revealed = None
    if last and marked:
        revealed = reveal(
            kind(exercise.kind),
            exercise.specification,
            exercise.key,
            texts["held"],
            marked,
            last.answer,
            finished=standing.is_finished,
        )
    return ShownExercise(
        number=exercise.position,
        language=language,
        standing=standing,
        kind=kind(exercise.kind),
        texts=texts["shown"],
        form=form,
        answered=answered,
        unsent=unsent,
        token=standing.draft.token if standing.draft else uuid4(),
        sequence=standing.draft.saved_sequence if standing.draft else 0,
        marked=marked,
        revealed=revealed,
        notice=notice,
    )


def blocks(visit: Visit, lesson: OutlineLesson, language: str, shown: list[ShownExercise]) -> list[dict[str, Any]]:
    """The lesson's blocks in order; an exercise's place holds its `ShownExercise`."""
    by_block = {each.exercise.block_id: each for each in shown}
    return [
        block if block["type"] not in _exercise_types(shown) else block | {"exercise": by_block[block["id"]]}
        for block in body(lesson, language, link=lambda key: _link(visit, key, language))
    ]


def _exercise_types(shown: list[ShownExercise]) -> set[str]:
    return {each.exercise.kind for each in shown}


def _link(visit: Visit, key: UUID, language: str) -> str:
    """A link from lesson to lesson leads to the learner's own address."""
    for lesson in visit.release.lessons:
        if lesson.key == key:
            return visit.lesson_url(lesson, language)
    return visit.url(language)


def band(visit: Visit, language: str, current: OutlineLesson | None = None) -> list[Cell]:
    """The woven band: one cell a lesson."""
    return [
        Cell(
            lesson=lesson,
            title=lesson.title[language],
            url=visit.lesson_url(lesson, language),
            state=lesson_state(visit, lesson),
            done=visit.progress[lesson.key].done if lesson.key in visit.progress else 0,
            required=sum(each.required for each in lesson.exercises),
            waiting=visit.progress[lesson.key].waiting if lesson.key in visit.progress else 0,
            is_current=current is not None and current.key == lesson.key,
        )
        for lesson in visit.release.lessons
    ]


def lesson_state(visit: Visit, lesson: OutlineLesson) -> State:
    """done, waiting, part, skipped or empty: the states of the cell."""
    row = visit.progress.get(lesson.key)
    if row is None:
        return "empty"
    if row.waiting:
        return "waiting"
    if row.is_complete:
        return "done"
    if row.skipped_at and not row.done:
        return "skipped"
    return "part" if row.done or row.last_exercise_id else "empty"


def last_saved(shown: list[ShownExercise]) -> datetime | None:
    """When a draft of this lesson was last kept."""
    return max((each.standing.draft.saved_at for each in shown if each.standing.draft), default=None)
