"""The job that turns a requested certificate into a valid one."""

from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from certificates import issuing, permissions, rendering, storing, telling
from certificates.models import Certificate
from courses.jobs.kinds import Write
from courses.jobs.models import Job
from courses.jobs.retrying import retry
from courses.records import trail

if TYPE_CHECKING:
    from incubator.people import User


def run(job: Job) -> Write | None:
    """Renders and stores; what it returns makes the certificate valid and writes to its holder."""
    certificate = _to_be_prepared(job)
    if certificate is None:
        return None
    content = rendering.render(certificate.claims, certificate.document_number, certificate.claims["languages"])
    return partial(_make_valid, certificate, storing.store(code=certificate.code, content=content))


def on_failed(job: Job) -> None:
    certificate = _to_be_prepared(job)
    if certificate is not None:
        Certificate.objects.filter(pk=certificate.pk).update(state=Certificate.State.FAILED)
        trail.record(action="certificates.failed", subject=certificate, job=job.pk)


def again(*, certificate: Certificate, by: "User") -> bool:
    """Whether a failed certificate now waits again. Raises PermissionDenied."""
    permissions.demand(permissions.can_prepare_again(by, certificate))
    job = Job.objects.filter(key=issuing.job_key(certificate)).first()
    with transaction.atomic():
        waits = Certificate.objects.filter(pk=certificate.pk, state=Certificate.State.FAILED).update(
            state=Certificate.State.REQUESTED
        )
        if not waits or job is None or not retry(job=job, by=by):
            transaction.set_rollback(True)
            return False
        trail.record(action="certificates.prepared_again", subject=certificate, actor=by)
    return True


def _to_be_prepared(job: Job) -> Certificate | None:
    return (
        Certificate.objects.filter(pk=job.payload["certificate"], state__in=Certificate.TO_BE_PREPARED)
        .select_related("learner")
        .first()
    )


def _make_valid(certificate: Certificate, stored: storing.Stored) -> None:
    became = Certificate.objects.filter(pk=certificate.pk, state__in=Certificate.TO_BE_PREPARED).update(
        state=Certificate.State.VALID, pdf=stored.path, sha256=stored.sha256, issued_at=timezone.now()
    )
    if became:
        trail.record(action="certificates.issued", subject=certificate, sha256=stored.sha256)
        telling.post_ready(certificate)
