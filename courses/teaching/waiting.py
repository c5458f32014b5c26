"""What waits for marking."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from courses.catalogue.released import OutlineExercise, OutlineLesson
from courses.cohorts.models import Cohort, Enrolment
from courses.learning.marking import find
from courses.learning.models import Attempt
from courses.teaching.naming import name_of

if TYPE_CHECKING:
    from incubator.people import User


@dataclass(frozen=True)
class Waiting:
    """One answer in the queue, with the place it was asked in."""

    attempt: Attempt
    lesson: OutlineLesson
    exercise: OutlineExercise
    title: str
    name: str


def waiting_in(cohort: Cohort, *, viewer: "User") -> QuerySet[Attempt]:
    """What the viewer may mark: of people with a place, and none of her own. Oldest first; one query for a list."""
    return (
        Attempt.objects.filter(
            course_enrolment__cohort_course__cohort=cohort,
            state=Attempt.State.SUBMITTED,
            course_enrolment__enrolment__state=Enrolment.State.ACTIVE,
        )
        .exclude(course_enrolment__enrolment__learner=viewer)
        .select_related("course_enrolment__enrolment__learner", "course_enrolment__cohort_course")
        .order_by("submitted_at", "pk")
    )


def queue(attempts: list[Attempt], language: str) -> list[Waiting]:
    """Each attempt with its lesson and exercise, from the frozen release: no query."""
    found = [(attempt, *find(attempt.course_enrolment.cohort_course.release_id, attempt)) for attempt in attempts]
    return [
        Waiting(attempt, lesson, exercise, lesson.title[language], name_of(attempt.course_enrolment.enrolment.learner))
        for attempt, lesson, exercise in found
    ]
