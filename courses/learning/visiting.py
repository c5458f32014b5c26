"""Fetching what is one's own, and whether it is open; the guard is in the name."""

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from courses.catalogue.models import Course
from courses.catalogue.released import Outline, OutlineLesson, outline
from courses.cohorts.models import CourseEnrolment, Enrolment
from courses.learning.models import LessonProgress

if TYPE_CHECKING:
    from incubator.people import User


@dataclass(frozen=True)
class Visit:
    """One person in one course: who, what, in which release, how far."""

    course_enrolment: CourseEnrolment
    release: Outline
    progress: dict[UUID, LessonProgress]
    has_unmet_prerequisite: bool

    @property
    def cohort_code(self) -> str:
        return self.course_enrolment.cohort_course.cohort.code

    @property
    def course_code(self) -> str:
        return self.course_enrolment.cohort_course.course.code

    def url(self, language: str) -> str:
        with translation.override(language):
            return reverse("learning:course", args=[self.cohort_code, self.course_code])

    def lesson_url(self, lesson: OutlineLesson, language: str) -> str:
        with translation.override(language):
            return reverse("learning:lesson", args=[self.cohort_code, self.course_code, lesson.slug[language]])

    def why_closed(self) -> str:
        """Why the course cannot be studied now, as a sentence; empty when it can."""
        cohort_course = self.course_enrolment.cohort_course
        if not cohort_course.is_open():
            opens = date_format(localtime(cohort_course.opens_at, cohort_course.cohort.zone), "DATETIME_FORMAT")
            return _("This module opens on %(date)s (time of %(zone)s).") % {
                "date": opens,
                "zone": cohort_course.cohort.city,
            }
        if self.has_unmet_prerequisite:
            return _("This module opens once you complete the one before.")
        return ""

    def why_lesson_closed(self, lesson: OutlineLesson) -> str:
        """Why this lesson must wait, where the course asks for its lessons in order."""
        if self.release.sequence == Course.Sequence.FREE:
            return ""
        for before in self.release.lessons:
            if before.key == lesson.key:
                return ""
            row = self.progress.get(before.key)
            if any(each.required for each in before.exercises) and not (row and (row.is_complete or row.skipped_at)):
                return _("This lesson opens once you complete lesson %(number)s.") % {"number": before.position}
        return ""


def get_own_visit_or_404(user: "User", cohort: str, course: str) -> Visit:
    """Two queries: the enrolment with all that hangs from it, and its progress."""
    found = _own(user).filter(cohort_course__cohort__code=cohort, cohort_course__course__code=course).first()
    if found is None:
        raise Http404
    return _visit(found, list(found.progress.all()))


def visits_of(user: "User") -> list[Visit]:
    """All courses that this person is enrolled in, newest cohort first; two queries."""
    found = list(_own(user).order_by("-enrolment__cohort__starts_on", "cohort_course__position", "pk"))
    rows: dict[int, list[LessonProgress]] = defaultdict(list)
    for row in LessonProgress.objects.filter(course_enrolment__in=found):
        rows[row.course_enrolment_id].append(row)
    return [_visit(one, rows[one.pk]) for one in found]


def _own(user: "User") -> QuerySet[CourseEnrolment]:
    completed = CourseEnrolment.objects.filter(
        enrolment__learner=user,
        state=CourseEnrolment.State.COMPLETED,
        cohort_course__course=OuterRef("to_course"),
    )
    required = Course.prerequisites.through.objects.filter(from_course=OuterRef("cohort_course__course"))
    return (
        CourseEnrolment.objects.select_related("enrolment", "cohort_course__cohort", "cohort_course__course")
        .annotate(unmet=Exists(required.exclude(Exists(completed))))
        .filter(enrolment__learner=user, enrolment__state=Enrolment.State.ACTIVE)
    )


def _visit(found: CourseEnrolment, rows: list[LessonProgress]) -> Visit:
    return Visit(
        course_enrolment=found,
        release=outline(found.cohort_course.release_id),
        progress={row.lesson_key: row for row in rows},
        has_unmet_prerequisite=bool(getattr(found, "unmet", False)),
    )


def get_lesson_or_404(visit: Visit, slug: str, language: str) -> OutlineLesson:
    """By its slug in this language, else in another, so that a translated link still arrives."""
    lessons = visit.release.lessons
    found = [one for one in lessons if one.slug[language] == slug] or [
        one for one in lessons if slug in one.slug.values()
    ]
    if not found:
        raise Http404
    return found[0]
