"""How a run of a job ends. Every way is fenced: who lost the job writes nothing."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from courses.jobs import kinds
from courses.jobs.models import MAX_ATTEMPTS, Job, JobQuerySet

logger = logging.getLogger(__name__)

LONGEST_REASON = 500


class SupersededError(Exception):
    """The lease ran out and somebody else has the job, or it has ended."""


def finish(*, job: Job, write: kinds.Write | None) -> None:
    """Makes the job done and writes its result, both or neither."""
    with transaction.atomic():
        if not Job.objects.held_by(job).update(
            state=Job.State.DONE, lease_until=None, finished_at=timezone.now(), error=""
        ):
            raise SupersededError(str(job))
        if write is not None:
            write()


def put_back(*, held: JobQuerySet, job: Job, reason: str, not_before: datetime) -> bool:
    """Makes the job wait for its next attempt, or failed when it has had its last. False if it was not `held`."""
    if job.attempts >= MAX_ATTEMPTS:
        return _give_up(held=held, job=job, reason=reason)
    return bool(
        held.update(
            state=Job.State.PENDING,
            lease_until=None,
            not_before=not_before,
            publish_at=not_before,
            error=reason[:LONGEST_REASON],
        )
    )


def delay_after(job: Job) -> timedelta:
    """Doubles with every attempt."""
    try:
        first = kinds.named(job.kind).retry_after
    except LookupError:
        first = kinds.JobKind.retry_after
    return timedelta(seconds=first * 2 ** (job.attempts - 1))


def _give_up(*, held: JobQuerySet, job: Job, reason: str) -> bool:
    with transaction.atomic():
        failed = held.update(
            state=Job.State.FAILED, lease_until=None, finished_at=timezone.now(), error=reason[:LONGEST_REASON]
        )
        if failed:
            job.refresh_from_db()
            _tell(job)
    return bool(failed)


def _tell(job: Job) -> None:
    try:
        on_failed = kinds.named(job.kind).on_failed
        if on_failed is not None:
            with transaction.atomic():
                on_failed(job)
    except Exception:  # a job that cannot even fail would be swept for ever
        logger.exception("job %s (%s) failed, and so did telling it", job.pk, job)
