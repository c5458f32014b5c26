"""Home, plain pages, My learning and one's own details."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courses.cohorts.enrolling import join
from courses.cohorts.models import Enrolment
from courses.records import consents
from courses.records.models import AuditEvent, Consent, OutgoingMail
from incubator.people import User
from incubator.support import SupportService
from tests.catalogue.factories import make_course, quick_release
from tests.certificates.factories import make_requested
from tests.learning.factories import enrolled, make_cohort, make_person

pytestmark = pytest.mark.usefixtures("founded")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def soup(response: Any) -> BeautifulSoup:
    return BeautifulSoup(response.content.decode(), "html.parser")


def queries(client: Client, address: str) -> int:
    """How many a warm visit takes."""
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


# Languages


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("es-PE,es;q=0.9,en;q=0.8", "/es/"),
        ("en-GB,en;q=0.9", "/en/"),
        ("en;q=0.4, es;q=0.9", "/es/"),
        ("qu, fr;q=0.9", "/es/"),
        ("", "/es/"),
    ],
)
def test_root_leads_to_the_best_language(client: Client, asked: str, given: str) -> None:
    response = client.get("/", headers={"accept-language": asked})
    assert (response.status_code, response["Location"]) == (302, given)
    assert {"Accept-Language", "Cookie"} <= set(response["Vary"].split(", "))


@pytest.mark.parametrize(
    ("spanish", "english"),
    [
        ("/es/", "/en/"),
        ("/es/datos-personales/", "/en/personal-data/"),
        ("/es/accesibilidad/", "/en/accessibility/"),
        ("/es/accounts/login/", "/en/accounts/login/"),
        ("/es/verify/", "/en/verify/"),
    ],
)
def test_each_page_names_itself_in_both_languages(client: Client, settings: Any, spanish: str, english: str) -> None:
    expected = {"es": f"{settings.SITE_URL}{spanish}", "en": f"{settings.SITE_URL}{english}"}
    for language, address in (("es", spanish), ("en", english)):
        page = soup(client.get(address))
        alternates = {link["hreflang"]: link["href"] for link in page.head.select("link[hreflang]")}
        assert (page.html["lang"], alternates) == (language, expected)
        assert page.select_one("nav.menu a.language")["href"] == (english if language == "es" else spanish)


# Constant work


def test_home_takes_as_many_queries_for_three_modules_as_for_one(client: Client) -> None:
    make_course(kinds=["single_choice"])
    one = queries(client, "/es/")
    for _more in range(2):
        make_course(kinds=["single_choice"])
    assert (queries(client, "/es/"), len(soup(client.get("/es/")).select("#modules .module"))) == (one, 3)


def test_my_learning_takes_as_many_queries_for_three_cohorts_as_for_one() -> None:
    learner = make_person()
    client, release = signed_in(learner), quick_release()
    enrolled(release, learner)
    one = queries(client, "/es/learn/")
    for _more in range(2):
        enrolled(release, learner)
    page = soup(client.get("/es/learn/"))
    assert (queries(client, "/es/learn/"), len(page.select("article.module"))) == (one, 3)


def test_my_learning_of_a_newcomer_asks_for_what_is_missing() -> None:
    newcomer = User.objects.create_user("nueva@example.org", "una-clave-larga")
    page = soup(signed_in(newcomer).get("/es/learn/"))
    addresses = [link["href"] for link in page.select("main a")]
    assert "/es/accounts/profile/" in addresses
    assert "/es/learn/join/" in addresses


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_cohort_without_modules_is_not_called_no_cohort(language: str) -> None:
    cohort, person = make_cohort(), make_person()
    join(learner=person, join_code=cohort.join_code)
    heading = soup(signed_in(person).get(f"/{language}/learn/")).select_one("main section.module h2")
    nobody = soup(signed_in(make_person()).get(f"/{language}/learn/")).select_one("main section.module h2")
    assert heading.get_text() != nobody.get_text()


def test_an_answered_code_does_not_enrol_before_the_details_are_there(client: Client) -> None:
    cohort = enrolled().enrolment.cohort
    newcomer = User.objects.create_user("nueva@example.org", "una-clave-larga")
    response = signed_in(newcomer).post("/es/learn/join/", {"join_code": cohort.join_code})
    assert "/es/accounts/profile/" in response.content.decode()
    assert not Enrolment.objects.filter(learner=newcomer).exists()


# One's own details


def details(person: User, **changes: str) -> dict[str, str]:
    fields = ("first_name", "last_name", "document_type", "document_number", "institution", "language")
    return {name: getattr(person, name) for name in fields} | changes


def test_details_are_tidied(client: Client) -> None:
    person = make_person()
    sent = details(person, first_name="  Mari\u0301a   Jose\u0301 ", last_name="Ñahui", document_number="40 123 456")
    response = signed_in(person).post("/es/accounts/profile/", sent)
    person.refresh_from_db()
    assert (response.status_code, person.get_full_name(), person.document_number) == (
        302,
        "María José Ñahui",
        "40123456",
    )


@pytest.mark.parametrize("name", ["=cmd()", "@SUM(A1)", "<b>Rosa</b>", "R0sa", "+51 999", "-Rosa", ""])
def test_no_name_is_a_formula_or_markup(name: str) -> None:
    person = make_person()
    response = signed_in(person).post("/es/accounts/profile/", details(person, first_name=name))
    person.refresh_from_db()
    assert (response.status_code, person.first_name) == (422, "Rosa")


def test_details_are_fixed_once_a_certificate_was_requested() -> None:
    learner = make_requested().learner
    consents.give(person=learner, purpose="course", language="es")
    sent = details(learner, first_name="Otra", document_number="11112222", institution="Municipalidad", language="en")
    client = signed_in(learner)
    assert [
        field.has_attr("disabled") for field in soup(client.get("/es/accounts/profile/")).select("#id_first_name")
    ] == [True]
    assert client.post("/es/accounts/profile/", sent).status_code == 302
    before = (learner.first_name, learner.document_number)
    learner.refresh_from_db()
    assert (learner.first_name, learner.document_number) == before
    assert (learner.institution, learner.language) == ("Municipalidad", "en")


def test_a_document_that_another_account_has_is_reported_to_coordinators_once() -> None:
    owner, person = make_person(), make_person()
    coordinator = make_person("coordinadora@example.org")
    coordinator.groups.add(Group.objects.get(name="coordinators"))
    client = signed_in(person)
    sent = details(person, document_type=owner.document_type, document_number=owner.document_number)
    answers = [client.post("/es/accounts/profile/", sent) for _twice in range(2)]
    assert [response.status_code for response in answers] == [422, 422]
    said = [len(soup(response).select("form .error")) for response in answers]
    assert (said, "Constraint" in answers[0].content.decode()) == ([1, 1], False)
    person.refresh_from_db()
    assert person.document_number != owner.document_number
    mails = OutgoingMail.objects.filter(address=coordinator.email)
    assert [owner.document_number in mail.text for mail in mails] == [False]
    assert AuditEvent.objects.filter(action="people.document_clash").exists()


def test_who_tries_many_documents_learns_no_more() -> None:
    owner, person = make_person(), make_person()
    client = signed_in(person)
    tries = [f"{99_000_000 + number}" for number in range(10)]
    for number in tries:
        client.post("/es/accounts/profile/", details(person, document_number=number))
    answers = [
        soup(client.post("/es/accounts/profile/", details(person, document_number=number))).select(".field .error")
        for number in (owner.document_number, "98999999")
    ]
    person.refresh_from_db()
    assert (person.document_number, [len(found) for found in answers]) == (tries[-1], [1, 1])
    assert answers[0][0].get_text() == answers[1][0].get_text()
    assert client.post("/es/accounts/profile/", details(person, institution="Municipalidad")).status_code == 302


@pytest.mark.parametrize(("language", "notice"), [("es", "/es/datos-personales/"), ("en", "/en/personal-data/")])
def test_who_never_accepted_the_notice_can_do_so_in_her_details(language: str, notice: str) -> None:
    person, cohort = make_person(), make_cohort(quick_release())
    consents.withdraw(person=person, purpose="course")
    client, address = signed_in(person), f"/{language}/accounts/profile/"
    assert address in {link["href"] for link in soup(client.get(f"/{language}/learn/")).select(".notice a")}
    assert notice in {link["href"] for link in soup(client.get(address)).select("form .field a")}
    refused = client.post(address, details(person, language=language))
    assert (refused.status_code, len(soup(refused).select("#id_course_data"))) == (422, 1)
    client.post(address, details(person, language=language, course_data="on"))
    given = Consent.objects.get(person=person, purpose="course", withdrawn_at=None)
    assert (given.language, given.version) == (language, consents.CURRENT["course"])
    assert soup(client.get(address)).select("#id_course_data") == []
    assert join(learner=person, join_code=cohort.join_code).cohort == cohort


def test_a_notice_with_new_words_is_accepted_again(monkeypatch: pytest.MonkeyPatch) -> None:
    person = make_person()
    monkeypatch.setitem(consents.CURRENT, "course", "2027-1")
    client = signed_in(person)
    client.post("/es/accounts/profile/", details(person, course_data="on"))
    assert consents.has(person, "course")


def test_the_form_for_signing_up_has_its_fields_in_order(client: Client) -> None:
    form = soup(client.get("/es/accounts/signup/")).select_one("form[method=post]")
    shown = [field["name"] for field in form.select("input") if field["type"] != "hidden"]
    assert shown == ["email", "password1", "course_data", "research"]


@pytest.mark.parametrize(
    ("url", "faults"),
    [("https://example.org", 0), ("tel:100", 0), ("", 0), ("javascript:alert(1)", 1), ("http://x", 1)],
)
def test_the_link_of_a_support_service_is_https_or_a_telephone(url: str, faults: int) -> None:
    person = User.objects.create_superuser("jefa@example.org")
    sent = {"name": "Línea 100", "url": url, "text_es": "a", "text_en": "b", "position": 9, "reviewed_on": "2026-01-01"}
    response = signed_in(person).post("/admin/support_services/new/", sent)
    assert (response.status_code, SupportService.objects.filter(position=9).count()) == (
        200 if faults else 302,
        1 - faults,
    )


def test_consent_to_research_is_given_and_taken_back_here() -> None:
    person = make_person()
    client = signed_in(person)
    held = []
    for changes in ({"research": "on"}, {}):
        client.post("/es/accounts/profile/", details(person, **changes))
        held.append(consents.has(person, "research"))
    assert (held, consents.has(person, "course")) == ([True, False], True)
