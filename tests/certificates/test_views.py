import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import translation

from certificates import limiting, naming, revoking, storing, superseding
from certificates.models import Certificate
from courses.cohorts.models import CohortStaff
from courses.records.models import AuditEvent
from incubator.people import User
from tests.certificates.factories import make_completed, make_person, make_requested, make_signatories, make_valid

pytestmark = pytest.mark.django_db


def text_of(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


# Mine


def test_mine_needs_a_person(client: Client) -> None:
    assert client.get("/en/certificates/").url == "/en/accounts/login/?next=/en/certificates/"


def test_mine_asks_for_news_only_while_something_is_being_prepared() -> None:
    certificate = make_requested()
    client = signed_in(certificate.learner)
    waiting = client.get("/en/certificates/").content.decode()
    assert f'hx-get="/en/certificates/?seen={certificate.pk}r"' in waiting
    assert "htmx" in waiting
    Certificate.objects.filter(pk=certificate.pk).update(state="failed")
    assert "hx-get" not in client.get("/en/certificates/").content.decode()


def test_mine_answers_nothing_new_with_nothing_and_news_with_the_list() -> None:
    certificate = make_requested()
    client = signed_in(certificate.learner)
    address, asking = f"/en/certificates/?seen={certificate.pk}r", {"HX-Request": "true"}
    assert client.get(address, headers=asking).status_code == 204
    Certificate.objects.filter(pk=certificate.pk).update(state="valid", sha256="0" * 64, issued_at="2026-04-20T00:00Z")
    news = client.get(address, headers=asking)
    assert "<html" not in news.content.decode()
    assert f"/en/certificates/{certificate.code}/download/" in news.content.decode()


def test_mine_shows_nobody_elses() -> None:
    certificate = make_valid()
    assert certificate.code not in signed_in(make_person()).get("/en/certificates/").content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_mine_takes_the_same_queries_at_any_length(number: int, django_assert_num_queries: Any) -> None:
    learner = make_person()
    for _ in range(number):
        make_requested(learner=learner)
    client = signed_in(learner)
    client.get("/en/certificates/")
    with django_assert_num_queries(2):  # person, certificates; the session is in the cache
        assert client.get("/en/certificates/").status_code == 200


# Download


def test_holder_downloads_the_stored_bytes() -> None:
    certificate = make_valid(learner=make_person(first_name="Íñigo", last_name="Ñahui"))
    response = signed_in(certificate.learner).get(f"/es/certificates/{certificate.code}/download/")
    assert storing.digest(response.content) == certificate.sha256
    assert response["Content-Type"] == "application/pdf"
    assert response["Cache-Control"] == "private, no-cache"
    disposition = response["Content-Disposition"]
    assert disposition.startswith('attachment; filename="certificado-inigo-nahui-modulo-')
    assert "filename*=UTF-8''certificado-%C3%AD%C3%B1igo-%C3%B1ahui-m%C3%B3dulo-" in disposition


def test_file_name_is_cut_between_words() -> None:
    certificate = make_requested()
    certificate.claims["texts"]["es"]["title"] = "Evaluación de impacto " * 20
    name = naming.file_name(certificate, "es", accents=False)
    assert len(name) <= naming.LONGEST + 4
    assert name.removesuffix(".pdf").rpartition("-")[2] in ("evaluacion", "de", "impacto")


@pytest.mark.parametrize("who", ["stranger", "holder's colleague"])
def test_other_peoples_certificates_are_not_found(who: str) -> None:
    certificate = make_valid()
    assert signed_in(make_person()).get(f"/es/certificates/{certificate.code}/download/").status_code == 404


def test_nobody_signed_in_downloads_nothing(client: Client) -> None:
    certificate = make_valid()
    assert client.get(f"/es/certificates/{certificate.code}/download/").status_code == 302


def test_staff_of_the_cohort_download_and_it_is_noted() -> None:
    certificate, facilitator = make_valid(), make_person()
    cohort = certificate.course_enrolment.enrolment.cohort
    CohortStaff.objects.create(cohort=cohort, user=facilitator)
    response = signed_in(facilitator).get(f"/es/certificates/{certificate.code}/download/")
    assert response.status_code == 200
    assert AuditEvent.objects.get(action="certificates.downloaded").actor == facilitator


def test_staff_of_another_cohort_download_nothing() -> None:
    certificate, facilitator = make_valid(), make_person()
    CohortStaff.objects.create(cohort=make_completed().enrolment.cohort, user=facilitator)
    assert signed_in(facilitator).get(f"/es/certificates/{certificate.code}/download/").status_code == 404


def test_holder_does_not_download_what_was_revoked() -> None:
    certificate = make_valid()
    revoking.revoke(certificate=certificate, by=make_person(is_superuser=True), reason="mistake")
    assert signed_in(certificate.learner).get(f"/es/certificates/{certificate.code}/download/").status_code == 404


@pytest.mark.parametrize("damage", ["emptied", "removed"])
def test_damaged_file_is_never_handed_out(damage: str, tmp_path: Path) -> None:
    certificate = make_valid()
    path = tmp_path / "files" / certificate.pdf
    path.write_bytes(b"") if damage == "emptied" else path.unlink()
    response = signed_in(certificate.learner).get(f"/en/certificates/{certificate.code}/download/")
    assert response.status_code == 503
    assert response["Content-Type"].startswith("text/html")


# Verification


def test_address_in_the_code_leads_to_the_readers_language(client: Client) -> None:
    for asked, language in (("en-GB,en", "en"), ("es-PE", "es"), ("fr", "es")):
        response = client.get("/verify/7k3m9qxt2vhd", headers={"Accept-Language": asked})
        assert response.url == f"/{language}/verify/7K3M-9QXT-2VHD/"
    assert client.get("/verify/", headers={"Accept-Language": "en"}).url == "/en/verify/"


def test_valid_certificate_shows_everything_that_is_printed(client: Client) -> None:
    make_signatories(2)
    certificate = make_valid(learner=make_person(document_number="45678901"), code="mimp-77")
    response = client.get(f"/en/verify/{certificate.code}/")
    text = text_of(response)
    for shown in (
        "Rosa Quispe Mamani",
        "DNI •••••901",
        "16 (sixteen)",
        "3 chronological hours (60 min each)",
        "2 March to 17 April 2026",
        "Online, facilitated",
        "mimp-77",
        "Laboratorio de Evaluación de Políticas",
        "Ana Lucía Paredes Soto, Director general",
        certificate.sha256,
        *(texts["title"] for texts in certificate.claims["texts"].values()),
    ):
        assert shown in text
    assert "45678901" not in response.content.decode()
    assert response["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert 'content="noindex"' in response.content.decode()


def verdict_of(client: Client, certificate: Certificate) -> str:
    with translation.override("en"):
        page = client.get(f"/en/verify/{certificate.code}/").content.decode()
    return re.search(r"<h1>(.*?)</h1>", page)[1]  # type: ignore[index]


def test_every_state_has_its_verdict(client: Client) -> None:
    certificate = make_requested()
    said = []
    for state in ("requested", "failed", "valid", "superseded", "revoked"):
        moment = "2026-04-20T15:00Z"
        Certificate.objects.update(state=state, sha256="0" * 64, issued_at=moment, ended_at=moment, reason="data")
        said.append(verdict_of(client, certificate))
    assert said[0] == said[1]
    assert len(set(said)) == 4


def test_replaced_certificate_leads_to_its_successor_and_keeps_the_note_secret(client: Client) -> None:
    old, coordinator = make_valid(), make_person(is_superuser=True)
    User.objects.filter(pk=old.learner_id).update(first_name="Rosa María")
    new = superseding.correct(certificate=old, by=coordinator, reason="name", note="secret note")
    page = client.get(f"/en/verify/{old.code}/").content.decode()
    assert "secret note" not in page
    assert f"/en/verify/{new.code}/" not in page
    Certificate.objects.filter(pk=new.pk).update(state="valid", sha256="1" * 64, issued_at="2026-04-20T15:00Z")
    assert f"/en/verify/{new.code}/" in client.get(f"/en/verify/{old.code}/").content.decode()


def test_nothing_of_a_certificate_that_is_being_prepared_is_shown(client: Client) -> None:
    certificate = make_requested()
    assert "Quispe" not in client.get(f"/en/verify/{certificate.code}/").content.decode()


def test_unknown_code_is_not_found_and_shown_escaped(client: Client) -> None:
    response = client.get("/en/verify/<b>x/")
    assert response.status_code == 404
    assert "<b>x" not in response.content.decode()
    assert "&lt;b&gt;x" in response.content.decode()
    assert client.get("/en/verify/7K3M-9QXT-2VHD/").status_code == 404


def test_form_forgives_how_a_code_is_typed(client: Client) -> None:
    certificate = make_valid()
    typed = certificate.code.lower().replace("-", " ")
    assert client.get("/en/verify/", {"code": typed}).url == f"/en/verify/{certificate.code}/"
    assert client.get("/en/verify/", {"code": "nonsense"}).status_code == 422
    assert client.get("/en/verify/").status_code == 200


def test_too_many_questions_from_one_address_wait(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limiting, "MOST", 3)
    monkeypatch.setattr(limiting.time, "time", lambda: 1_000_000.0)
    answers = [client.get("/es/verify/7K3M-9QXT-2VHD/").status_code for _ in range(4)]
    other = client.get("/es/verify/7K3M-9QXT-2VHD/", REMOTE_ADDR="10.1.1.1")
    refused = client.get("/es/verify/7K3M-9QXT-2VHD/")
    assert answers == [404, 404, 404, 429]
    assert other.status_code == 404
    assert (refused["Retry-After"], "<html" in refused.content.decode()) == ("60", True)
    monkeypatch.setattr(limiting.time, "time", lambda: 1_000_060.0)
    assert client.get("/es/verify/7K3M-9QXT-2VHD/").status_code == 404


def test_verifying_renders_no_pdf_and_takes_one_query(client: Client, django_assert_num_queries: Any) -> None:
    certificate = make_valid()
    client.get(f"/en/verify/{certificate.code}/")
    default_storage.delete(certificate.pdf)
    with django_assert_num_queries(1):
        assert client.get(f"/en/verify/{certificate.code}/").status_code == 200


def test_comparing_script_is_a_module_of_ours_and_hidden_without_it(client: Client) -> None:
    page = client.get(f"/en/verify/{make_valid().code}/").content.decode()
    assert re.search(r'<script type="module" src="/static/certificates/compare(\.\w+)?\.js"></script>', page)
    assert re.search(r'<div data-compare="[0-9a-f]{64}" hidden>', page)


@pytest.mark.parametrize("address", ["/en/verify/7K3M-9QXT-2VHD/", "/en/verify/", "/verify/7K3M-9QXT-2VHD/"])
def test_verification_is_only_read(client: Client, address: str) -> None:
    assert client.post(address).status_code == 405
