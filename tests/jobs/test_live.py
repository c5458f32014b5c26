"""The ground of the tests that need several processes: `tests/live.py` keeps what it says."""

import urllib.request
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import pytest
from django.db import connection
from wagtail.models import Locale, Site

from courses.jobs.models import Job
from courses.records import mailing
from tests.browsing import QUIET, executable
from tests.live import LiveDatabase, Worker, eventually, together

pytestmark = pytest.mark.usefixtures("live_database")


def fetch(address: str) -> tuple[int, str]:
    with urllib.request.urlopen(address, timeout=20) as response:
        return response.status, response.read().decode()


@pytest.mark.parametrize("turn", [1, 2, 3])
def test_live_database_starts_with_what_migrations_left(turn: int) -> None:
    assert Job.objects.count() == 0
    assert {locale.language_code for locale in Locale.objects.all()} >= {"es"}
    assert Site.objects.count() == 1
    Job.objects.create(kind="samples.works", key=f"left by {turn}")


def test_live_database_never_gives_a_key_twice(live_database: LiveDatabase) -> None:
    before = Job.objects.create(kind="samples.works", key="one").pk
    connection.close()
    live_database.restore()
    assert Job.objects.create(kind="samples.works", key="two").pk > before


def test_live_database_is_seen_by_threads() -> None:
    Job.objects.create(kind="samples.works", key="seen")
    assert together(Job.objects.count, Job.objects.count) == [1, 1]


def test_live_site_answers_from_the_live_database(live_site: str) -> None:
    assert fetch(f"{live_site}/healthz")[0] == 200
    status, text = fetch(f"{live_site}/readyz")
    assert (status, "database" in text) == (200, True)


@pytest.mark.drill
def test_live_site_can_be_driven_beside_the_database(live_site: str) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=QUIET)
        page = browser.new_page()
        page.goto(f"{live_site}/healthz")
        Job.objects.create(kind="samples.works", key="beside")
        assert Job.objects.count() == 1
        browser.close()


@pytest.mark.drill
def test_web_processes_answer_until_they_are_killed(start_web: Callable[..., Any]) -> None:
    with start_web() as web:
        assert fetch(f"{web.url}/healthz")[0] == 200
        web.kill()
        with pytest.raises(OSError, match=r"refused|reset"):
            fetch(f"{web.url}/healthz")


@pytest.mark.drill
def test_mail_leaves_by_the_worker(worker: Worker, mailbox: Callable[[], list[EmailMessage]]) -> None:
    mailing.post(
        key="live", person=None, address="ana@example.org", language="es", subject="Aquí está", text="Hola, Ñusta."
    )
    (message,) = eventually(mailbox)
    assert (message["To"], message["Subject"]) == ("ana@example.org", "Aquí está")
    assert message.get_content().strip() == "Hola, Ñusta."
    eventually(lambda: Job.objects.get(kind="records.send_mail").state == "done")
