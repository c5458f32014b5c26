"""Takes a certificate back: it stays on record, and whoever verifies it is told."""

from typing import TYPE_CHECKING

from django.db import transaction

from certificates import ending, permissions
from certificates.models import Certificate
from courses.records import trail

if TYPE_CHECKING:
    from incubator.people import User


def revoke(*, certificate: Certificate, by: "User", reason: str, note: str = "") -> Certificate:
    """A repeat returns it as it is. `reason` is one of `ending.REASONS_TO_REVOKE`.

    Raises PermissionDenied, and NotPossibleError for what is being prepared or was replaced.
    """
    permissions.demand(permissions.can_revoke(by, certificate))
    if reason not in ending.REASONS_TO_REVOKE:
        raise ValueError(reason)
    with transaction.atomic():
        certificate = ending.held(certificate)
        if certificate.state == Certificate.State.REVOKED:
            return certificate
        ending.end(certificate=certificate, state=Certificate.State.REVOKED, reason=reason, note=note)
        trail.record(action="certificates.revoked", subject=certificate, actor=by, reason=reason)
        certificate.refresh_from_db()
    return certificate
