"""Certificates for audits and integrations; names and documents are not among them."""

from collections.abc import Iterable
from typing import Any

from certificates.models import Certificate


def rows() -> Iterable[dict[str, Any]]:
    """One per certificate, oldest first; `supersedes` is the code of the one that it replaces."""
    wanted = Certificate.objects.select_related("supersedes", "course", "course_enrolment__enrolment__cohort")
    for certificate in wanted.order_by("pk").iterator(chunk_size=500):
        yield {
            "id": certificate.pk,
            "code": certificate.code,
            "kind": certificate.kind,
            "state": certificate.state,
            "learner": certificate.learner_id,
            "course": certificate.course.code,
            "cohort": certificate.course_enrolment.enrolment.cohort.code,
            "course_enrolment": certificate.course_enrolment_id,
            "sha256": certificate.sha256,
            "has_pdf": bool(certificate.pdf),
            "supersedes": certificate.supersedes.code if certificate.supersedes else None,
            "reason": certificate.reason,
            "requested_at": certificate.requested_at,
            "issued_at": certificate.issued_at,
            "ended_at": certificate.ended_at,
        }
