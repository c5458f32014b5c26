from typing import Any

import pytest
from django.db import IntegrityError, transaction

from certificates import codes, issuing
from certificates.models import Certificate
from courses.jobs.models import Job
from courses.learning.signals import course_completed
from courses.records.models import AuditEvent
from tests.certificates.factories import make_completed, make_person, make_requested, make_valid

pytestmark = pytest.mark.django_db


def test_completing_a_course_asks_for_one_certificate_and_one_job() -> None:
    course_enrolment = make_completed()
    for _ in range(2):
        course_completed.send(sender=type(course_enrolment), course_enrolment=course_enrolment)
    certificate = Certificate.objects.get()
    job = Job.objects.get()
    assert (certificate.state, certificate.course_enrolment) == ("requested", course_enrolment)
    assert (job.kind, job.key, job.payload) == (
        "certificates.render",
        f"certificates.render:{certificate.pk}",
        {"certificate": certificate.pk},
    )
    assert AuditEvent.objects.filter(action="certificates.requested").count() == 1


def test_issue_returns_what_is_there_in_every_current_state() -> None:
    certificate = make_requested()
    for state in ("requested", "failed"):
        Certificate.objects.update(state=state)
        assert issuing.issue(course_enrolment=certificate.course_enrolment) == certificate
    assert Certificate.objects.count() == 1


def test_second_cohort_of_the_same_course_keeps_the_valid_certificate() -> None:
    certificate = make_valid()
    again = make_completed(
        learner=certificate.learner, release=certificate.course_enrolment.cohort_course.release, code="otra"
    )
    assert issuing.issue(course_enrolment=again) == certificate


def test_database_refuses_a_second_current_certificate() -> None:
    certificate = make_requested()
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.create(
            code=codes.new(),
            learner=certificate.learner,
            course=certificate.course,
            course_enrolment=certificate.course_enrolment,
            claims=certificate.claims,
        )


def test_database_refuses_a_valid_certificate_without_hash() -> None:
    certificate = make_requested()
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.filter(pk=certificate.pk).update(state="valid")


def test_code_that_exists_is_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = make_requested().code
    drawn = iter([taken, taken, "7K3M-9QXT-2VHD"])
    monkeypatch.setattr(codes, "new", lambda: next(drawn))
    assert make_requested(learner=make_person()).code == "7K3M-9QXT-2VHD"


def test_failing_request_leaves_neither_certificate_nor_job() -> None:
    course_enrolment = make_completed()
    course_enrolment.completed_at = None
    with pytest.raises(ValueError, match="completed"):
        issuing.issue(course_enrolment=course_enrolment)
    assert (Certificate.objects.count(), Job.objects.count()) == (0, 0)


def test_facts_tell_states_without_names() -> None:
    from courses.records import facts

    certificate = make_valid()
    (row,) = facts.rows("certificates")
    told: dict[str, Any] = dict(row)
    assert (told["code"], told["state"], told["sha256"]) == (certificate.code, "valid", certificate.sha256)
    assert "Quispe" not in str(told)
    assert certificate.document_number not in str(told)
