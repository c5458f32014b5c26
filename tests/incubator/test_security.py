"""What the site owes to people who trust it: one way in, strict headers, nothing that leaks or is taken by surprise."""

import re
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client

from courses.cohorts.models import CourseEnrolment
from courses.learning.models import Attempt
from courses.records.models import OutgoingMail
from incubator.people import User
from tests.catalogue.factories import make_document, make_image, quick_release
from tests.certificates.factories import make_valid
from tests.learning.factories import answer, enrolled, lesson_url, make_facilitator, make_person, place

pytestmark = pytest.mark.usefixtures("founded")
PASSWORD = "una-clave-larga"


def signed_in(user: User, **own: Any) -> Client:
    client = Client(**own)
    client.force_login(user)
    return client


# One way in

WAYS_IN = [
    "/admin/login/",
    "/admin/password_reset/",
    "/admin/password_reset/confirm/MQ/set-password/",
    "/django-admin/login/",
    "/django-admin/password_change/",
    "/_util/login/",
    "/es/_util/login/",
    "/en/_util/login/",
]


@pytest.mark.parametrize("address", WAYS_IN)
def test_every_way_in_leads_to_the_one(client: Client, address: str) -> None:
    root = User.objects.create_superuser("jefa@example.org", PASSWORD)
    sent = {"username": root.email, "login": root.email, "password": PASSWORD, "next": "/admin/"}
    answers = [client.get(address, {"next": "/admin/"}), client.post(f"{address}?next=/admin/", sent)]
    languages = "en" if address.startswith("/en/") else "es"
    target = f"/{languages}/accounts/login/?next=%2Fadmin%2F"
    assert [(response.status_code, response["Location"]) for response in answers] == [(302, target)] * 2
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("address", ["/admin/", "/django-admin/"])
def test_the_admins_send_strangers_to_the_one_way_in(client: Client, address: str) -> None:
    response = client.get(address, follow=True)
    assert response.redirect_chain[-1][0].startswith("/es/accounts/login/")


@pytest.mark.parametrize("address", ["/admin/", "/django-admin/"])
def test_who_is_signed_in_without_the_right_is_refused_and_not_sent_around(address: str) -> None:
    response = signed_in(make_person()).get(address, follow=True)
    assert (response.status_code, len(response.redirect_chain)) == (403, 1)


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_signing_in_goes_nowhere_else(client: Client, target: str) -> None:
    person = make_person()
    sent = {"login": person.email, "password": PASSWORD, "next": target}
    response = client.post(f"/es/accounts/login/?next={target}", sent)
    assert (response.status_code, response["Location"]) == (302, "/es/learn/")


def test_signing_in_goes_on_to_where_one_was_going(client: Client) -> None:
    enrolment = enrolled()
    address = lesson_url(enrolment)
    login = client.get(address)["Location"]
    response = client.post(login, {"login": enrolment.enrolment.learner.email, "password": PASSWORD, "next": address})
    assert response["Location"] == address


# Headers


def policy(response: Any) -> dict[str, list[str]]:
    parts = [part.split() for part in response["Content-Security-Policy"].split(";")]
    return {name: values for name, *values in parts}


PUBLIC = ["/es/", "/es/accounts/login/", "/es/accounts/signup/", "/en/verify/", "/es/datos-personales/", "/es/nothing/"]


@pytest.mark.parametrize("address", PUBLIC)
def test_the_public_policy_is_strict(client: Client, address: str) -> None:
    rules = policy(client.get(address))
    assert rules["default-src"] == ["'none'"]
    assert rules["style-src"] == ["'self'"]
    assert [value for value in rules["script-src"] if value != "'self'" and not value.startswith("'nonce-")] == []
    assert (rules["frame-ancestors"], rules["base-uri"], rules["form-action"]) == (["'none'"], ["'none'"], ["'self'"])


def test_pages_carry_nothing_that_the_policy_forbids(client: Client) -> None:
    enrolment = enrolled()
    desk = signed_in(make_facilitator(enrolment.enrolment.cohort))
    learner = signed_in(enrolment.enrolment.learner)
    certificate = make_valid()
    pages = [client.get(address) for address in (*PUBLIC, f"/es/verify/{certificate.code}/")]
    pages += [learner.get(address) for address in (lesson_url(enrolment), "/es/learn/", "/es/certificates/")]
    pages.append(desk.get(f"/es/teach/{enrolment.enrolment.cohort.code}/"))
    for page in pages:
        soup = BeautifulSoup(page.content.decode(), "html.parser")
        inline = [script for script in soup.select("script:not([src])") if not script.get("nonce")]
        handlers = [tag.name for tag in soup.find_all(True) for name in tag.attrs if name.startswith("on")]
        assert (inline, soup.select("style, [style]"), handlers) == ([], [], []), page.request["PATH_INFO"]


def test_the_admin_has_a_policy_of_its_own() -> None:
    rules = policy(signed_in(User.objects.create_superuser("jefa@example.org")).get("/admin/"))
    assert rules["default-src"] == ["'self'"]
    assert rules["script-src"] == ["'self'", "'unsafe-inline'"]
    assert (rules["frame-ancestors"], rules["object-src"]) == (["'self'"], ["'none'"])


@pytest.mark.parametrize("address", [*PUBLIC, "/", "/healthz"])
def test_every_answer_has_the_security_headers(client: Client, address: str) -> None:
    response = client.get(address)
    names = ("X-Content-Type-Options", "Referrer-Policy", "X-Frame-Options", "Cross-Origin-Opener-Policy")
    assert [response.get(name) for name in names] == ["nosniff", "same-origin", "SAMEORIGIN", "same-origin"]


def test_pages_of_a_person_are_kept_by_nobody() -> None:
    enrolment = enrolled()
    client = signed_in(enrolment.enrolment.learner)
    for address in (lesson_url(enrolment), "/es/learn/", "/es/certificates/", "/es/accounts/profile/"):
        assert "no-store" in client.get(address)["Cache-Control"], address


# Links in mails


@pytest.mark.parametrize("forged", ["evil.example", "localhost"])
def test_links_in_mails_lead_to_the_site_whatever_the_host(client: Client, settings: Any, forged: str) -> None:
    person = make_person()
    client.post(
        "/es/accounts/password/reset/", {"email": person.email}, headers={"host": forged, "x-forwarded-host": forged}
    )
    client.post(
        "/es/accounts/signup/",
        {"email": person.email, "password1": "otra-clave-larga", "course_data": "on"},
        headers={"host": forged},
    )
    texts = [mail.text for mail in OutgoingMail.objects.filter(address=person.email)]
    links = re.findall(r"https?://[^/\s]+", " ".join(texts))
    assert len(texts) == (0 if forged == "evil.example" else 2)  # an unknown host is refused before anything happens
    assert set(links) <= {settings.SITE_URL}
    assert forged not in " ".join(texts)


# Files


def test_originals_and_documents_are_not_served(client: Client) -> None:
    image, document = make_image(), make_document()
    for name in (image.file.name, document.file.name):
        assert default_storage.exists(name)
        assert [client.get(f"/media/{path}").status_code for path in (name, f"images/../{name}", f"/{name}")] == [
            404
        ] * 3
    shown = default_storage.save("images/shown.width-400.png", ContentFile(b"as Wagtail makes them for pages"))
    response = client.get(f"/media/{shown}")
    # Read to its end, and not closed by hand: that would close the connection to the database too.
    assert (response["Content-Type"], response.getvalue()) == ("image/png", b"as Wagtail makes them for pages")


def test_certificates_are_not_served_as_files(client: Client) -> None:
    certificate = make_valid()
    assert default_storage.exists(str(certificate.pdf))
    assert [
        client.get(f"/media/{certificate.pdf}").status_code,
        client.get(f"/released/{Path(str(certificate.pdf)).name}").status_code,
    ] == [404, 404]


def test_nothing_outside_of_the_storage_is_served(client: Client) -> None:
    default_storage.save("images/real.png", ContentFile(b"x"))
    for path in (
        "images/../../db.sqlite3",
        "images/%2e%2e/%2e%2e/db.sqlite3",
        "../settings.py",
        "images/real.png.html",
    ):
        assert client.get(f"/media/{path}").status_code == 404, path


# Changing things


@pytest.fixture
def enrolment() -> CourseEnrolment:
    return enrolled(quick_release(kinds=["single_choice", "long_text"]))


def ours(enrolment: CourseEnrolment) -> list[str]:
    """Where our rooms take a form."""
    return [lesson_url(enrolment), "/es/accounts/profile/", "/es/learn/join/"]


def test_nothing_is_taken_without_a_token(enrolment: CourseEnrolment) -> None:
    client = signed_in(enrolment.enrolment.learner, enforce_csrf_checks=True)
    assert [client.post(address, {"do": "begin"}).status_code for address in ours(enrolment)] == [403] * 3
    desk = signed_in(make_facilitator(enrolment.enrolment.cohort), enforce_csrf_checks=True)
    waiting = answer(enrolment, "long_text")
    review = f"/es/teach/{enrolment.enrolment.cohort.code}/marking/{waiting.pk}/"
    assert desk.post(review, {"comment": "x"}).status_code == 403
    assert desk.post("/es/accounts/login/", {"login": "a@example.org", "password": "x"}).status_code == 403


def everything() -> list[tuple[str, list[Any]]]:
    """What every table of ours holds, sessions apart."""
    ours = ("incubator_", "certificates_", "teaching_", "learning_", "cohorts_", "catalogue_", "jobs_", "records_")
    with connection.cursor() as cursor:
        tables = [name for name in sorted(connection.introspection.table_names(cursor)) if name.startswith(ours)]
        found = []
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            found.append((table, sorted(map(repr, cursor.fetchall()))))
    return found


def test_looking_changes_nothing(enrolment: CourseEnrolment) -> None:
    waiting, cohort = answer(enrolment, "long_text"), enrolment.enrolment.cohort
    _lesson, exercise = place(enrolment, "single_choice")
    certificate = make_valid(learner=enrolment.enrolment.learner)
    learner, desk = signed_in(enrolment.enrolment.learner), signed_in(make_facilitator(cohort))
    before = everything()
    asked = {"do": f"submit:{exercise.exercise_id}", f"x{exercise.exercise_id}-choice": "1", "language": "en"}
    for address in (*ours(enrolment), "/es/learn/", lesson_url(enrolment).rsplit("/", 2)[0] + "/", "/es/certificates/"):
        learner.get(address, asked | {"join_code": cohort.join_code, "first_name": "Otra", "do": "skip"})
        learner.get(address, asked)
        learner.head(address)
    learner.get(f"/es/certificates/{certificate.code}/download/")
    learner.get(f"/es/verify/{certificate.code}/")
    for path in ("", "marking/", f"marking/{waiting.pk}/", f"people/{enrolment.pk}/"):
        desk.get(f"/es/teach/{cohort.code}/{path}", {"comment": "x", "state": "silent"})
    assert everything() == before


def test_an_answer_that_is_far_too_long_is_refused_in_words(enrolment: CourseEnrolment) -> None:
    _lesson, exercise = place(enrolment, "long_text")
    client = signed_in(enrolment.enrolment.learner, raise_request_exception=False)
    sent = {f"x{exercise.exercise_id}-text": "palabra " * 1_300_000, "do": f"submit:{exercise.exercise_id}"}
    response = client.post(lesson_url(enrolment), sent)
    soup = BeautifulSoup(response.content.decode(), "html.parser")
    assert (response.status_code, len(soup.select("h1"))) == (400, 1)
    assert Attempt.objects.count() == 0


def test_too_many_fields_are_refused_in_words(enrolment: CourseEnrolment) -> None:
    client = signed_in(enrolment.enrolment.learner, raise_request_exception=False)
    response = client.post(lesson_url(enrolment), {f"x{number}-text": "" for number in range(1500)})
    assert (response.status_code, "<h1" in response.content.decode()) == (400, True)


@pytest.mark.parametrize(
    "address", ["/es/learn/%00/x/", "/es/verify/%00/", "/es/teach/x'/", "/released/x", "/es/\u202e/"]
)
def test_odd_addresses_are_not_found(address: str) -> None:
    client = signed_in(make_person(), raise_request_exception=False)
    assert client.get(address, follow=True).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "title"), [("es", "Espere un minuto"), ("en", "Please wait a minute")])
def test_a_limit_of_accounts_is_said_on_a_page_of_the_site(
    client: Client, settings: Any, language: str, title: str
) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"signup": "1/m/ip"}
    answers = [client.post(f"/{language}/accounts/signup/", {"email": "a@example.org"}) for _again in range(2)]
    html = answers[-1].content.decode()
    assert [one.status_code for one in answers] == [200, 429]
    assert (f"<h1>{title}</h1>" in html, f'lang="{language}"' in html) == (True, True)
