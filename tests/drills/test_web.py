"""The web process is killed during the request that completes a course."""

import http.client
from collections.abc import Callable
from contextlib import ExitStack, closing
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from certificates.models import Certificate
from courses.cohorts.models import CourseEnrolment
from tests.drills import moments
from tests.drills.scenes import ALL, NOTHING, PATIENCE, becomes_valid, nearly_done, written
from tests.learning.factories import lesson_url, place
from tests.live import Web, Worker, eventually

pytestmark = pytest.mark.drill

# Two learners a round, each of whose requests stands at another moment when all processes die. On SQLite only one of
# them can hold a transaction: the second.
ROUNDS = [("before_publish", "certificates.requested"), ("after_publish", "course_completed")]
COMMITTED = {"before_publish", "after_publish"}


class Browser:
    """One learner's, signed in, on her lesson. It sends without waiting for the answer: that may never come."""

    def __init__(self, web: Web, enrolment: CourseEnrolment) -> None:
        self.web, self.path = web, lesson_url(enrolment)
        client = Client()
        client.force_login(enrolment.enrolment.learner)
        self.cookies = {"sessionid": client.cookies["sessionid"].value}

    def open(self) -> BeautifulSoup:
        with closing(self._ask("GET")) as connection:
            response = connection.getresponse()
            assert response.status == 200, self.web.log("web")[-3000:]
            for header in response.headers.get_all("Set-Cookie", []):
                self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(header).items()}
            return BeautifulSoup(response.read(), "html.parser")

    def send(self, fields: dict[str, str]) -> http.client.HTTPConnection:
        return self._ask("POST", urlencode(fields), {"Content-Type": "application/x-www-form-urlencoded"})

    def _ask(self, method: str, body: str = "", headers: dict[str, str] | None = None) -> http.client.HTTPConnection:
        connection = http.client.HTTPConnection(urlsplit(self.web.url).netloc, timeout=PATIENCE)
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        connection.request(method, self.path, body or None, {"Cookie": cookie, **(headers or {})})
        return connection


def last_answer(enrolment: CourseEnrolment, page: BeautifulSoup) -> dict[str, str]:
    """What the form sends when the right option is chosen and handed in."""
    form = page.select_one("form#lesson")
    assert form is not None
    right = form.find("span", string="Es prometedor, pero impreciso.").find_previous("input")
    hidden = {each["name"]: each["value"] for each in form.select("input[type=hidden]")}
    return hidden | {right["name"]: right["value"], "do": f"submit:{place(enrolment, 'single_choice')[1].exercise_id}"}


def test_web_killed_in_the_finishing_request_never_completes_without_a_certificate(
    start_stoppable_web: Callable[..., Any], worker: Worker
) -> None:
    learners = nearly_done(2 * len(ROUNDS))
    with start_stoppable_web() as web:
        for number, round_ in enumerate(ROUNDS):
            kill_at(web, dict(zip(round_, learners[2 * number :], strict=False)))
    for enrolment in learners:
        becomes_valid(Certificate.objects.get(course_enrolment=enrolment))


def kill_at(web: Web, enrolments: dict[str, CourseEnrolment]) -> None:
    """Each sends her last answer, and again once the site is back."""
    browsers = {moment: Browser(web, enrolment) for moment, enrolment in enrolments.items()}
    fields = {moment: last_answer(enrolments[moment], browser.open()) for moment, browser in browsers.items()}
    with ExitStack() as open_connections:
        for moment, browser in browsers.items():
            moments.arm(moment)
            open_connections.enter_context(closing(browser.send(fields[moment])))
            eventually(lambda moment=moment: moments.is_reached(moment), PATIENCE)
        web.kill()
    for moment, enrolment in enrolments.items():
        assert (moment, written(enrolment)) == (moment, ALL if moment in COMMITTED else NOTHING)
    web.start()
    for moment, enrolment in enrolments.items():
        for _again in range(2):
            with closing(browsers[moment].send(fields[moment])) as connection:
                assert (moment, connection.getresponse().status) == (moment, 302)
            assert (moment, written(enrolment)) == (moment, ALL)
