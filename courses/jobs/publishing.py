"""Sends the hint that a job is waiting. Nothing depends on its arrival: the sweeper repeats it."""

import logging
import threading
import time

from celery import current_app

logger = logging.getLogger(__name__)

RUN_JOB = "courses.jobs.tasks.run_job"  # by name, because the tasks themselves lead here
PATIENCE = 2.0  # seconds that a request may wait; a Redis that was frozen under an open connection takes 15
CONFIRMED_WITHIN = 5  # seconds, for a RabbitMQ that takes the message and does not confirm it
SILENCE = 15.0  # seconds

_silent_until = 0.0


def publish(job_id: int) -> bool:
    """Never raises. After a failure this process keeps silent for a while: a broker that hangs may cost
    one request its patience, not every request."""
    global _silent_until
    if time.monotonic() < _silent_until:
        return False
    sent = threading.Event()
    thread = threading.Thread(target=_send, args=(job_id, sent), daemon=True)
    thread.start()
    thread.join(PATIENCE)
    if not sent.is_set():
        _silent_until = time.monotonic() + SILENCE
        logger.warning("the broker does not answer; job %s and others wait for the sweeper", job_id)
    return sent.is_set()


def _send(job_id: int, sent: threading.Event) -> None:
    try:
        current_app.send_task(RUN_JOB, [job_id], timeout=CONFIRMED_WITHIN, confirm_timeout=CONFIRMED_WITHIN)
        sent.set()
    except Exception as error:
        logger.warning("no message for job %s: %s", job_id, type(error).__name__)
