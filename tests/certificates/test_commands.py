from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from certificates import revoking, storing
from certificates.models import Certificate
from courses.cohorts.models import CourseEnrolment
from tests.certificates.factories import make_completed, make_person, make_valid

pytestmark = pytest.mark.django_db


def call(*command: str) -> tuple[str, int]:
    out = StringIO()
    try:
        call_command(*command, stdout=out, stderr=StringIO())
    except SystemExit as end:
        return out.getvalue().strip(), int(end.code or 0)
    return out.getvalue().strip(), 0


def test_missing_certificates_are_asked_for_once() -> None:
    revoked = make_valid()
    revoking.revoke(certificate=revoked, by=make_person(is_superuser=True), reason="mistake")
    make_valid()
    make_completed()
    unfinished = make_completed()
    CourseEnrolment.objects.filter(pk=unfinished.pk).update(state="open", completed_at=None, grade=None)
    assert call("issue_certificates", "--missing") == ("missing 1, requested 1, failed 0", 0)
    assert call("issue_certificates", "--missing") == ("missing 0, requested 0, failed 0", 0)
    assert Certificate.objects.count() == 3


def test_one_that_cannot_be_issued_does_not_stop_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    make_completed(time_zone="Nowhere/Nothing")
    make_completed()
    assert call("issue_certificates", "--missing") == ("missing 2, requested 1, failed 1", 1)


def test_issue_certificates_says_what_it_needs() -> None:
    with pytest.raises(CommandError, match="--missing"):
        call_command("issue_certificates")


def test_file_is_recognised_by_its_bytes(tmp_path: Path) -> None:
    certificate = make_valid()
    path = tmp_path / "certificado.pdf"
    path.write_bytes(storing.read(certificate.pdf, certificate.sha256) or b"")
    assert call("verify_certificate", str(path)) == (f"valid {certificate.code}", 0)
    revoking.revoke(certificate=certificate, by=make_person(is_superuser=True), reason="misconduct")
    assert call("verify_certificate", str(path)) == (f"revoked {certificate.code} (misconduct)", 1)
    path.write_bytes(path.read_bytes() + b" ")
    assert call("verify_certificate", str(path))[1] == 2


def test_file_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"nothing\.pdf: No such file") as error:
        call_command("verify_certificate", str(tmp_path / "nothing.pdf"))
    assert error.value.returncode == 66
