"""Moments at which a process of the product stands still until it is killed.

The test arms a moment; the first process that comes to it takes it, tells that it is there, and waits. Processes meet
in `VAR_DIR/drills`. Moments are made of what the product and its libraries say anyway (signals, log lines, the
storage's own door), so that the code under test is the code in production. They are:

`rendering`         in the middle of a page's layout
`half_written`      with half of a PDF in the storage
`a.verb`            an audit event of that action is written, its transaction not committed
`course_completed`  all that follows from the last answer is written, its transaction not committed
`before_publish`    that is committed, and no message has left
`after_publish`     the message has left, the answer to the browser has not

While `full` is armed nobody can store more than a kilobyte.
"""

import logging
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from celery import signals
from django.apps import AppConfig
from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db.models.signals import post_save

RUN_JOB = "courses.jobs.tasks.run_job"


def arm(*moments: str) -> None:
    for moment in moments:
        _place(moment).touch()


def disarm(moment: str) -> None:
    _place(moment).unlink()


def is_armed(moment: str) -> bool:
    return _place(moment).exists()


def is_reached(moment: str) -> bool:
    """Whether somebody stands there, or stood there when he was killed."""
    return _place(f"{moment}.reached").exists()


def clear() -> None:
    for place in _place("").iterdir():
        place.unlink()


def pass_by(moment: str) -> None:
    try:
        _place(moment).rename(_place(f"{moment}.reached"))
    except FileNotFoundError:
        return
    time.sleep(300)


def _place(moment: str) -> Path:
    folder: Path = settings.VAR / "drills"
    folder.mkdir(exist_ok=True)
    return folder / moment


class BreakableStorage(FileSystemStorage):
    def _save(self, name: str, content: Any) -> str:
        if is_armed("half_written"):
            path = Path(self.path(name))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.read(content.size // 2))
            pass_by("half_written")
        if is_armed("full"):
            with _files_of_at_most(1024):
                return super()._save(name, content)
        return super()._save(name, content)


@contextmanager
def _files_of_at_most(size: int) -> Iterator[None]:
    """The system itself refuses what is longer, after it took the beginning: as a disk does that becomes full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


class Layout(logging.Handler):
    """WeasyPrint tells each of its steps."""

    def emit(self, record: logging.LogRecord) -> None:
        if record.getMessage().startswith("Step 5"):
            pass_by("rendering")


class Moments(AppConfig):
    name = "tests.drills"
    label = "drills"

    def ready(self) -> None:
        from courses.learning.signals import course_completed

        progress = logging.getLogger("weasyprint.progress")
        progress.setLevel(logging.INFO)
        progress.propagate = False
        progress.addHandler(Layout())
        post_save.connect(_after_event, sender="records.AuditEvent")
        course_completed.connect(_after_completion)  # as the last app, after all the house's receivers
        signals.before_task_publish.connect(_before_publish, sender=RUN_JOB)
        signals.after_task_publish.connect(_after_publish, sender=RUN_JOB)


def _after_event(instance: Any, **_rest: Any) -> None:
    pass_by(instance.action)


def _after_completion(**_rest: Any) -> None:
    pass_by("course_completed")


def _before_publish(**_rest: Any) -> None:
    pass_by("before_publish")


def _after_publish(**_rest: Any) -> None:
    pass_by("after_publish")
