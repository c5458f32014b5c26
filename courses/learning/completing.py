"""When a course is complete, and what follows from it."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from courses.catalogue.released import Outline, outline
from courses.cohorts.models import CourseEnrolment
from courses.learning.grading import passes, percent
from courses.learning.models import LessonProgress
from courses.learning.signals import course_completed
from courses.records import trail


@dataclass(frozen=True)
class Tally:
    """A course in numbers for one person: required exercises done, points so far and in all."""

    done: int
    required: int
    waiting: int
    points: Decimal
    of_done: Decimal
    of_all: Decimal

    @property
    def is_everything_done(self) -> bool:
        return self.required > 0 and self.done == self.required

    @property
    def grade_so_far(self) -> Decimal | None:
        """Percent of what is marked; None before the first mark."""
        return percent(self.points, self.of_done) if self.of_done else None

    @property
    def grade(self) -> Decimal:
        """Percent of everything required."""
        return percent(self.points, self.of_all)


def tally(release: Outline, rows: list[LessonProgress]) -> Tally:
    """Adds up progress rows against everything that the release requires."""
    required = [each for lesson in release.lessons for each in lesson.exercises if each.required]
    keys = {lesson.key for lesson in release.lessons}
    present = [row for row in rows if row.lesson_key in keys]
    return Tally(
        done=sum(row.done for row in present),
        required=len(required),
        waiting=sum(row.waiting for row in present),
        points=sum((row.points for row in present), Decimal(0)),
        of_done=sum((row.of for row in present), Decimal(0)),
        of_all=Decimal(sum(each.points for each in required)),
    )


def settle(course_enrolment: CourseEnrolment) -> bool:
    """Completes the course if everything required is marked and the pass mark reached. True the one time it does.

    The caller holds the row's lock and an open transaction: the completion, the certificate that a receiver issues and
    its job are written together or not at all. What is complete stays complete.
    """
    release = outline(course_enrolment.cohort_course.release_id)
    counted = tally(release, list(LessonProgress.objects.filter(course_enrolment=course_enrolment)))
    if not counted.is_everything_done:
        return False
    open_still = CourseEnrolment.objects.filter(pk=course_enrolment.pk).exclude(state=CourseEnrolment.State.COMPLETED)
    if not passes(counted.grade, release.pass_mark):
        open_still.update(state=CourseEnrolment.State.NOT_PASSED, grade=counted.grade)
        return False
    at = timezone.now()
    if not open_still.update(state=CourseEnrolment.State.COMPLETED, grade=counted.grade, completed_at=at):
        return False
    course_enrolment.refresh_from_db()
    trail.record(action="learning.completed", subject=course_enrolment, grade=str(counted.grade))
    course_completed.send(sender=CourseEnrolment, course_enrolment=course_enrolment)
    return True
