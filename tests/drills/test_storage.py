"""The storage is full, then cannot be written at all, then works again."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from certificates import preparing
from courses.jobs.models import MAX_ATTEMPTS, Job
from tests.drills import moments
from tests.drills.scenes import PATIENCE, becomes_valid, files_of, finished, job_of, let_time_pass, state_of
from tests.learning.factories import make_person
from tests.live import eventually

pytestmark = pytest.mark.drill


def is_held_back(job_id: int) -> bool:
    """Whether a run ended badly; if so the next one waits, and meanwhile nothing changes under the test's eyes."""
    ended = Job.objects.filter(pk=job_id, state="pending").exclude(error="")
    return bool(ended.update(not_before=timezone.now() + timedelta(hours=1)))


def test_storage_that_is_full_or_not_writable_gives_no_certificate_until_it_is_repaired(
    start_stoppable_worker: Callable[..., Any], tmp_path: Path
) -> None:
    folder = tmp_path / "files"
    (certificate,) = finished()
    moments.arm("full")
    with start_stoppable_worker(STORAGE_URL=f"file://{folder}"):
        eventually(lambda: is_held_back(job_of(certificate).pk), PATIENCE)
        assert "File too large" in job_of(certificate).error
        assert (state_of(certificate), files_of(certificate, folder)) == ("requested", [])

        moments.disarm("full")
        folder.rename(tmp_path / "elsewhere")
        folder.write_text("a file where the folder should be: nobody, root included, can write below it")
        Job.objects.filter(pk=job_of(certificate).pk).update(attempts=MAX_ATTEMPTS - 1)
        let_time_pass()
        eventually(lambda: job_of(certificate).state == "failed", PATIENCE)
        assert "Not a directory" in job_of(certificate).error or "File exists" in job_of(certificate).error
        certificate.refresh_from_db()
        assert (certificate.state, certificate.pdf, certificate.sha256) == ("failed", "", "")
        assert files_of(certificate, tmp_path / "elsewhere") == []

        folder.unlink()
        assert preparing.again(certificate=certificate, by=make_person(is_superuser=True))
        becomes_valid(certificate, folder)
        assert job_of(certificate).attempts == 1
