"""What a browser without JavaScript would send of the fields in a piece of HTML."""

from html.parser import HTMLParser
from typing import Any

from django.http import QueryDict


class _Fields(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.sent = QueryDict(mutable=True)
        self.buttons: list[tuple[str, str]] = []
        self._select = self._area = None
        self._options: list[tuple[str, bool]] = []
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own: dict[str, Any] = dict(attrs)
        if tag == "input" and (own["type"] not in ("radio", "checkbox") or "checked" in own):
            self.sent.appendlist(own["name"], own["value"])
        elif tag == "button":
            self.buttons.append((own["name"], own["value"]))
        elif tag == "select":
            self._select, self._options = own["name"], []
        elif tag == "option":
            self._options.append((own["value"], "selected" in own))
        elif tag == "textarea":
            self._area, self._text = own["name"], ""

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            chosen = [value for value, selected in self._options if selected] or [self._options[0][0]]
            self.sent.appendlist(self._select, chosen[-1])
        elif tag == "textarea":
            text = self._text.removeprefix("\n")
            self.sent.appendlist(self._area, text.replace("\r\n", "\n").replace("\n", "\r\n"))


def parse(html: str) -> _Fields:
    found = _Fields()
    found.feed(html)
    return found


def sent(html: str) -> QueryDict:
    return parse(html).sent
