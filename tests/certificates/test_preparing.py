import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import FileSystemStorage, default_storage

from certificates import issuing, preparing, rendering, storing
from certificates.models import Certificate
from courses.jobs.models import MAX_ATTEMPTS, Job
from courses.jobs.running import run
from courses.records.models import OutgoingMail
from tests.certificates.factories import make_person, make_requested, make_valid, prepare

pytestmark = pytest.mark.django_db


def exhaust(certificate: Certificate) -> None:
    """Runs its job as often as a job may run."""
    job = Job.objects.get(key=issuing.job_key(certificate))
    for _ in range(MAX_ATTEMPTS):
        Job.objects.filter(pk=job.pk).update(not_before=job.created_at)
        run(job.pk)
    certificate.refresh_from_db()


def test_prepared_certificate_is_valid_stored_and_hashed() -> None:
    certificate = make_valid()
    with default_storage.open(certificate.pdf) as file:
        content = file.read()
    assert certificate.is_valid
    assert certificate.issued_at is not None
    assert content.startswith(b"%PDF-")
    assert hashlib.sha256(content).hexdigest() == certificate.sha256


def test_path_is_not_the_code() -> None:
    certificate = make_valid()
    code_hash = hashlib.sha256(certificate.code.encode()).hexdigest()
    assert certificate.pdf == f"certificates/{code_hash}/{certificate.sha256}.pdf"
    assert certificate.code not in certificate.pdf


@pytest.mark.parametrize(
    ("language", "path"), [("es", "/es/certificates/"), ("en", "/en/certificates/")], ids=["es", "en"]
)
def test_holder_is_told_in_her_language_once(language: str, path: str) -> None:
    certificate = make_valid(learner=make_person(language=language))
    run(Job.objects.get(key=issuing.job_key(certificate)).pk)
    mail = OutgoingMail.objects.get(key=f"certificates.ready:{certificate.pk}")
    assert mail.language == language
    assert f"http://testserver{path}" in mail.text
    assert certificate.code in mail.text
    assert "violen" not in mail.subject.lower()


def test_running_twice_changes_nothing() -> None:
    certificate = make_valid()
    before = Certificate.objects.values().get()
    prepare(certificate)
    assert Certificate.objects.values().get() == before


def test_rendering_that_fails_ends_in_failed_and_can_be_prepared_again(monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = make_requested()
    with monkeypatch.context() as broken:
        broken.setattr(rendering, "render", lambda *_: 1 / 0)
        exhaust(certificate)
    assert certificate.state == "failed"
    admin = make_person(is_superuser=True)
    assert preparing.again(certificate=certificate, by=admin) is True
    assert preparing.again(certificate=certificate, by=admin) is False
    assert prepare(certificate).is_valid


def test_preparing_again_is_for_those_who_may() -> None:
    certificate = make_requested()
    Certificate.objects.update(state="failed")
    with pytest.raises(PermissionDenied):
        preparing.again(certificate=certificate, by=certificate.learner)


def test_read_only_storage_gives_no_certificate_and_no_file(tmp_path: Path, settings: Any) -> None:
    blocked = tmp_path / "files"
    blocked.write_text("a file where the folder should be: nobody, root included, can write below it")
    certificate = make_requested()
    exhaust(certificate)
    assert (certificate.state, certificate.pdf, certificate.sha256) == ("failed", "", "")
    blocked.unlink()
    assert preparing.again(certificate=certificate, by=make_person(is_superuser=True))
    assert prepare(certificate).is_valid


def test_full_storage_leaves_no_empty_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def truncating(self: Any, name: str, content: Any) -> str:
        (tmp_path / "files" / name).parent.mkdir(parents=True)
        (tmp_path / "files" / name).touch()
        return name

    monkeypatch.setattr(FileSystemStorage, "_save", truncating)
    with pytest.raises(storing.NotStoredError):
        storing.store(code="7K3M-9QXT-2VHD", content=b"%PDF-1.7")
    assert list(tmp_path.rglob("*.pdf")) == []


def test_what_a_killed_worker_left_half_written_is_replaced(tmp_path: Path) -> None:
    content = b"%PDF-1.7 whole"
    stored = storing.store(code="7K3M-9QXT-2VHD", content=content)
    (tmp_path / "files" / stored.path).write_bytes(b"%PDF")
    assert storing.read(stored.path, stored.sha256) is None
    assert storing.store(code="7K3M-9QXT-2VHD", content=content) == stored
    assert storing.read(stored.path, stored.sha256) == content
    assert len(list(tmp_path.rglob("*.pdf"))) == 1


def test_storage_is_not_served_to_the_public(client: Any) -> None:
    certificate = make_valid()
    for prefix in ("/media/", "/media/documents/", "/static/", "/documents/", "/"):
        assert client.get(prefix + certificate.pdf).status_code == 404
