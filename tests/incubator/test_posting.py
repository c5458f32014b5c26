"""Mail and its job: what leaves, what is kept when it cannot leave, and what facts say about it."""

import pytest
from django.utils import timezone
from pytest_django import Settings

from courses.jobs.models import MAX_ATTEMPTS, Job
from courses.jobs.running import run
from courses.records import mailing
from courses.records.models import OutgoingMail
from incubator.posting import failed_because, job_facts

pytestmark = pytest.mark.django_db


def fail_for_good(settings: Settings, key: str) -> tuple[OutgoingMail, Job]:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    mail = mailing.post(
        key=key, person=None, address="ana@example.org", language="es", subject="Su código", text="Código: 4711"
    )
    job = Job.objects.get()
    for _attempt in range(MAX_ATTEMPTS):
        Job.objects.update(not_before=timezone.now())
        run(job.pk)
    mail.refresh_from_db()
    job.refresh_from_db()
    return mail, job


@pytest.mark.parametrize(("key", "kept"), [("accounts:1", ""), ("cohorts.welcome:1", "Código: 4711")])
def test_a_mail_that_fails_for_good_keeps_no_code_of_an_account(settings: Settings, key: str, kept: str) -> None:
    mail, job = fail_for_good(settings, key)
    assert (job.state, mail.text, mail.sent_at) == (Job.State.FAILED, kept, None)


def test_facts_name_the_failure_and_quote_nothing(settings: Settings) -> None:
    fail_for_good(settings, "cohorts.welcome:1")
    (row,) = job_facts()
    assert (row["failed_because"], "error" in row) == ("UndeliveredError", False)


@pytest.mark.parametrize(
    ("error", "named"),
    [
        ("", ""),
        ("IntegrityError: Key (email)=(ana@example.org) already exists.", "IntegrityError"),
        ("TimeoutError: ", "TimeoutError"),
        ("The worker stopped during attempt 3.", "WorkerLost"),
    ],
)
def test_a_failure_is_named_by_its_class(error: str, named: str) -> None:
    assert failed_because(error) == named
