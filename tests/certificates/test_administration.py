from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from certificates.models import Certificate
from incubator.people import User
from tests.certificates.factories import make_person, make_requested, make_valid

pytestmark = pytest.mark.django_db


def coordinator(*names: str) -> Client:
    user = make_person()
    wanted = ("access_admin", "view_certificate", *names)
    user.user_permissions.set(Permission.objects.filter(codename__in=wanted))
    client = Client()
    client.force_login(user)
    return client


def mend(certificate: Certificate) -> None:
    User.objects.filter(pk=certificate.learner_id).update(first_name="Rosa María")


@pytest.mark.parametrize("number", [1, 3])
def test_list_takes_the_same_queries_at_any_length(number: int, django_assert_max_num_queries: Any) -> None:
    for _ in range(number):
        make_requested()
    client = coordinator()
    client.get("/admin/certificate/")
    with django_assert_max_num_queries(13):
        page = client.get("/admin/certificate/").content.decode()
    assert page.count("Rosa Quispe Mamani") >= number


def test_inspection_offers_what_the_person_may_do() -> None:
    certificate = make_valid()
    address = f"/admin/certificate/inspect/{certificate.pk}/"
    seen = coordinator().get(address).content.decode()
    assert "/admin/certificate/revoke/" not in seen
    assert "/admin/certificate/correct/" not in seen
    offered = coordinator("correct_certificate", "revoke_certificate").get(address).content.decode()
    assert f"/admin/certificate/revoke/{certificate.pk}/" in offered
    assert f"/admin/certificate/correct/{certificate.pk}/" in offered
    assert "/admin/certificate/again/" not in offered


def test_certificates_are_neither_written_nor_deleted_by_hand() -> None:
    certificate = make_valid()
    client = coordinator("add_certificate", "change_certificate", "delete_certificate")
    for verb in ("new/", f"edit/{certificate.pk}/", f"delete/{certificate.pk}/"):
        assert client.get(f"/admin/certificate/{verb}").status_code in (302, 403, 404)
    client.post(f"/admin/certificate/delete/{certificate.pk}/")
    assert Certificate.objects.count() == 1


def test_correcting_makes_a_successor() -> None:
    certificate = make_valid()
    client = coordinator("correct_certificate")
    address = f"/admin/certificate/correct/{certificate.pk}/"
    assert "given_names" not in client.get(address).content.decode()
    mend(certificate)
    assert "given_names" in client.get(address).content.decode()
    assert client.post(address, {"reason": "mistake"}).status_code == 422
    assert client.post(address, {"reason": "name", "note": "n"}).status_code == 302
    assert Certificate.objects.get(supersedes=certificate).claims["given_names"] == "Rosa María"


def test_revoking_asks_for_a_reason() -> None:
    certificate = make_valid()
    client = coordinator("revoke_certificate")
    address = f"/admin/certificate/revoke/{certificate.pk}/"
    assert client.get(address).status_code == 200
    assert client.post(address).status_code == 422
    assert client.post(address, {"reason": "misconduct"}).status_code == 302
    assert Certificate.objects.get().reason == "misconduct"


def test_failed_certificate_is_prepared_again() -> None:
    from certificates.issuing import job_key
    from courses.jobs.models import Job

    certificate = make_requested()
    Certificate.objects.update(state="failed")
    Job.objects.filter(key=job_key(certificate)).update(state="failed")
    client = coordinator("correct_certificate")
    assert client.get(f"/admin/certificate/again/{certificate.pk}/").status_code == 200
    assert Certificate.objects.get().state == "failed"
    assert client.post(f"/admin/certificate/again/{certificate.pk}/").status_code == 302
    assert (Certificate.objects.get().state, Job.objects.get().state) == ("requested", "pending")


@pytest.mark.parametrize("verb", ["correct", "revoke", "again"])
def test_decisions_are_for_those_who_may(verb: str) -> None:
    certificate = make_valid()
    response = coordinator().post(f"/admin/certificate/{verb}/{certificate.pk}/", {"reason": "name"})
    assert response.status_code in (302, 403)
    assert Certificate.objects.get().is_valid


@pytest.mark.parametrize("model", ["issuer", "signatory"])
def test_issuers_and_signatories_are_edited_here(model: str) -> None:
    client = coordinator(f"add_{model}", f"change_{model}", f"view_{model}")
    assert client.get(f"/admin/{model}/").status_code == 200
    assert client.get(f"/admin/{model}/new/").status_code == 200
