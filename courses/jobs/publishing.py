"""Sends the hint that a job is waiting. Nothing depends on its arrival: the sweeper repeats it."""

import logging
import time

from celery import current_app

logger = logging.getLogger(__name__)

RUN_JOB = "courses.jobs.tasks.run_job"  # by name, because the tasks themselves lead here
PATIENCE = 5  # seconds, for brokers that take the message and never confirm it
SILENCE = 15.0  # seconds

_silent_until = 0.0


def publish(job_id: int) -> bool:
    """Never raises. After a failure this process keeps silent for a while: a broker that hangs may cost
    one request its timeout, not every request."""
    global _silent_until
    if time.monotonic() < _silent_until:
        return False
    try:
        current_app.send_task(RUN_JOB, [job_id], timeout=PATIENCE, confirm_timeout=PATIENCE)
    except Exception as error:
        _silent_until = time.monotonic() + SILENCE
        logger.warning("job %s waits for the sweeper: the broker does not answer (%s)", job_id, type(error).__name__)
        return False
    return True
