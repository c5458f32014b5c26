"""How a certificate stops being valid: a corrected one replaces it, or it is revoked. The row and its hash stay."""

from django.db import transaction
from django.utils import timezone

from certificates.models import Certificate

Reason = Certificate.Reason
REASONS_TO_CORRECT = (Reason.NAME, Reason.DATA)
REASONS_TO_REVOKE = (Reason.MISTAKE, Reason.MISCONDUCT, Reason.REQUEST)
FROM = (Certificate.State.VALID, Certificate.State.FAILED)


class NotPossibleError(Exception):
    """The certificate is in a state that does not allow it."""


def held(certificate: Certificate) -> Certificate:
    """The row as it is now, locked where the database can."""
    return (
        Certificate.objects.select_for_update(of=("self",))
        .select_related(
            "learner",
            "course_enrolment__enrolment__learner",
            "course_enrolment__enrolment__cohort",
            "course_enrolment__cohort_course__release__course",
        )
        .get(pk=certificate.pk)
    )


def end(*, certificate: Certificate, state: str, reason: str, note: str) -> None:
    """Conditional: raises NotPossibleError for what is neither valid nor failed."""
    assert transaction.get_connection().in_atomic_block
    ended = Certificate.objects.filter(pk=certificate.pk, state__in=FROM).update(
        state=state, reason=reason, note=note[:300], ended_at=timezone.now()
    )
    if not ended:
        raise NotPossibleError(certificate.state)
