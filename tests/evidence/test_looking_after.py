from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.evidence import looking_after
from courses.evidence.models import LinkCheck, StudyPage
from tests.evidence.factories import study

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 26)
CHECKED = {"checked_on": date(2026, 6, 1), "checked_by": "El equipo"}
SURE = {"certainty": 4, "certainty_reason": "Un límite.", **CHECKED}
REPORT = "/admin/reports/looking-after/"


def reasons(page):
    row = looking_after.studies(on=TODAY).get(pk=page.pk)
    return [name for name in looking_after.REASONS if getattr(row, name)]


def in_need():
    return [row.title for row in looking_after.in_need(on=TODAY).order_by("title")]


def visited(url, failures):
    LinkCheck.objects.create(url=url, failures=failures, checked_at=timezone.now())


def test_a_study_that_is_in_order_asks_for_nothing():
    page = study(doi="10.1000/1", english={"certainty_reason": "A limit."}, **SURE)
    visited("https://doi.org/10.1000/1", 1)
    assert (reasons(page), in_need()) == ([], [])


def test_a_study_that_was_never_or_long_ago_checked_asks_for_it():
    never = study("Nunca", english={})
    old = study("Hace mucho", english={}, checked_on=TODAY - timedelta(days=366), checked_by="El equipo")
    new = study("Hace poco", english={}, checked_on=TODAY - timedelta(days=365), checked_by="El equipo")
    assert ["is_unchecked" in reasons(page) for page in (never, old, new)] == [True, True, False]


@pytest.mark.parametrize("fields", [{"doi": "10.1000/1"}, {"address": "https://example.org/1"}])
def test_two_failures_in_a_row_are_a_broken_link(fields):
    page = study(english={"certainty_reason": "A limit."}, **SURE, **fields)
    visited("https://doi.org/10.1000/1", 2)
    visited("https://example.org/1", 2)
    assert reasons(page) == ["is_broken"]


def test_without_certainty_are_those_that_have_results():
    page = study("Con resultados", english={}, **CHECKED)
    registered = study("Registrado", status="registered", english={}, **CHECKED)
    assert (reasons(page), reasons(registered)) == (["is_uncertain"], [])


def test_in_one_language_only_is_what_has_no_published_sibling():
    page = study(english={"certainty_reason": "A limit."}, **SURE)
    StudyPage.objects.exclude(pk=page.pk).get().unpublish()
    assert reasons(page) == ["is_alone"]


def test_a_study_that_stands_only_in_english_is_in_it_too():
    page = study("Ensayo", english={"certainty_reason": "A limit."}, **SURE)
    page.unpublish()
    assert in_need() == ["Ensayo"]


def test_a_study_has_one_row_and_a_withdrawn_one_none():
    study("Dos lenguas", english={})
    study("Retirado").unpublish()
    assert in_need() == ["Dos lenguas"]


def test_the_report_shows_and_filters_them(admin_client):
    study("Nunca revisado", english={})
    study("Sólo en español", **SURE)
    html = admin_client.get(REPORT).content.decode()
    assert ("Nunca revisado" in html, "Sólo en español" in html) == (True, True)
    alone = admin_client.get(f"{REPORT}?reason=is_alone").context["object_list"]
    assert [row.title for row in alone] == ["Sólo en español"]


def test_the_report_is_exported_by_wagtail(admin_client):
    study("Nunca revisado", doi="10.1000/1", english={})
    text = b"".join(admin_client.get(f"{REPORT}?export=csv").streaming_content).decode()
    head, row = text.strip().splitlines()
    assert (head.count(","), "Nunca revisado" in row, "https://doi.org/10.1000/1" in row) == (5, True, True)
    sheet = openpyxl.load_workbook(BytesIO(b"".join(admin_client.get(f"{REPORT}?export=xlsx").streaming_content)))
    assert [cell.value for cell in sheet.active["A"]][1:] == ["Nunca revisado"]


@pytest.mark.parametrize("address", [REPORT, "/admin/studies/"])
def test_queries_do_not_grow_with_the_rows(admin_client, address):
    study("Uno", english={})
    admin_client.get(address)
    with CaptureQueriesContext(connection) as one:
        admin_client.get(address)
    for title in ("Dos", "Tres"):
        study(title, english={})
    with CaptureQueriesContext(connection) as three:
        admin_client.get(address)
    assert len(three) == len(one)


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("theme=autonomy", ["Dos"]),
        ("theme=attention", []),
        ("status=registered", ["Dos"]),
        ("certainty=4", ["Uno", "Uno"]),
        ("certainty=none", ["Dos"]),
        ("language=en", ["Uno"]),
        ("", ["Dos", "Uno", "Uno"]),
    ],
)
def test_the_listing_of_studies_filters(admin_client, query, titles):
    study("Uno", english={"certainty_reason": "A limit."}, **SURE)
    study("Dos", themes=["prevention", "autonomy"], status="registered")
    found = admin_client.get(f"/admin/studies/?{query}").context["object_list"]
    assert sorted(page.title for page in found) == titles
