"""The way out, in a real browser: at once, with and without JavaScript, and never by Esc."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from playwright.sync_api import Browser, Page, Route

STATIC = Path(__file__).parents[2] / "theme/static"
SITE, NEUTRAL = "http://site.test", "http://neutral.test/"

pytestmark = pytest.mark.browser


def serve(route: Route) -> None:
    """The site from its files; the neutral place, which tells what it was asked with."""
    url = route.request.url
    if url.startswith(NEUTRAL):
        route.fulfill(content_type="text/html", body=f"neutral {route.request.headers.get('referer', 'no referrer')}")
    elif "/static/" in url:
        file = STATIC / url.partition("/static/")[2]
        route.fulfill(path=file) if file.exists() else route.abort()
    else:
        context: dict[str, Any] = {
            "exit_url": NEUTRAL,
            "site_name": "Incubadora",
            "request": RequestFactory().get("/es/"),
        }
        route.fulfill(content_type="text/html", body=render_to_string("base.html", context))


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def scripted(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def page(browser: Browser, scripted: bool) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=scripted)
    context.route("**/*", serve)
    page = context.new_page()
    page.goto(f"{SITE}/es/first/")
    page.goto(f"{SITE}/es/second/")
    yield page
    context.close()


def test_exit_leaves_for_the_neutral_place_without_saying_where_from(page: Page) -> None:
    page.click(".exit")
    page.wait_for_url(NEUTRAL)
    assert page.text_content("body") == "neutral no referrer"


def test_exit_is_reached_by_two_tabs(page: Page) -> None:
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(NEUTRAL)


@pytest.mark.parametrize("scripted", [True], indirect=True)
class TestScript:
    def test_exit_takes_the_place_of_the_page(self, page: Page) -> None:
        page.click(".exit")
        page.wait_for_url(NEUTRAL)
        page.go_back()
        assert page.url == f"{SITE}/es/first/"

    def test_exit_blanks_the_page_before_the_other_has_come(self, page: Page) -> None:
        page.context.unroute("**/*")
        page.route(NEUTRAL, lambda route: route.fulfill(status=204))  # so the browser stays where it was
        page.click(".exit")
        assert page.evaluate("[document.documentElement.checkVisibility(), document.title]") == [False, "\u200b"]

    def test_shift_three_times_leaves(self, page: Page) -> None:
        for _press in range(3):
            page.keyboard.press("Shift")
        page.wait_for_url(NEUTRAL)

    def test_capital_letters_do_not_leave(self, page: Page) -> None:
        for letter in "ABCDE":
            page.keyboard.press(f"Shift+{letter}")
        page.keyboard.press("Escape")
        page.wait_for_timeout(200)
        assert page.url == f"{SITE}/es/second/"
