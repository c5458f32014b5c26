"""One run of one job: claim, work, write. Safe to call at any time, any number of times, anywhere."""

import logging
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from courses.jobs import kinds
from courses.jobs.finishing import SupersededError, delay_after, finish, put_back
from courses.jobs.models import Job, lease

logger = logging.getLogger(__name__)


def run(job_id: int) -> None:
    """Does the job if it is waiting and nobody has it; otherwise nothing."""
    job = claim(job_id)
    if job is None:
        return
    try:
        write = kinds.named(job.kind).run(job)
        finish(job=job, write=write)
    except SupersededError:
        logger.warning("job %s (%s) went on without this worker", job.pk, job)
    except Exception as error:  # Celery's soft time limit is one of them
        logger.exception("job %s (%s) failed at attempt %s", job.pk, job, job.attempts)
        reason = f"{type(error).__name__}: {error}"
        not_before = timezone.now() + delay_after(job)
        put_back(held=Job.objects.held_by(job), job=job, reason=reason, not_before=not_before)


def claim(job_id: int, at: datetime | None = None) -> Job | None:
    """Takes the job for this worker alone; None if it is not to be had."""
    now = at or timezone.now()
    with transaction.atomic():
        taken = (
            Job.objects.filter(pk=job_id)
            .claimable(now)
            .update(
                state=Job.State.RUNNING,
                attempts=F("attempts") + 1,
                started_at=now,
                lease_until=now + lease(),
                done_units=0,
                total_units=0,
            )
        )
        return Job.objects.get(pk=job_id) if taken else None


def report(job: Job, done: int, total: int) -> None:
    """Says how far a long run is and renews its lease. Raises SupersededError to a run that lost its job."""
    if not Job.objects.held_by(job).update(done_units=done, total_units=total, lease_until=timezone.now() + lease()):
        raise SupersededError(str(job))
