"""A learner with one exercise left, and what must be true of her certificate in the end."""

import hashlib
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from certificates import issuing
from certificates.models import Certificate
from courses.cohorts.models import CourseEnrolment
from courses.jobs.models import MAX_ATTEMPTS, Job
from courses.learning.models import Attempt, Mark
from courses.records.models import AuditEvent, OutgoingMail
from tests.catalogue.factories import quick_release
from tests.learning.factories import answer, enrolled
from tests.live import eventually

PATIENCE = 150  # seconds: longer than a lease, so that a run which was lost unasked is made up for as well


def nearly_done(number: int = 1) -> list[CourseEnrolment]:
    """Learners who have one exercise to hand in."""
    release = quick_release(kinds=["single_choice"])
    return [enrolled(release) for _ in range(number)]


def finished(number: int = 1) -> list[Certificate]:
    """Certificates that were just asked for, by the last answer."""
    learners = nearly_done(number)
    for enrolment in learners:
        answer(enrolment, "single_choice")
    return [Certificate.objects.get(course_enrolment=enrolment) for enrolment in learners]


def job_of(certificate: Certificate) -> Job:
    return Job.objects.get(key=issuing.job_key(certificate))


def state_of(certificate: Certificate) -> str:
    return Certificate.objects.values_list("state", flat=True).get(pk=certificate.pk)


def let_time_pass() -> None:
    """Far enough for what is due later to be due now, and for the leases of the dead to run out."""
    now = timezone.now()
    Job.objects.filter(state="pending").update(not_before=now, publish_at=now)
    Job.objects.filter(state="running").update(lease_until=now - timedelta(seconds=1))


def written(enrolment: CourseEnrolment) -> tuple[str, int, int, int, int]:
    """State, certificates, their jobs, answers handed in, marks. Only two of these make sense: nothing or all."""
    certificates = Certificate.objects.filter(course_enrolment=enrolment)
    return (
        CourseEnrolment.objects.values_list("state", flat=True).get(pk=enrolment.pk),
        certificates.count(),
        Job.objects.filter(key__in=[issuing.job_key(one) for one in certificates]).count(),
        Attempt.objects.filter(course_enrolment=enrolment).exclude(state="draft").count(),
        Mark.objects.filter(attempt__course_enrolment=enrolment).count(),
    )


NOTHING = ("open", 0, 0, 0, 0)
ALL = ("completed", 1, 1, 1, 1)


def files_of(certificate: Certificate, folder: Path | None = None) -> list[bytes]:
    """Whatever the storage holds of it, whole or not."""
    place = folder or settings.VAR / "files"
    name = hashlib.sha256(certificate.code.encode()).hexdigest()
    return [path.read_bytes() for path in (place / "certificates" / name).glob("*")]


def becomes_valid(certificate: Certificate, folder: Path | None = None) -> None:
    """Waits for it, then looks that there is one of everything."""
    try:
        eventually(lambda: state_of(certificate) == "valid", PATIENCE)
    except pytest.fail.Exception:
        jobs = list(Job.objects.values("pk", "kind", "state", "attempts", "lease_until", "publish_at", "error"))
        pytest.fail(f"certificate {certificate.pk} is {state_of(certificate)} at {timezone.now()}; jobs: {jobs}")
    certificate.refresh_from_db()
    job = job_of(certificate)
    assert (job.state, 1 <= job.attempts <= MAX_ATTEMPTS) == ("done", True)
    assert written(certificate.course_enrolment) == ALL
    (content,) = files_of(certificate, folder)
    assert content.startswith(b"%PDF-")
    assert hashlib.sha256(content).hexdigest() == certificate.sha256
    assert OutgoingMail.objects.filter(key=f"certificates.ready:{certificate.pk}").count() == 1
    assert AuditEvent.objects.filter(action="certificates.issued", subject_id=str(certificate.pk)).count() == 1
