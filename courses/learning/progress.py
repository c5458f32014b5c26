"""Progress rows: made from attempts, never the other way round."""

from decimal import Decimal

from django.utils import timezone

from courses.catalogue.released import OutlineLesson, outline
from courses.cohorts.models import CourseEnrolment
from courses.learning.models import LessonProgress
from courses.learning.standing import Standing, standings


def refresh(
    *, course_enrolment: CourseEnrolment, lesson: OutlineLesson, exercise_id: int | None = None
) -> LessonProgress:
    """Counts one lesson anew; runs inside the transaction that changed an attempt or a mark."""
    counted = _counts(standings(course_enrolment.pk, lesson.exercises))
    touched = {"last_exercise_id": exercise_id, "last_at": timezone.now()} if exercise_id else {}
    row, _created = LessonProgress.objects.update_or_create(
        course_enrolment=course_enrolment, lesson_key=lesson.key, defaults=counted | touched
    )
    return row


def rebuild(course_enrolment: CourseEnrolment) -> list[LessonProgress]:
    """Every lesson of the release anew, from the attempts alone."""
    release = outline(course_enrolment.cohort_course.release_id)
    return [refresh(course_enrolment=course_enrolment, lesson=lesson) for lesson in release.lessons]


def touch(*, course_enrolment: CourseEnrolment, lesson: OutlineLesson, exercise_id: int | None) -> None:
    """Remembers where somebody is, so that the next visit resumes there."""
    LessonProgress.objects.update_or_create(
        course_enrolment=course_enrolment,
        lesson_key=lesson.key,
        defaults={"last_at": timezone.now()} | ({"last_exercise_id": exercise_id} if exercise_id else {}),
        create_defaults={
            "last_at": timezone.now(),
            "last_exercise_id": exercise_id,
            "required": sum(each.required for each in lesson.exercises),
        },
    )


def begin(*, course_enrolment: CourseEnrolment, lesson: OutlineLesson) -> None:
    """The content note was read and the lesson begun."""
    touch(course_enrolment=course_enrolment, lesson=lesson, exercise_id=None)
    LessonProgress.objects.filter(course_enrolment=course_enrolment, lesson_key=lesson.key).update(
        opened_at=timezone.now(), skipped_at=None
    )


def skip(*, course_enrolment: CourseEnrolment, lesson: OutlineLesson) -> None:
    """Skipped at the content note; no points and no time are lost."""
    touch(course_enrolment=course_enrolment, lesson=lesson, exercise_id=None)
    LessonProgress.objects.filter(course_enrolment=course_enrolment, lesson_key=lesson.key).update(
        skipped_at=timezone.now()
    )


def _counts(rows: list[Standing]) -> dict[str, int | Decimal]:
    required = [each for each in rows if each.exercise.required]
    marked = [each for each in required if each.is_marked]
    return {
        "required": len(required),
        "done": len(marked),
        "waiting": sum(each.is_waiting for each in rows),
        "pending": sum(each.is_waiting and not each.is_marked for each in required),
        "points": sum((each.points for each in marked), Decimal(0)).quantize(Decimal("0.001")),
        "of": Decimal(sum(each.exercise.points for each in marked)),
    }
