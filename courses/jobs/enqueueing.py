"""Asks for work, in the transaction of whoever needs it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from courses.jobs import kinds
from courses.jobs.models import Job
from courses.jobs.publishing import publish

FIRST_REMINDER = timedelta(seconds=10)


def enqueue(*, kind: str, key: str, payload: Mapping[str, Any], not_before: datetime | None = None) -> Job:
    """The job of this key, made if there is none; it is told to the workers once the transaction is committed.

    `payload` holds ids only. Raises LookupError for a kind that nobody registered.
    """
    kinds.named(kind)
    now = timezone.now()
    starts = not_before or now
    later = starts > now
    job, created = Job.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "payload": dict(payload),
            "not_before": starts,
            "publish_at": starts if later else now + FIRST_REMINDER,
        },
    )
    if created and not later:
        transaction.on_commit(partial(publish, job.pk), robust=True)
    return job
