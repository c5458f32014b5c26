"""Looks after what was lost: messages that never came, workers that died. Two sweepers do no harm."""

import logging
from datetime import datetime, timedelta

from django.utils import timezone

from courses.jobs.enqueueing import FIRST_REMINDER
from courses.jobs.finishing import put_back
from courses.jobs.models import Job
from courses.jobs.publishing import publish

logger = logging.getLogger(__name__)

LAST_REMINDER = timedelta(minutes=5)
AT_ONCE = 200


def sweep(at: datetime | None = None) -> int:
    """Sends again what is due, revives what was abandoned; the number of messages sent. One query if all is well."""
    now = at or timezone.now()
    sent = 0
    for job in list(Job.objects.neglected(now).order_by("publish_at")[:AT_ONCE]):
        if job.state == Job.State.RUNNING:
            revive(job=job, at=now)
        if not remind(job=job, at=now):
            continue
        if not publish(job.pk):
            break
        sent += 1
    return sent


def revive(*, job: Job, at: datetime) -> None:
    """Makes an abandoned job wait again, or failed after its last attempt."""
    reason = f"The worker stopped during attempt {job.attempts}."
    logger.warning("job %s (%s): %s", job.pk, job, reason)
    put_back(held=Job.objects.held_by(job).abandoned(at), job=job, reason=reason, not_before=at)
    job.refresh_from_db()


def remind(*, job: Job, at: datetime) -> bool:
    """Whether it is for this sweeper to send the message; the time to the next one doubles."""
    waited = at - job.not_before
    pause = min(max(waited, FIRST_REMINDER), LAST_REMINDER)
    return bool(Job.objects.due(at).filter(pk=job.pk, publish_at=job.publish_at).update(publish_at=at + pause))
