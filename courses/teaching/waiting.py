"""What waits for marking."""

from dataclasses import dataclass

from django.db.models import QuerySet

from courses.catalogue.released import OutlineExercise, OutlineLesson
from courses.cohorts.models import Cohort
from courses.learning.marking import find
from courses.learning.models import Attempt


@dataclass(frozen=True)
class Waiting:
    """One answer in the queue, with the place it was asked in."""

    attempt: Attempt
    lesson: OutlineLesson
    exercise: OutlineExercise
    title: str


def waiting_in(cohort: Cohort) -> QuerySet[Attempt]:
    """Oldest first; one query with all that the list shows."""
    return (
        Attempt.objects.filter(
            course_enrolment__cohort_course__cohort=cohort,
            state=Attempt.State.SUBMITTED,
            course_enrolment__enrolment__state="active",
        )
        .select_related("course_enrolment__enrolment__learner", "course_enrolment__cohort_course")
        .order_by("submitted_at", "pk")
    )


def queue(attempts: list[Attempt], language: str) -> list[Waiting]:
    """Each attempt with its lesson and exercise, from the frozen release: no query."""
    found = [(attempt, *find(attempt.course_enrolment.cohort_course.release_id, attempt)) for attempt in attempts]
    return [Waiting(attempt, lesson, exercise, lesson.title[language]) for attempt, lesson, exercise in found]
