"""Corrects a certificate: the data were mended first, and a new certificate replaces the old one."""

from typing import TYPE_CHECKING

from django.db import transaction

from certificates import claims, ending, issuing, permissions
from certificates.models import Certificate
from courses.records import trail

if TYPE_CHECKING:
    from incubator.people import User


class NothingChangedError(Exception):
    """A new certificate would say what the old one says."""


def correct(*, certificate: Certificate, by: "User", reason: str, note: str = "") -> Certificate:
    """The certificate that replaces this one; a repeat returns it. `reason` is one of `ending.REASONS_TO_CORRECT`.

    Raises PermissionDenied, NothingChangedError, and NotPossibleError for what is being prepared or was revoked.
    """
    permissions.demand(permissions.can_correct(by, certificate))
    if reason not in ending.REASONS_TO_CORRECT:
        raise ValueError(reason)
    with transaction.atomic():
        old = ending.held(certificate)
        if old.state == Certificate.State.SUPERSEDED and old.successor is not None:
            return old.successor
        if old.is_valid and not changes(old):
            raise NothingChangedError(old.code)
        ending.end(certificate=old, state=Certificate.State.SUPERSEDED, reason=reason, note=note)
        new = issuing.request(course_enrolment=old.course_enrolment, supersedes=old)
        trail.record(action="certificates.corrected", subject=old, actor=by, reason=reason, successor=new.pk)
    return new


def changes(certificate: Certificate) -> list[str]:
    """The names of the claims that would be printed differently today."""
    learner = certificate.course_enrolment.enrolment.learner
    fresh = claims.freeze(
        course_enrolment=certificate.course_enrolment, code=certificate.code, at=certificate.requested_at
    )
    found = claims.changes(certificate.claims, fresh)
    if claims.clean(learner.document_number, 20) != certificate.document_number:
        found.append("document_number")
    return found
