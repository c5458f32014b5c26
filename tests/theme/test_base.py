"""Every page: the way out first, the other language by name, no address of its own."""

from html.parser import HTMLParser
from typing import Any

from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

CONTEXT: dict[str, Any] = {
    "site_name": "Incubadora",
    "site_tagline": "Formación",
    "site_url": "https://example.org",
    "home_url": "/es/",
    "exit_url": "https://www.gob.pe/",
    "nav": [{"label": "Uno & dos", "url": "/es/uno/", "current": True}],
    "other_language": {"code": "en", "name": "English", "url": "/en/x/"},
}


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def focusable(self) -> list[dict[str, str | None]]:
        inside = [tag for tag, _attrs in self.found].index("body")
        return [attrs for tag, attrs in self.found[inside:] if tag in ("a", "button", "input")]

    def named(self, name: str) -> list[dict[str, str | None]]:
        return [attrs for tag, attrs in self.found if tag == name]


def page(template: str = "base.html", **more: Any) -> Tags:
    with translation.override("es"):
        return Tags(render_to_string(template, CONTEXT | more | {"request": RequestFactory().get("/es/x/")}))


def test_page_offers_the_way_out_right_after_the_skip_link() -> None:
    skip, way_out, *_rest = page().focusable()
    assert skip["href"] == "#main"
    assert way_out == {"class": "exit", "href": "https://www.gob.pe/", "rel": "noreferrer nofollow", "data-exit": None}


def test_page_without_context_still_has_a_way_out() -> None:
    html = render_to_string("500.html")
    assert Tags(html).focusable()[1]["href"] == "about:blank"


def test_page_names_its_language_and_the_other_both_ways() -> None:
    found = page()
    assert found.named("html") == [{"lang": "es"}]
    assert [(link["hreflang"], link["href"]) for link in found.named("link") if link["rel"] == "alternate"] == [
        ("es", "https://example.org/es/x/"),
        ("en", "https://example.org/en/x/"),
    ]


def test_page_offers_the_other_language_by_its_own_name() -> None:
    (link,) = [attrs for attrs in page().focusable() if attrs.get("class") == "language"]
    assert (link["href"], link["lang"]) == ("/en/x/", "en")


def test_page_changes_language_through_the_form_it_names() -> None:
    other = {**CONTEXT["other_language"], "form_submit": "lesson"}
    (button,) = [attrs for attrs in page(other_language=other).focusable() if attrs.get("class") == "language"]
    assert (button["form"], button["name"], button["value"]) == ("lesson", "language", "en")


def test_page_marks_the_current_place() -> None:
    assert [attrs["href"] for attrs in page().focusable() if attrs.get("aria-current")] == ["/es/uno/"]


def test_page_holds_no_inline_style_or_script() -> None:
    found = page()
    assert [
        attrs for _tag, attrs in found.found if "style" in attrs or any(name.startswith("on") for name in attrs)
    ] == []
    assert [attrs for attrs in found.named("script") if "src" not in attrs] == []
    assert found.named("style") == []


def test_error_pages_are_pages() -> None:
    for name in ("400", "403", "403_csrf", "404", "500"):
        assert page(f"{name}.html").focusable()[1]["class"] == "exit"
