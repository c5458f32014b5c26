"""Where records and jobs meet: every posted mail leaves by a job row."""

from collections.abc import Iterator
from typing import Any

from courses.jobs.enqueueing import enqueue
from courses.jobs.models import Job
from courses.records import mailing, trail
from courses.records.models import OutgoingMail

SEND_MAIL = "records.send_mail"
LOST = "WorkerLost"


def enqueue_delivery(mail: OutgoingMail) -> None:
    """In the poster's transaction: what is written there leaves, what is rolled back does not."""
    enqueue(kind=SEND_MAIL, key=f"{SEND_MAIL}:{mail.pk}", payload={"mail": mail.pk})


def deliver(job: Job) -> None:
    """Sends it; the row's words are blanked as soon as the server took them."""
    mailing.deliver(job.payload["mail"])


def forget_what_expired(job: Job) -> None:
    """A code or link for an account is worth nothing by now and too much to keep. The other mails wait for a retry."""
    mailing.forget(job.payload["mail"], keys="accounts:")


def note_retry(job: Job, by: Any) -> None:
    trail.record(action="jobs.retried", subject=job, actor=by, kind=job.kind)


def job_facts() -> Iterator[dict[str, Any]]:
    """Background jobs as facts: no payload, no names."""
    fields = ("id", "kind", "key", "state", "attempts", "created_at", "started_at", "finished_at", "error")
    for row in Job.objects.order_by("pk").values(*fields).iterator():
        yield row | {"failed_because": failed_because(row.pop("error"))}


def failed_because(error: str) -> str:
    """The class of the last failure. What an exception says may quote what it failed at, and stays in the admin."""
    name = error.partition(":")[0]
    return name if not error or name.isidentifier() else LOST
