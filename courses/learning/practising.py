"""Drafts and handing in. Every answer is saved before anything else happens to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from courses.catalogue.released import OutlineExercise, OutlineLesson
from courses.cohorts.models import CourseEnrolment, Enrolment
from courses.exercises.answering import AnswerForm
from courses.exercises.registry import kind
from courses.learning import completing, marking, progress
from courses.learning.models import Attempt, seed_for
from courses.learning.standing import Standing, standings
from courses.records import trail


class Saved(Enum):
    SAVED = "saved"
    UNCHANGED = "unchanged"
    CONFLICT = "conflict"
    STALE = "stale"
    CLOSED = "closed"


class NotTaken(Exception):
    """Why an answer was not handed in."""

    def __init__(self, reason: "Refusal") -> None:
        super().__init__(reason.value)
        self.reason = reason


class Refusal(Enum):
    INVALID = "invalid"
    NO_ATTEMPTS_LEFT = "no_attempts_left"
    WAITING = "waiting"
    CLOSED = "closed"


@dataclass(frozen=True)
class Sheet:
    """One exercise as it came back from the browser."""

    standing: Standing
    form: AnswerForm
    token: UUID
    sequence: int

    @property
    def exercise(self) -> OutlineExercise:
        return self.standing.exercise


def answer_form(
    course_enrolment_id: int,
    standing: Standing,
    language: str,
    *,
    data: Mapping[str, Any] | None = None,
    initial: dict[str, Any] | None = None,
) -> AnswerForm:
    """The fields of an exercise, for one person, in one language."""
    exercise = standing.exercise
    return kind(exercise.kind).form(
        data,
        prefix=f"x{exercise.exercise_id}",
        specification=exercise.specification,
        texts=exercise.texts[language]["shown"],
        language=language,
        seed=seed_for(course_enrolment_id, exercise.exercise_id),
        initial=initial,
    )


def posted_or_kept(
    course_enrolment_id: int, standing: Standing, language: str, data: Mapping[str, Any] | None = None
) -> AnswerForm:
    """With what was posted, else with the draft, else with the last answer to go on from, else empty."""
    kept = standing.draft or standing.last
    return answer_form(course_enrolment_id, standing, language, data=data, initial=kept.answer if kept else None)


def sheet(course_enrolment_id: int, standing: Standing, language: str, data: Mapping[str, Any]) -> Sheet:
    """What was posted for one exercise; a missing or broken token or sequence counts as a first visit."""
    prefix = f"x{standing.exercise.exercise_id}"
    try:
        token = UUID(str(data.get(f"{prefix}-token")))
    except ValueError:
        token = uuid4()
    sequence = str(data.get(f"{prefix}-sequence", "0"))
    return Sheet(
        standing=standing,
        form=posted_or_kept(course_enrolment_id, standing, language, data),
        token=token,
        sequence=int(sequence) if sequence.isdecimal() and len(sequence) < 16 else 0,
    )


def save(*, course_enrolment: CourseEnrolment, sheet: Sheet, language: str) -> Saved:
    """Keeps what was typed, however incomplete, also after the due moment: a draft earns nothing.

    CONFLICT: another window saved since this page was opened. STALE: another window handed this attempt in.
    CLOSED: the exercise takes no more answers. In all three nothing was kept, and the reader must be told.
    """
    standing, answer = sheet.standing, sheet.form.draft()
    if not sheet.form.is_filled(answer) and standing.draft is None:
        return Saved.UNCHANGED
    if not standing.takes_answers:
        return Saved.UNCHANGED if standing.last and standing.last.answer == answer else Saved.CLOSED
    if standing.draft is None:
        return _first_save(course_enrolment, sheet, answer, language)
    if standing.draft.answer == answer:
        return Saved.UNCHANGED
    written = Attempt.objects.filter(
        pk=standing.draft.pk, state=Attempt.State.DRAFT, saved_sequence=sheet.sequence
    ).update(answer=answer, language=language, saved_sequence=F("saved_sequence") + 1, saved_at=timezone.now())
    return Saved.SAVED if written else Saved.CONFLICT


def _first_save(course_enrolment: CourseEnrolment, sheet: Sheet, answer: dict[str, Any], language: str) -> Saved:
    last = sheet.standing.last
    if last and last.answer == answer:
        return Saved.UNCHANGED  # nothing new since the last attempt
    if any(one.token == sheet.token for one in sheet.standing.tries):
        return Saved.STALE
    try:
        with transaction.atomic():
            _new_draft(course_enrolment, sheet.standing, answer, language, sheet.token)
    except IntegrityError:
        return Saved.CONFLICT
    return Saved.SAVED


def _new_draft(
    course_enrolment: CourseEnrolment, standing: Standing, answer: dict[str, Any], language: str, token: UUID
) -> Attempt:
    exercise = standing.exercise
    return Attempt.objects.create(
        course_enrolment=course_enrolment,
        exercise_id=exercise.exercise_id,
        released_exercise_id=exercise.pk,
        number=len(standing.handed_in) + 1,
        allowed=exercise.attempt_limit,
        answer=answer,
        language=language,
        saved_sequence=1,
        token=token,
    )


def submit(*, course_enrolment: CourseEnrolment, lesson: OutlineLesson, sheet: Sheet, language: str) -> Attempt:
    """Hands in what came from the browser. Raises `NotTaken` with the reason."""
    if not sheet.form.is_valid():
        raise NotTaken(Refusal.INVALID)
    return hand_in(
        course_enrolment=course_enrolment,
        lesson=lesson,
        exercise=sheet.exercise,
        answer=sheet.form.answer(),
        language=language,
        token=sheet.token,
    )


def hand_in(
    *,
    course_enrolment: CourseEnrolment,
    lesson: OutlineLesson,
    exercise: OutlineExercise,
    answer: dict[str, Any],
    language: str,
    token: UUID,
) -> Attempt:
    """Marks what the server can mark; the same token again returns the same attempt. Raises `NotTaken`.

    Attempt, mark, progress, completion, certificate and its job are written in one transaction, under the lock of the
    enrolment's row.
    """
    with transaction.atomic():
        locked = CourseEnrolment.objects.select_for_update().get(pk=course_enrolment.pk)
        current = standings(locked.pk, [exercise])[0]
        repeated = next((one for one in current.handed_in if one.token == token), None)
        if repeated:
            return Attempt.objects.get(pk=repeated.pk)
        _refuse_unless_open(locked, current)
        attempt = _from_draft(locked, current, answer, language, token)
        marking.mark_automatically(attempt, exercise)
        progress.refresh(course_enrolment=locked, lesson=lesson, exercise_id=exercise.exercise_id)
        trail.record(
            action="learning.submitted", subject=attempt, actor=locked.enrolment.learner, number=attempt.number
        )
        completing.settle(locked)
        return attempt


def _refuse_unless_open(course_enrolment: CourseEnrolment, standing: Standing) -> None:
    if course_enrolment.enrolment.state != Enrolment.State.ACTIVE or not course_enrolment.cohort_course.takes_answers():
        raise NotTaken(Refusal.CLOSED)
    if standing.is_waiting:
        raise NotTaken(Refusal.WAITING)
    if standing.is_finished:
        raise NotTaken(Refusal.NO_ATTEMPTS_LEFT)


def _from_draft(
    course_enrolment: CourseEnrolment, standing: Standing, answer: dict[str, Any], language: str, token: UUID
) -> Attempt:
    """From draft to handed in, by a conditional update: what another request handed in is refused."""
    if standing.draft:
        attempt = Attempt.objects.get(pk=standing.draft.pk)
    else:
        attempt = _new_draft(course_enrolment, standing, answer, language, token)
    at = timezone.now()
    changed = Attempt.objects.filter(pk=attempt.pk, state=Attempt.State.DRAFT).update(
        state=Attempt.State.SUBMITTED,
        answer=answer,
        released_exercise_id=standing.exercise.pk,
        language=language,
        saved_at=at,
        submitted_at=at,
        token=token,
    )
    if not changed:
        raise NotTaken(Refusal.WAITING)
    attempt.refresh_from_db()
    return attempt
