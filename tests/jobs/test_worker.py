"""A real worker and a real scheduler on the broker of the run."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from courses.jobs import publishing
from courses.jobs.enqueueing import enqueue
from courses.jobs.models import Job
from tests.jobs import samples
from tests.live import Worker, eventually

pytestmark = pytest.mark.drill


def state(key: str) -> str:
    return Job.objects.values_list("state", flat=True).get(key=key)


def ends(key: str, expected: str, seconds: float = 90) -> None:
    eventually(lambda: state(key) == expected, seconds)


def test_worker_does_what_a_transaction_asked_for(worker: Worker) -> None:
    with transaction.atomic():
        enqueue(kind="samples.works", key="asked", payload={})
    ends("asked", "done")
    assert (samples.runs("asked"), samples.noted("written", "asked")) == (1, 1)


def test_worker_does_not_hear_of_what_was_rolled_back(worker: Worker) -> None:
    with transaction.atomic():
        enqueue(kind="samples.works", key="never", payload={})
        transaction.set_rollback(True)
    with transaction.atomic():
        enqueue(kind="samples.works", key="next", payload={})
    ends("next", "done")
    assert samples.runs("never") == 0


def test_sweeper_repairs_a_lost_message(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publishing, "_silent_until", float("inf"))
    with transaction.atomic():
        enqueue(kind="samples.works", key="lost", payload={})
    Job.objects.update(publish_at=timezone.now())
    ends("lost", "done")


def test_worker_killed_at_work_is_replaced_and_writes_once(start_worker: Callable[..., Any]) -> None:
    with start_worker(JOB_LEASE_SECONDS="6") as worker:
        with transaction.atomic():
            enqueue(kind="samples.works", key="struck", payload={"seconds": 4})
        eventually(lambda: samples.runs("struck") == 1)
        worker.kill()
        assert state("struck") == "running"
        worker.start()
        ends("struck", "done")
    assert (samples.runs("struck"), samples.noted("written", "struck")) == (2, 1)


def test_job_that_kills_its_process_ends_after_five_runs_and_disturbs_nobody(start_worker: Callable[..., Any]) -> None:
    with start_worker(JOB_LEASE_SECONDS="1") as worker:
        with transaction.atomic():
            enqueue(kind="samples.kills", key="poison", payload={})
            enqueue(kind="samples.works", key="neighbour", payload={})
        ends("neighbour", "done")
        ends("poison", "failed")
        assert worker.is_alive
    assert (samples.runs("poison"), samples.noted("failed", "poison")) == (5, 1)
