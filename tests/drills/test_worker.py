"""The worker is killed while it renders, and stopped while it is busy."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from courses.jobs.enqueueing import enqueue
from courses.jobs.models import Job
from tests.drills import moments
from tests.drills.scenes import PATIENCE, becomes_valid, files_of, finished, job_of, let_time_pass, state_of
from tests.jobs import samples
from tests.live import Worker, eventually

pytestmark = pytest.mark.drill


def test_worker_killed_at_any_moment_of_a_render_leaves_one_certificate(
    start_stoppable_worker: Callable[..., Any],
) -> None:
    """Both children die at work: one in WeasyPrint, one in the middle of the file. Then one dies when everything is
    written but the COMMIT."""
    certificates = finished(2)
    moments.arm("rendering", "half_written")
    with start_stoppable_worker() as worker:
        eventually(lambda: moments.is_reached("rendering") and moments.is_reached("half_written"), PATIENCE)
        worker.kill()
        assert [state_of(one) for one in certificates] == ["requested"] * 2
        assert {(job_of(one).state, job_of(one).attempts) for one in certificates} == {("running", 1)}
        assert sum(len(files_of(one)) for one in certificates) == 1  # the half

        let_time_pass()
        moments.arm("certificates.issued")
        worker.start()
        eventually(lambda: moments.is_reached("certificates.issued"), PATIENCE)
        worker.kill()
        assert "requested" in [state_of(one) for one in certificates]

        let_time_pass()
        worker.start()
        for certificate in certificates:
            becomes_valid(certificate)
    assert max(job_of(one).attempts for one in certificates) == 3


def test_worker_stopped_under_load_loses_nothing_and_does_nothing_twice(worker: Worker) -> None:
    keys = [f"load-{number}" for number in range(4)]
    with transaction.atomic():
        for key in keys:
            enqueue(kind="samples.works", key=key, payload={"seconds": 1})
    certificates = finished(2)
    eventually(lambda: any(samples.runs(key) for key in keys), PATIENCE, every=0.02)
    worker.stop(PATIENCE)
    assert worker.processes["worker"].returncode == 0
    jobs = Job.objects.exclude(kind="records.send_mail")
    assert set(jobs.values_list("state", "attempts")) == {("done", 1), ("pending", 0)}

    worker.start()
    for certificate in certificates:
        becomes_valid(certificate)
    eventually(lambda: not Job.objects.unfinished().exists(), PATIENCE)
    assert set(Job.objects.values_list("state", "attempts")) == {("done", 1)}
    assert [samples.runs(key) for key in keys] == [1] * 4
