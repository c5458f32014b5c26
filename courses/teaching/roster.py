"""The people of a cohort and how far each is: a constant number of queries, whatever their number."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from unicodedata import combining, normalize
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from courses.catalogue.released import Outline
from courses.cohorts.models import CohortCourse, CourseEnrolment, Enrolment
from courses.learning.models import LessonProgress
from courses.teaching.naming import name_of
from courses.teaching.todo import SILENT_AFTER
from theme.weaving import Cell

PEOPLE_A_PAGE = 50
STATES = {
    "": gettext_lazy("Everybody"),
    "waiting": gettext_lazy("To be marked"),
    "not_started": gettext_lazy("Not started"),
    "silent": gettext_lazy("No activity"),
    "completed": gettext_lazy("Completed"),
    "withdrawn": gettext_lazy("Withdrawn"),
}


@dataclass(frozen=True)
class Row:
    """One person in one course: a line of the matrix."""

    course_enrolment: CourseEnrolment
    name: str
    url: str
    cells: list[Cell]
    status: dict[str, str]


def enrolments_in(cohort_course: CohortCourse, *, state: str, at: datetime) -> QuerySet[CourseEnrolment]:
    """People with a place, or those who were withdrawn, with what their state needs."""
    place = Enrolment.State.WITHDRAWN if state == "withdrawn" else Enrolment.State.ACTIVE
    found = (
        CourseEnrolment.objects.filter(cohort_course=cohort_course, enrolment__state=place)
        .select_related("enrolment__learner")
        .annotate(last_at=Max("progress__last_at"), waiting=Sum("progress__waiting"), rows=Count("progress"))
    )
    silent = Q(last_at__lt=at - SILENT_AFTER) & ~Q(state=CourseEnrolment.State.COMPLETED)
    conditions = {
        "waiting": Q(waiting__gt=0),
        "not_started": Q(rows=0),
        "silent": silent,
        "completed": Q(state=CourseEnrolment.State.COMPLETED),
    }
    return found.filter(conditions[state]) if state in conditions else found


def page_of(
    cohort_course: CohortCourse, release: Outline, *, language: str, state: str, number: str, at: datetime
) -> tuple[Page, list[Row]]:
    """Fifty people by family name: three queries. Databases disagree on where an accent sorts, so Python does it."""
    found = enrolments_in(cohort_course, state=state, at=at)
    names = found.values_list("pk", "enrolment__learner__last_name", "enrolment__learner__first_name")
    page = Paginator([pk for pk, *name in sorted(names, key=_alphabetical)], PEOPLE_A_PAGE).get_page(number)
    by_pk = found.in_bulk(list(page))
    people = [by_pk[pk] for pk in page if pk in by_pk]
    progress: dict[int, dict[UUID, LessonProgress]] = defaultdict(dict)
    for row in LessonProgress.objects.filter(course_enrolment__in=people):
        progress[row.course_enrolment_id][row.lesson_key] = row
    return page, [_row(person, release, progress[person.pk], language, at) for person in people]


def _alphabetical(row: tuple[int, str, str]) -> tuple[str, int]:
    """Chávez before Choque, whatever its accent; ñ after n."""
    name = " ".join(row[1:]).casefold().replace("ñ", "n\uffff")
    return "".join(letter for letter in normalize("NFD", name) if not combining(letter)), row[0]


def _row(
    person: CourseEnrolment, release: Outline, progress: dict[UUID, LessonProgress], language: str, at: datetime
) -> Row:
    learner = person.enrolment.learner
    return Row(
        course_enrolment=person,
        name=name_of(learner),
        url=str(person.pk),
        cells=[cell(progress.get(lesson.key), lesson.title[language]) for lesson in release.lessons],
        status=_status(person, at),
    )


def cell(row: LessonProgress | None, title: str) -> Cell:
    """A lesson of one person: a word says what the colour says."""
    if row is None or not (row.done or row.waiting or row.skipped_at or row.last_exercise_id):
        return Cell("empty", f"{title}: {_('not started')}")
    if row.waiting:
        words = ngettext("%(count)s to be marked", "%(count)s to be marked", row.waiting) % {"count": row.waiting}
        return Cell("waiting", f"{title}: {words}", str(row.waiting))
    if row.is_complete and row.required:
        return Cell("done", f"{title}: {_('complete')}")
    if row.skipped_at and not row.done:
        return Cell("skipped", f"{title}: {_('skipped')}", pgettext("skipped, in a cell", "S"))
    counts = {"done": row.done, "required": row.required}
    words = _("%(done)s of %(required)s required exercises") % counts
    return Cell("part", f"{title}: {words}", f"{row.done}/{row.required}")


def _status(person: CourseEnrolment, at: datetime) -> dict[str, str]:
    annotated: Any = person
    if person.enrolment.state == Enrolment.State.WITHDRAWN:
        return {"word": _("withdrawn"), "tone": "soft"}
    if person.state == CourseEnrolment.State.COMPLETED:
        return {"word": pgettext("module", "complete"), "tone": "good"}
    if annotated.waiting:
        return {"word": _("to be marked"), "tone": "wait"}
    if annotated.last_at is None:
        return {"word": _("not started"), "tone": "wait"}
    silent: timedelta = at - annotated.last_at
    if silent > SILENT_AFTER:
        words = ngettext("no activity for %(days)s day", "no activity for %(days)s days", silent.days)
        return {"word": words % {"days": silent.days}, "tone": "wait"}
    if person.state == CourseEnrolment.State.NOT_PASSED:
        return {"word": _("not passed yet"), "tone": "wait"}
    return {"word": _("under way"), "tone": "good"}


def counts(cohort_course: CohortCourse) -> dict[str, int]:
    """How many are enrolled, and how many have done anything."""
    active = Exists(LessonProgress.objects.filter(course_enrolment=OuterRef("pk")))
    people = CourseEnrolment.objects.filter(cohort_course=cohort_course, enrolment__state=Enrolment.State.ACTIVE)
    return people.aggregate(enrolled=Count("pk"), active=Count("pk", filter=active))
