"""Cohorts as facts for audits: who holds which seat, by ids only."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, F, Q

from courses.cohorts.models import Cohort, CourseEnrolment


def enrolments() -> Iterator[dict[str, Any]]:
    """One line per person and course."""
    rows = CourseEnrolment.objects.order_by("pk").values(
        "id",
        "state",
        "grade",
        "completed_at",
        learner=F("enrolment__learner_id"),
        cohort=F("enrolment__cohort__code"),
        enrolment_state=F("enrolment__state"),
        enrolled_at=F("enrolment__enrolled_at"),
        seat=F("enrolment__seat"),
        course=F("cohort_course__course__code"),
        release=F("cohort_course__release__number"),
    )
    for row in rows.iterator():
        yield dict(row)


def seats() -> Iterator[dict[str, Any]]:
    """One line per cohort: how many seats there are and how many are taken."""
    taken = Count("enrolments", filter=Q(enrolments__state="active"))
    for row in Cohort.objects.order_by("pk").annotate(taken=taken).values("code", "seats", "taken"):
        yield {"cohort": row["code"], "seats": row["seats"], "taken": row["taken"]}
