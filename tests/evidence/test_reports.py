from datetime import date

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse
from wagtail.models import PageViewRestriction

from courses.evidence import reporting
from courses.evidence.models import FaultReport
from courses.records.models import AuditEvent
from incubator.support import SupportService
from tests.evidence.factories import study

pytestmark = pytest.mark.django_db
WRONG = "El intervalo no es el que da la fuente."


def send(client, page, text=WRONG, language="es"):
    return client.post(f"/{language}/evidence/reports/{page.translation_key}/", {"text": text})


def test_a_report_becomes_an_open_task_without_a_person(client):
    page = study("Ensayo", english={})
    response = send(client, page, language="en")
    assert response["Location"] == f"/en/evidence/reports/{page.translation_key}/thanks/"
    report = FaultReport.objects.get()
    assert (report.study, report.title, report.language) == (page.translation_key, "Ensayo", "en")
    assert (report.text, report.state, report.settled_by) == (WRONG, "open", None)
    event = AuditEvent.objects.get(action="evidence.fault_reported")
    assert (event.actor, event.data) == (None, {"study": str(page.translation_key)})


@pytest.fixture
def services_are_read_anew():
    caches["frozen"].clear()
    yield
    caches["frozen"].clear()


def test_the_form_asks_for_no_name_and_warns(client, services_are_read_anew):
    SupportService.objects.create(name="Línea 100", url="tel:100", reviewed_on=date(2026, 11, 1))
    html = client.get(f"/es/evidence/reports/{study('Ensayo').translation_key}/").content.decode()
    assert html.count("<textarea") == 1
    assert 'type="email"' not in html
    assert 'href="#foot-help"' in html
    assert 'id="foot-help"' in html


def test_the_form_points_to_no_services_where_there_are_none(client, services_are_read_anew):
    html = client.get(f"/es/evidence/reports/{study('Ensayo').translation_key}/").content.decode()
    assert "No escriba aquí sobre casos" in html
    assert "foot-help" not in html


@pytest.mark.parametrize("text", ["", "corto", " " * 30, "x" * 2001])
def test_too_little_and_too_much_are_refused_with_a_sentence_at_the_field(client, text):
    response = send(client, study(), text)
    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["text"]
    assert FaultReport.objects.count() == 0


def test_the_same_words_twice_are_one_report(client):
    page = study()
    send(client, page)
    assert send(client, page).status_code == 302
    assert FaultReport.objects.count() == 1


def test_after_five_in_an_hour_an_address_has_to_wait(client):
    page = study()
    sent = [send(client, page, f"{WRONG} {number}").status_code for number in range(6)]
    assert sent == [302] * 5 + [429]
    assert FaultReport.objects.count() == 5
    assert send(Client(REMOTE_ADDR="192.0.2.9"), page).status_code == 302


def test_a_forged_form_is_refused():
    page = study()
    assert send(Client(enforce_csrf_checks=True), page).status_code == 403


@pytest.mark.parametrize("address", ["", "thanks/"])
def test_a_private_and_a_withdrawn_study_are_not_there(client, address):
    private, withdrawn = study("Privado"), study("Retirado")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    withdrawn.unpublish()
    for page in (private, withdrawn):
        assert client.get(f"/es/evidence/reports/{page.translation_key}/{address}").status_code == 404
    assert send(client, private).status_code == 404


def test_a_report_is_settled_once(admin_user):
    report = reporting.report_fault(study=study(), text=WRONG)
    assert reporting.settle(report=report, by=admin_user) is True
    assert reporting.settle(report=report, by=admin_user) is False
    report.refresh_from_db()
    assert (report.state, report.settled_by, report.settled_at is None) == ("settled", admin_user, False)
    assert AuditEvent.objects.filter(action="evidence.fault_settled", actor=admin_user).count() == 1


def test_what_was_settled_may_be_reported_again(admin_user):
    page = study()
    reporting.settle(report=reporting.report_fault(study=page, text=WRONG), by=admin_user)
    reporting.report_fault(study=page, text=WRONG)
    assert sorted(FaultReport.objects.values_list("state", flat=True)) == ["open", "settled"]


def test_an_editor_finds_and_settles_it(admin_client):
    report = reporting.report_fault(study=study("Ensayo"), text=WRONG)
    assert "/admin/faults/?state=open" in admin_client.get("/admin/").content.decode()
    listed = admin_client.get("/admin/faults/?state=open").context["object_list"]
    assert list(listed) == [report]
    page = admin_client.get(reverse("fault:inspect", args=[report.pk]))
    assert page.context["may_settle"] is True
    response = admin_client.post(reverse("fault:settle", args=[report.pk]), follow=True)
    assert response.context["may_settle"] is False
    assert list(admin_client.get("/admin/faults/?state=open").context["object_list"]) == []
