"""Marks are added to a ledger: by the server at once, or by a facilitator against the rubric."""

from decimal import Decimal
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from courses.catalogue.released import OutlineExercise, OutlineLesson, outline
from courses.cohorts.models import CourseEnrolment, Enrolment
from courses.exercises.marked import Marked
from courses.exercises.registry import kind
from courses.learning.grading import on_scale
from courses.learning.models import Attempt, Mark
from courses.records import mailing, trail

if TYPE_CHECKING:
    from incubator.people import User


class AlreadyMarked(Exception):
    """Somebody else was faster; the message names nobody."""


def mark_automatically(attempt: Attempt, exercise: OutlineExercise) -> Mark | None:
    """The first mark of an attempt, where the server can give one; None where a person marks."""
    marked = kind(exercise.kind).mark(exercise.key, attempt.answer, attempt.language, attempt.seed)
    if marked.points is None:
        return None
    attempt.state = Attempt.State.MARKED
    attempt.save(update_fields=["state"])
    return _add(attempt, marked, marked.points, reason=Mark.Reason.AUTOMATIC)


def review(*, attempt: Attempt, by: "User", levels: dict[str, int], comment: str, language: str) -> Mark:
    """A facilitator's mark. Raises `AlreadyMarked` when the attempt no longer waits."""
    from courses.learning import completing, progress  # both need marks

    with transaction.atomic():
        locked = CourseEnrolment.objects.select_for_update().get(pk=attempt.course_enrolment_id)
        waiting = Attempt.objects.filter(pk=attempt.pk, state=Attempt.State.SUBMITTED)
        if locked.enrolment.state != Enrolment.State.ACTIVE or not waiting.update(state=Attempt.State.MARKED):
            raise AlreadyMarked
        lesson, exercise = find(locked.cohort_course.release_id, attempt)
        rubric = kind(exercise.kind).review
        assert rubric is not None  # only what a person marks waits
        marked = rubric(exercise.key, levels)
        mark = _add(
            attempt,
            marked,
            marked.points or Decimal(0),
            reason=Mark.Reason.REVIEW,
            by=by,
            rubric=levels,
            comment=comment,
            comment_language=language if comment else "",
        )
        progress.refresh(course_enrolment=locked, lesson=lesson)
        trail.record(action="learning.marked", subject=attempt, actor=by, points=str(mark.points), of=str(mark.of))
        completing.settle(locked)
        locked.refresh_from_db()
        _tell_learner(locked, attempt, mark, lesson)
        return mark


def find(release_id: int, attempt: Attempt) -> tuple[OutlineLesson, OutlineExercise]:
    """The lesson and exercise that an attempt belongs to, in the release its learner studies."""
    for lesson in outline(release_id).lessons:
        for exercise in lesson.exercises:
            if exercise.exercise_id == attempt.exercise_id:
                return lesson, exercise
    raise Attempt.DoesNotExist


def _add(attempt: Attempt, marked: Marked, points: Decimal, **fields: object) -> Mark:
    return Mark.objects.create(attempt=attempt, points=points, of=marked.of, parts=marked.to_json()["parts"], **fields)


def _tell_learner(course_enrolment: CourseEnrolment, attempt: Attempt, mark: Mark, lesson: OutlineLesson) -> None:
    """Where to see mark and comment; the subject says nothing of the course's theme."""
    learner = course_enrolment.enrolment.learner
    cohort_course = course_enrolment.cohort_course
    language = learner.language
    address = "/".join(
        (
            settings.SITE_URL,
            language,
            "learn",
            cohort_course.cohort.code,
            cohort_course.course.code,
            lesson.slug[language],
        )
    )
    with translation.override(language):
        text = render_to_string(
            "learning/mail/marked.txt",
            {
                "learner": learner,
                "lesson": lesson.title[language],
                "address": f"{address}/#x{attempt.exercise_id}",
                "state": course_enrolment.state,
                "grade": on_scale(course_enrolment.grade) if course_enrolment.grade is not None else None,
                "course": address.rpartition("/")[0] + "/",
            },
        )
        subject = _("Your answer has been marked")
    mailing.post(
        key=f"learning.marked:{mark.pk}",
        person=learner,
        address=learner.email,
        language=language,
        subject=subject,
        text=text,
    )
