"""Real threads on a real database. Each race has a control: the same harness against naive code must fail."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from courses.jobs import running, sweeping
from courses.jobs.enqueueing import enqueue
from courses.jobs.models import Job, lease
from tests.jobs import samples
from tests.live import together

pytestmark = pytest.mark.usefixtures("live_database")

THREADS = 8


def naive_claim(job_id: int) -> Job | None:
    """What `running.claim` would be without its condition: look, then take."""
    import time

    job = Job.objects.get(pk=job_id)
    if job.state != Job.State.PENDING:
        return None
    time.sleep(0.2)
    job.state, job.attempts, job.lease_until = Job.State.RUNNING, job.attempts + 1, timezone.now() + lease()
    job.save()
    return job


def claims(claim: Callable[[int], Job | None], round_: int) -> int:
    job = enqueue(kind="samples.works", key=f"claimed {round_}", payload={})
    results = together(*[lambda: claim(job.pk)] * THREADS)
    assert not [result for result in results if isinstance(result, Exception)]
    return sum(result is not None for result in results)


def test_claim_is_for_one_of_many_threads() -> None:
    assert [claims(running.claim, round_) for round_ in range(5)] == [1] * 5


def test_claim_without_its_condition_is_for_several() -> None:
    assert max(claims(naive_claim, round_) for round_ in range(5)) > 1


def test_enqueue_by_many_threads_gives_one_row() -> None:
    results = together(*[lambda: enqueue(kind="samples.works", key="one", payload={}).pk] * THREADS)
    assert set(results) == {Job.objects.get().pk}


def test_every_message_twice_gives_one_effect_each() -> None:
    jobs = [enqueue(kind="samples.works", key=f"twice {number}", payload={}) for number in range(4)]
    together(*[lambda pk=job.pk: running.run(pk) for job in jobs for _message in range(2)])
    assert [samples.noted("written", job.key) for job in jobs] == [1] * 4


def test_many_sweepers_send_each_message_once(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[int] = []

    def publish(job_id: int) -> bool:
        sent.append(job_id)
        return True

    monkeypatch.setattr(sweeping, "publish", publish)
    jobs = [enqueue(kind="samples.works", key=f"swept {number}", payload={}) for number in range(10)]
    at = timezone.now() + timedelta(minutes=1)
    together(*[lambda: sweeping.sweep(at)] * 4)
    assert sorted(sent) == [job.pk for job in jobs]


def test_many_sweepers_fail_an_abandoned_job_once() -> None:
    job = enqueue(kind="samples.works", key="abandoned", payload={})
    past = timezone.now() - timedelta(seconds=1)
    Job.objects.update(state="running", attempts=5, lease_until=past, started_at=past)
    together(*[sweeping.sweep] * 4)
    assert (Job.objects.get(pk=job.pk).state, samples.noted("failed", "abandoned")) == ("failed", 1)


@pytest.mark.parametrize("sample", ["works"])
def test_work_is_done_outside_of_any_transaction(sample: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Any] = []
    original = samples.begin

    def begin(job: Job) -> None:
        seen.append(connection.in_atomic_block)
        original(job)

    monkeypatch.setattr(samples, "begin", begin)
    with transaction.atomic():
        job = enqueue(kind=f"samples.{sample}", key="outside", payload={})
    running.run(job.pk)
    assert seen == [False]
