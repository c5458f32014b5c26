"""Messages that come too often, and messages that never come."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings

from courses.jobs.models import Job
from courses.jobs.publishing import publish
from incubator.celery import app
from tests.drills.scenes import PATIENCE, becomes_valid, finished, job_of, let_time_pass
from tests.live import Worker, eventually

pytestmark = pytest.mark.drill


def waiting() -> int:
    """Messages on the broker that nobody has taken."""
    with app.connection_for_write() as connection:
        queue = app.amqp.queues[settings.CELERY_TASK_DEFAULT_QUEUE](connection.default_channel)
        return int(queue.queue_declare().message_count)


def runs(worker: Worker) -> int:
    """Messages of jobs that were dealt with, in whatever way."""
    return len(re.findall(r"run_job\S+ succeeded", worker.log("worker")))


def wipe() -> None:
    """Takes from the broker all that this run ever put there; on Redis also what it knows of queues."""
    with app.connection_for_write() as connection:
        channel = connection.default_channel
        for queue in app.amqp.queues.values():
            queue(channel).purge()
        if connection.transport.driver_type == "redis":
            for key in channel.client.scan_iter(match=f"*{settings.CELERY_TASK_DEFAULT_QUEUE}*"):
                channel.client.delete(key)


def test_every_message_several_times_gives_one_certificate_each(worker: Worker) -> None:
    before = runs(worker)
    certificates = finished(3)
    for certificate in certificates * 2:
        assert publish(job_of(certificate).pk)
    for certificate in certificates:
        becomes_valid(certificate)
        assert publish(job_of(certificate).pk)
    messages = Job.objects.count() + 3 * len(certificates)
    eventually(lambda: runs(worker) >= before + messages, PATIENCE)
    for certificate in certificates:
        becomes_valid(certificate)
        assert job_of(certificate).attempts == 1


def test_broker_that_was_wiped_costs_no_certificate(start_worker: Callable[..., Any]) -> None:
    wipe()  # what another test's worker no longer took
    certificates = finished(2)
    assert waiting() == Job.objects.count() >= 2
    wipe()
    assert waiting() == 0
    let_time_pass()
    with start_worker(JOB_SWEEP_SECONDS="1"):
        for certificate in certificates:
            becomes_valid(certificate)
        wipe()  # under the eyes of a worker that waits for messages
        for certificate in finished(2):
            becomes_valid(certificate)
