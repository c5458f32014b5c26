"""Attempts and marks as facts for audits; no answers, no comments."""

from collections.abc import Iterator
from typing import Any

from django.db.models import F

from courses.learning.models import Attempt, Mark


def attempts() -> Iterator[dict[str, Any]]:
    rows = Attempt.objects.order_by("pk").values(
        "id",
        "course_enrolment_id",
        "exercise_id",
        "released_exercise_id",
        "number",
        "allowed",
        "state",
        "language",
        "started_at",
        "submitted_at",
        learner=F("course_enrolment__enrolment__learner_id"),
    )
    for row in rows.iterator():
        yield dict(row)


def marks() -> Iterator[dict[str, Any]]:
    rows = Mark.objects.order_by("pk").values("id", "attempt_id", "points", "of", "reason", "by_id", "at")
    for row in rows.iterator():
        yield dict(row)
