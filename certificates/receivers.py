"""What certificates do when a course is completed, inside the transaction that completes it."""

from typing import Any

from django.dispatch import receiver

from certificates.issuing import issue
from courses.cohorts.models import CourseEnrolment
from courses.learning.signals import course_completed


@receiver(course_completed, dispatch_uid="certificates.issue")
def issue_certificate(course_enrolment: CourseEnrolment, **_: Any) -> None:
    issue(course_enrolment=course_enrolment)
