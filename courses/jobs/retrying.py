"""Gives a failed job another chance, on the word of a member of staff."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from courses.jobs.enqueueing import FIRST_REMINDER
from courses.jobs.models import Job
from courses.jobs.publishing import publish

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

Witness = Callable[[Job, "AbstractBaseUser"], None]

_witness: Witness | None = None


def set_witness(witness: Witness) -> None:
    """Who writes down that somebody retried a job; called in the same transaction."""
    global _witness
    _witness = witness


def retry(*, job: Job, by: "AbstractBaseUser") -> bool:
    """Whether the job was failed and now waits again, with all its attempts."""
    now = timezone.now()
    with transaction.atomic():
        again = Job.objects.filter(pk=job.pk, state=Job.State.FAILED).update(
            state=Job.State.PENDING, attempts=0, not_before=now, publish_at=now + FIRST_REMINDER, finished_at=None
        )
        if again:
            job.refresh_from_db()
            if _witness is not None:
                _witness(job, by)
            transaction.on_commit(partial(publish, job.pk), robust=True)
    return bool(again)
