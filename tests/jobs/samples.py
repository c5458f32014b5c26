"""Kinds of job for tests. Real workers import this module too, so what a job does must be seen from outside:
every run writes a line to `VAR_DIR/samples/<job's key>`, every write an audit event of action "samples.<kind>"."""

import os
import signal
import time

from django.conf import settings

from courses.jobs import kinds
from courses.jobs.models import Job
from courses.jobs.running import report
from courses.records.models import AuditEvent


def runs(key: str) -> int:
    """How often a job of this key was begun, in whatever process."""
    path = settings.VAR / "samples" / key
    return len(path.read_text().splitlines()) if path.exists() else 0


def begin(job: Job) -> None:
    folder = settings.VAR / "samples"
    folder.mkdir(exist_ok=True)
    with (folder / job.key).open("a") as lines:
        lines.write(f"{job.attempts}\n")


def note(action: str, job: Job) -> None:
    AuditEvent.objects.create(action=f"samples.{action}", subject_type="job", subject_id=job.key)


def noted(action: str, key: str) -> int:
    return AuditEvent.objects.filter(action=f"samples.{action}", subject_id=key).count()


def works(job: Job) -> kinds.Write:
    begin(job)
    time.sleep(job.payload.get("seconds", 0))
    return lambda: note("written", job)


def reports(job: Job) -> kinds.Write:
    begin(job)
    for done in range(job.payload["steps"]):
        report(job, done + 1, job.payload["steps"])
        time.sleep(job.payload.get("seconds", 0))
    return lambda: note("written", job)


def raises(job: Job) -> None:
    begin(job)
    raise ArithmeticError("it does not add up")


def kills(job: Job) -> None:
    begin(job)
    os.kill(os.getpid(), signal.SIGKILL)


def failed(job: Job) -> None:
    note("failed", job)


def register() -> None:
    kinds.register(kinds.JobKind("samples.works", works, failed))
    kinds.register(kinds.JobKind("samples.reports", reports, failed))
    kinds.register(kinds.JobKind("samples.raises", raises, failed, retry_after=1))
    kinds.register(kinds.JobKind("samples.kills", kills, failed, retry_after=1))


register()
