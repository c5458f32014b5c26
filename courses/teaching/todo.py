"""The facilitator's to-do list. Rooms above add their sources when the application starts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.cohorts.models import Cohort, CourseEnrolment, Enrolment
from courses.teaching.naming import name_of
from courses.teaching.waiting import waiting_in

if TYPE_CHECKING:
    from incubator.people import User

STARTS_WITHIN = timedelta(hours=48)
SILENT_AFTER = timedelta(days=10)


@dataclass(frozen=True)
class ToDo:
    """How many, what to do, where, and why now."""

    count: int
    label: str
    url: str
    reason: str


Source = Callable[[Cohort, datetime], list[ToDo]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """`source(cohort, at)` gives what waits there; called in AppConfig.ready()."""
    if source not in _sources:
        _sources.append(source)


def to_do(cohort: Cohort, *, viewer: "User", at: datetime | None = None) -> list[ToDo]:
    now = at or timezone.now()
    others = [item for source in (_not_started, _silent, *_sources) for item in source(cohort, now)]
    return [*_marking(cohort, viewer, now), *others]


def _marking(cohort: Cohort, viewer: "User", at: datetime) -> list[ToDo]:
    waiting = waiting_in(cohort, viewer=viewer)
    oldest = waiting.first()
    if oldest is None or oldest.submitted_at is None:
        return []
    days = (at - oldest.submitted_at).days
    name = name_of(oldest.course_enrolment.enrolment.learner)
    return [
        ToDo(
            count=waiting.count(),
            label=_("Mark answers"),
            url=reverse("teaching:queue", args=[cohort.code]),
            reason=ngettext(
                "The oldest has waited %(days)s day: %(name)s", "The oldest has waited %(days)s days: %(name)s", days
            )
            % {"days": days, "name": name},
        )
    ]


def _not_started(cohort: Cohort, at: datetime) -> list[ToDo]:
    late = cohort.enrolments.active().filter(
        enrolled_at__lt=at - STARTS_WITHIN,
        course_enrolments__cohort_course__opens_at__lt=at - STARTS_WITHIN,
        course_enrolments__progress=None,
    )
    started = Enrolment.objects.filter(cohort=cohort, course_enrolments__progress__isnull=False)
    count = late.exclude(pk__in=started).distinct().count()
    if not count:
        return []
    return [
        ToDo(
            count=count,
            label=_("See who has not started"),
            url=reverse("teaching:cohort", args=[cohort.code]) + "?state=not_started",
            reason=_("They enrolled more than 48 hours ago."),
        )
    ]


def _silent(cohort: Cohort, at: datetime) -> list[ToDo]:
    open_ones = CourseEnrolment.objects.filter(
        cohort_course__cohort=cohort, enrolment__state=Enrolment.State.ACTIVE, cohort_course__due_at__gt=at
    ).exclude(state=CourseEnrolment.State.COMPLETED)
    silent = (
        open_ones.values("enrolment").annotate(last=Max("progress__last_at")).filter(last__lt=at - SILENT_AFTER).count()
    )
    if not silent:
        return []
    return [
        ToDo(
            count=silent,
            label=_("See who has stopped"),
            url=reverse("teaching:cohort", args=[cohort.code]) + "?state=silent",
            reason=_("No activity for more than %(days)s days.") % {"days": SILENT_AFTER.days},
        )
    ]
