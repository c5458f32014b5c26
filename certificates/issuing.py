"""Asks for a certificate: its row and the job that prepares it are written together, or neither."""

from collections.abc import Callable

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from certificates import claims, codes
from certificates.models import Certificate
from courses.cohorts.models import CourseEnrolment
from courses.jobs.enqueueing import enqueue
from courses.records import trail

JOB = "certificates.render"
_MOST_TRIES = 5


def issue(*, course_enrolment: CourseEnrolment) -> Certificate:
    """The certificate of a completed course, asked for if there is none.

    A repeat returns what is there: the person's current one for this course, or the one of this very enrolment that
    was revoked; only staff's decision brings that back. Raises ValueError for a course that is not completed.
    """
    with transaction.atomic():
        standing = _standing(course_enrolment)
        return standing or request(course_enrolment=course_enrolment, otherwise=_standing)


def request(
    *,
    course_enrolment: CourseEnrolment,
    supersedes: Certificate | None = None,
    otherwise: Callable[[CourseEnrolment], Certificate | None] | None = None,
) -> Certificate:
    """A new row and its job, in the caller's transaction. Lost races end in what `otherwise` finds."""
    for tries_left in reversed(range(_MOST_TRIES)):
        try:
            with transaction.atomic():
                certificate = _write(course_enrolment, supersedes)
            break
        except IntegrityError:  # somebody was faster, or the code exists already
            found = otherwise(course_enrolment) if otherwise else None
            if found is not None:
                return found
            if not tries_left:
                raise
    trail.record(action="certificates.requested", subject=certificate, course_enrolment=course_enrolment.pk)
    enqueue(kind=JOB, key=job_key(certificate), payload={"certificate": certificate.pk})
    return certificate


def job_key(certificate: Certificate) -> str:
    return f"{JOB}:{certificate.pk}"


def _write(course_enrolment: CourseEnrolment, supersedes: Certificate | None) -> Certificate:
    learner = course_enrolment.enrolment.learner
    code, at = codes.new(), timezone.now()
    return Certificate.objects.create(
        code=code,
        learner=learner,
        course=course_enrolment.cohort_course.course,
        course_enrolment=course_enrolment,
        claims=claims.freeze(course_enrolment=course_enrolment, code=code, at=at),
        document_number=claims.clean(learner.document_number, 20),
        supersedes=supersedes,
        requested_at=at,
    )


def _standing(course_enrolment: CourseEnrolment) -> Certificate | None:
    current = Q(
        learner=course_enrolment.enrolment.learner_id,
        course=course_enrolment.cohort_course.course_id,
        kind=Certificate.Kind.CERTIFICADO,
        state__in=Certificate.CURRENT,
    )
    revoked = Q(course_enrolment=course_enrolment, state=Certificate.State.REVOKED)
    return Certificate.objects.filter(current | revoked).order_by("-pk").first()
