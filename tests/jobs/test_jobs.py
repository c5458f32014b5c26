"""A job is done once, or failed with a reason, whatever happens to messages and workers."""

import socket
import time
from datetime import timedelta
from typing import Any

import pytest
from billiard.exceptions import SoftTimeLimitExceeded
from celery import Celery
from django.db import connection, transaction
from django.utils import timezone

from courses.jobs import enqueueing, finishing, kinds, publishing, retrying, running, sweeping
from courses.jobs.enqueueing import enqueue
from courses.jobs.models import MAX_ATTEMPTS, Job, lease
from courses.jobs.retrying import retry
from incubator.models import User
from tests.jobs import samples

pytestmark = pytest.mark.django_db


def job(kind: str = "works", key: str = "k", **payload: Any) -> Job:
    return enqueue(kind=f"samples.{kind}", key=key, payload=payload)


def fresh(row: Job) -> Job:
    return Job.objects.get(pk=row.pk)


def later(row: Job) -> Job:
    """The job when its next attempt is due."""
    Job.objects.filter(pk=row.pk).update(not_before=timezone.now(), publish_at=timezone.now())
    return fresh(row)


def lose_lease(row: Job) -> None:
    Job.objects.filter(pk=row.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The messages that leave, instead of a broker: brokers are tested with real workers."""
    sent: list[int] = []

    def publish(job_id: int) -> bool:
        sent.append(job_id)
        return True

    monkeypatch.setattr(sweeping, "publish", publish)
    monkeypatch.setattr(enqueueing, "publish", publish)
    return sent


def test_enqueue_of_the_same_key_gives_one_row() -> None:
    assert job(key="same", a=1).pk == job(key="same", a=2).pk
    assert Job.objects.get().payload == {"a": 1}


def test_enqueue_of_an_unknown_kind_is_refused() -> None:
    with pytest.raises(LookupError, match="no room registers"):
        enqueue(kind="samples.nothing", key="k", payload={})


def test_enqueue_publishes_once_after_commit(published: list[int], django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        row = job()
        job()
        assert published == []
    assert published == [row.pk]


def test_enqueue_for_later_is_left_to_the_sweeper(
    published: list[int], django_capture_on_commit_callbacks: Any
) -> None:
    tomorrow = timezone.now() + timedelta(days=1)
    with django_capture_on_commit_callbacks(execute=True):
        row = enqueue(kind="samples.works", key="k", payload={}, not_before=tomorrow)
    running.run(row.pk)
    assert sweeping.sweep() == 0
    assert sweeping.sweep(tomorrow) == 1
    assert published == [row.pk]
    assert fresh(row).attempts == 0


def test_job_is_run_and_written_once_however_many_messages_come() -> None:
    row = job(key="often")
    for _message in range(3):
        running.run(row.pk)
    assert samples.noted("written", "often") == 1
    assert (fresh(row).state, fresh(row).attempts) == ("done", 1)


def test_job_that_is_gone_is_ignored() -> None:
    running.run(987_654)
    assert Job.objects.count() == 0


def test_job_that_raises_is_tried_five_times_with_doubling_delays_then_failed_once() -> None:
    row, delays = job("raises", "bad"), []
    for _attempt in range(MAX_ATTEMPTS):
        before = timezone.now()
        running.run(later(row).pk)
        delays.append(round((fresh(row).not_before - before).total_seconds()))
    assert delays[:4] == [1, 2, 4, 8]
    assert (fresh(row).state, fresh(row).attempts) == ("failed", 5)
    assert fresh(row).error == "ArithmeticError: it does not add up"
    running.run(later(row).pk)
    assert samples.noted("failed", "bad") == 1


def test_job_waiting_for_its_next_attempt_is_not_taken_early() -> None:
    row = job("raises", "early")
    running.run(row.pk)
    running.run(row.pk)
    assert (fresh(row).state, fresh(row).attempts) == ("pending", 1)


def test_job_over_its_soft_time_limit_is_put_back(monkeypatch: pytest.MonkeyPatch) -> None:
    def hangs(_job: Job) -> None:
        raise SoftTimeLimitExceeded

    monkeypatch.setitem(kinds._kinds, "samples.hangs", kinds.JobKind("samples.hangs", hangs))
    row = job("hangs")
    running.run(row.pk)
    assert (fresh(row).state, fresh(row).error) == ("pending", "SoftTimeLimitExceeded: SoftTimeLimitExceeded()")


def test_job_of_a_kind_that_left_the_code_fails_in_the_end() -> None:
    row = Job.objects.create(kind="samples.gone", key="gone")
    for _attempt in range(MAX_ATTEMPTS):
        running.run(later(row).pk)
    assert fresh(row).state == "failed"
    assert fresh(row).error == "LookupError: no room registers jobs of kind 'samples.gone'"


def test_result_and_done_are_written_both_or_neither(monkeypatch: pytest.MonkeyPatch) -> None:
    def half(job: Job) -> kinds.Write:
        def write() -> None:
            samples.note("written", job)
            raise OSError("the disk is full")

        return write

    monkeypatch.setitem(kinds._kinds, "samples.half", kinds.JobKind("samples.half", half))
    row = job("half", "half")
    running.run(row.pk)
    assert samples.noted("written", "half") == 0
    assert (fresh(row).state, fresh(row).error) == ("pending", "OSError: the disk is full")


def test_slow_worker_whose_lease_ran_out_writes_nothing() -> None:
    row = job(key="slow")
    slow = running.claim(row.pk)
    assert slow is not None
    lose_lease(row)
    sweeping.sweep()
    running.run(row.pk)
    with pytest.raises(finishing.SupersededError):
        finishing.finish(job=slow, write=lambda: samples.note("written", row))
    assert samples.noted("written", "slow") == 1
    assert (fresh(row).state, fresh(row).attempts) == ("done", 2)


def test_slow_worker_from_before_a_retry_writes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The attempts start again at 1, the fence does not."""
    monkeypatch.setattr(retrying, "_witness", None)
    row = job(key="old")
    old = running.claim(row.pk)
    assert old is not None
    Job.objects.update(state="failed", lease_until=None)
    assert retry(job=row, by=User())
    new = running.claim(row.pk)
    assert new is not None
    assert (new.attempts, old.attempts) == (1, 1)
    with pytest.raises(finishing.SupersededError):
        finishing.finish(job=old, write=None)


def test_slow_worker_that_fails_late_does_not_disturb_the_next_one() -> None:
    row = job("raises", "late")
    slow = running.claim(row.pk)
    assert slow is not None
    lose_lease(row)
    sweeping.sweep()
    assert running.claim(row.pk) is not None
    held = Job.objects.held_by(slow)
    assert not finishing.put_back(held=held, job=slow, reason="late", not_before=timezone.now())
    assert (fresh(row).state, fresh(row).attempts) == ("running", 2)


def test_report_shows_progress_and_renews_the_lease() -> None:
    row = job("reports", steps=3)
    claimed = running.claim(row.pk)
    assert claimed is not None
    lose_lease(row)
    running.report(claimed, 2, 3)
    assert (fresh(row).done_units, fresh(row).total_units) == (2, 3)
    assert fresh(row).lease_until > timezone.now() + lease() / 2  # type: ignore[operator]


def test_report_stops_a_run_that_lost_its_job() -> None:
    row = job("reports", "lost", steps=3)
    claimed = running.claim(row.pk)
    assert claimed is not None
    Job.objects.update(attempts=2)
    with pytest.raises(finishing.SupersededError):
        running.report(claimed, 1, 3)


def test_worker_that_dies_five_times_makes_the_job_fail(published: list[int]) -> None:
    row = job(key="killer")
    for _attempt in range(MAX_ATTEMPTS):
        assert running.claim(row.pk) is not None
        lose_lease(row)
        sweeping.sweep()
    assert running.claim(row.pk) is None
    assert (fresh(row).state, fresh(row).error) == ("failed", "The worker stopped during attempt 5.")
    assert samples.noted("failed", "killer") == 1
    assert published == [row.pk] * 4


def test_job_is_failed_even_if_telling_it_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(job: Job) -> None:
        samples.note("failed", job)
        raise RuntimeError

    monkeypatch.setitem(kinds._kinds, "samples.x", kinds.JobKind("samples.x", samples.raises, broken))
    row = job("x", "x")
    for _attempt in range(MAX_ATTEMPTS):
        running.run(later(row).pk)
    assert fresh(row).state == "failed"
    assert samples.noted("failed", "x") == 0


def test_sweep_with_nothing_due_is_one_query(django_assert_num_queries: Any) -> None:
    job()
    for state in ("done", "failed"):
        Job.objects.create(kind="samples.works", key=state, state=state)
    with django_assert_num_queries(1):
        assert sweeping.sweep() == 0


def test_sweep_sends_a_lost_message_again_at_doubling_intervals(published: list[int]) -> None:
    row = job()
    start, times = row.not_before, []
    for second in range(700):
        if sweeping.sweep(start + timedelta(seconds=second)):
            times.append(second)
    assert times == [10, 20, 40, 80, 160, 320, 620]
    assert set(published) == {row.pk}


def test_two_sweepers_send_one_message(published: list[int]) -> None:
    row = job()
    at = timezone.now() + timedelta(seconds=30)
    seen_by_the_other = Job.objects.get()
    assert sweeping.sweep(at) == 1
    assert not sweeping.remind(job=seen_by_the_other, at=at)
    assert sweeping.sweep(at) == 0
    assert published == [row.pk]


def test_sweeper_does_not_revive_a_job_whose_lease_was_renewed_meanwhile() -> None:
    row = job("reports", steps=1)
    claimed = running.claim(row.pk)
    assert claimed is not None
    lose_lease(row)
    stale = Job.objects.get()
    running.report(claimed, 1, 2)
    sweeping.revive(job=stale, at=timezone.now())
    assert fresh(row).state == "running"


def test_sweeper_revives_a_lease_given_by_a_clock_that_was_put_back(published: list[int]) -> None:
    row = job()
    running.claim(row.pk)
    Job.objects.update(lease_until=timezone.now() + timedelta(hours=3))
    assert sweeping.sweep() == 1
    assert fresh(row).state == "pending"


def test_sweep_stops_at_a_broker_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    tried = []
    monkeypatch.setattr(sweeping, "publish", lambda job_id: tried.append(job_id))
    for number in range(3):
        job(key=str(number))
    assert sweeping.sweep(timezone.now() + timedelta(minutes=1)) == 0
    assert len(tried) == 1


def test_retry_gives_a_failed_job_all_its_attempts_and_is_witnessed(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[Job, Any]] = []
    monkeypatch.setattr(retrying, "_witness", lambda job, by: told.append((job, by)))
    row, person = job(), User()
    assert not retry(job=row, by=person)
    Job.objects.update(state="failed", attempts=5, error="why", finished_at=timezone.now())
    assert retry(job=row, by=person)
    assert not retry(job=row, by=person)
    assert (fresh(row).state, fresh(row).attempts, fresh(row).finished_at) == ("pending", 0, None)
    assert told == [(row, person)]


def test_database_refuses_a_sixth_attempt_and_a_run_without_lease() -> None:
    from django.db import IntegrityError

    row = job()
    for change in ({"attempts": 6}, {"state": "running", "lease_until": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Job.objects.filter(pk=row.pk).update(**change)


def test_publish_to_an_unreachable_broker_neither_raises_nor_blocks(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    monkeypatch.setenv("CELERY_BROKER_URL", "redis://127.0.0.1:1/0")  # Celery heeds it above all
    dead = Celery("dead", set_as_current=False)
    dead.conf.task_publish_retry_policy = {"max_retries": 1, "interval_start": 0.1}
    monkeypatch.setattr(publishing, "current_app", dead)
    monkeypatch.setattr(publishing, "_silent_until", 0.0)
    begun = time.monotonic()
    with django_capture_on_commit_callbacks(execute=True):
        row = job()
    assert time.monotonic() - begun < 5 * publishing.PATIENCE  # however busy the machine is
    tried: list[int] = []
    monkeypatch.setattr(publishing, "_send", lambda job_id, _sent: tried.append(job_id))
    assert (publishing.publish(row.pk), tried) == (False, [])
    assert fresh(row).state == "pending"


def test_publish_to_a_broker_that_hangs_costs_one_request_its_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        monkeypatch.setenv("CELERY_BROKER_URL", f"redis://127.0.0.1:{silent.getsockname()[1]}/0")
        monkeypatch.setattr(publishing, "current_app", Celery("hanging", set_as_current=False))
        monkeypatch.setattr(publishing, "_silent_until", 0.0)
        monkeypatch.setattr(publishing, "PATIENCE", 0.3)
        tried, send = [], publishing._send
        monkeypatch.setattr(publishing, "_send", lambda job_id, sent: (tried.append(job_id), send(job_id, sent)))
        begun = time.monotonic()
        assert [publishing.publish(1), publishing.publish(2)] == [False, False]
        assert (tried, time.monotonic() - begun >= 0.3) == ([1], True)


def test_job_room_works_without_locks_of_the_database() -> None:
    """SQLite ignores select_for_update: whatever is exclusive is a conditional UPDATE."""
    assert connection.vendor in ("sqlite", "postgresql")
    row = job()
    assert running.claim(row.pk) is not None
    assert running.claim(row.pk) is None
