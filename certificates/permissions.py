"""Who may do what with a certificate, as questions."""

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

from certificates.models import Certificate
from courses.cohorts.models import CohortStaff

if TYPE_CHECKING:
    from incubator.people import User


def can_download(user: "User", certificate: Certificate) -> bool:
    """Its holder while it is valid; staff of the cohort and whoever may see all certificates, also afterwards."""
    if certificate.learner_id == user.pk:
        return certificate.is_valid
    return bool(certificate.pdf) and is_staff_of(user, certificate)


def is_staff_of(user: "User", certificate: Certificate) -> bool:
    if user.has_perm("certificates.view_certificate"):
        return True
    return CohortStaff.objects.filter(
        user=user, cohort__enrolments__course_enrolments=certificate.course_enrolment_id
    ).exists()


def can_correct(user: "User", certificate: Certificate) -> bool:
    """Nobody decides about a certificate of her own."""
    return certificate.learner_id != user.pk and user.has_perm("certificates.correct_certificate")


def can_revoke(user: "User", certificate: Certificate) -> bool:
    return certificate.learner_id != user.pk and user.has_perm("certificates.revoke_certificate")


def can_prepare_again(user: "User", certificate: Certificate) -> bool:
    return user.has_perm("certificates.correct_certificate")


def demand(allowed: bool) -> None:
    """Raises PermissionDenied, for verbs that ask one of the questions above."""
    if not allowed:
        raise PermissionDenied
