import pytest
from django.core.exceptions import PermissionDenied

from certificates import issuing, revoking, superseding
from certificates.ending import NotPossibleError
from certificates.models import Certificate
from courses.records.models import AuditEvent
from incubator.people import User
from tests.certificates.factories import make_person, make_requested, make_valid, prepare

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator() -> User:
    return make_person(is_superuser=True)


def mend_name(certificate: Certificate) -> None:
    User.objects.filter(pk=certificate.learner_id).update(first_name="Rosa María")


def test_correction_replaces_the_old_certificate(coordinator: User) -> None:
    old = make_valid()
    mend_name(old)
    new = prepare(superseding.correct(certificate=old, by=coordinator, reason="name", note="Llamó por teléfono."))
    old.refresh_from_db()
    assert (old.state, old.reason, old.note, old.successor) == ("superseded", "name", "Llamó por teléfono.", new)
    assert (new.state, new.supersedes, new.printed_name) == ("valid", old, "Rosa María Quispe Mamani")
    assert old.printed_name == "Rosa Quispe Mamani"
    assert new.code != old.code
    event = AuditEvent.objects.get(action="certificates.corrected")
    assert (event.actor, event.subject_id, event.data) == (
        coordinator,
        str(old.pk),
        {"reason": "name", "successor": new.pk},
    )


def test_correcting_twice_gives_one_successor(coordinator: User) -> None:
    old = make_valid()
    mend_name(old)
    first = superseding.correct(certificate=old, by=coordinator, reason="name")
    assert superseding.correct(certificate=old, by=coordinator, reason="name") == first
    assert Certificate.objects.count() == 2


def test_correction_that_would_change_nothing_is_refused(coordinator: User) -> None:
    certificate = make_valid()
    with pytest.raises(superseding.NothingChangedError):
        superseding.correct(certificate=certificate, by=coordinator, reason="data")
    certificate.refresh_from_db()
    assert certificate.is_valid


def test_corrected_document_number_is_a_change(coordinator: User) -> None:
    certificate = make_valid()
    User.objects.filter(pk=certificate.learner_id).update(document_number="11112222")
    assert superseding.changes(Certificate.objects.get()) == ["document_number"]
    assert superseding.correct(certificate=certificate, by=coordinator, reason="name").document_number == "11112222"


def test_what_is_being_prepared_cannot_be_corrected_or_revoked(coordinator: User) -> None:
    certificate = make_requested()
    mend_name(certificate)
    with pytest.raises(NotPossibleError):
        superseding.correct(certificate=certificate, by=coordinator, reason="name")
    with pytest.raises(NotPossibleError):
        revoking.revoke(certificate=certificate, by=coordinator, reason="mistake")
    certificate.refresh_from_db()
    assert certificate.state == "requested"


def test_revoking_keeps_the_row_and_is_idempotent(coordinator: User) -> None:
    certificate = make_valid()
    first = revoking.revoke(certificate=certificate, by=coordinator, reason="mistake")
    again = revoking.revoke(certificate=certificate, by=coordinator, reason="misconduct")
    assert (again.state, again.reason, again.ended_at) == ("revoked", "mistake", first.ended_at)
    assert again.sha256 == certificate.sha256
    assert AuditEvent.objects.filter(action="certificates.revoked").count() == 1


def test_revoked_certificate_is_not_issued_again_by_itself(coordinator: User) -> None:
    certificate = make_valid()
    revoking.revoke(certificate=certificate, by=coordinator, reason="mistake")
    assert issuing.issue(course_enrolment=certificate.course_enrolment) == certificate
    assert Certificate.objects.count() == 1


def test_nobody_decides_about_her_own_certificate() -> None:
    certificate = make_valid(learner=make_person(is_superuser=True))
    for act, reason in ((superseding.correct, "name"), (revoking.revoke, "mistake")):
        with pytest.raises(PermissionDenied):
            act(certificate=certificate, by=certificate.learner, reason=reason)


def test_strangers_end_nothing() -> None:
    certificate, stranger = make_valid(), make_person()
    for act, reason in ((superseding.correct, "name"), (revoking.revoke, "mistake")):
        with pytest.raises(PermissionDenied):
            act(certificate=certificate, by=stranger, reason=reason)
    certificate.refresh_from_db()
    assert certificate.is_valid


def test_reasons_belong_to_their_verb(coordinator: User) -> None:
    certificate = make_valid()
    with pytest.raises(ValueError, match="mistake"):
        superseding.correct(certificate=certificate, by=coordinator, reason="mistake")
    with pytest.raises(ValueError, match="name"):
        revoking.revoke(certificate=certificate, by=coordinator, reason="name")
