from collections.abc import Callable
from html.parser import HTMLParser
from http import HTTPStatus
from http.cookies import SimpleCookie
from io import BytesIO
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client

from incubator.people import User


class Browser:
    """Sends requests straight to the WSGI application, as gunicorn would, signed in as somebody or as nobody."""

    def __init__(self, user: User | None = None) -> None:
        self.application = WSGIHandler()
        self.cookies = ""
        if user:
            client = Client()
            client.force_login(user)
            self.cookies = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"

    def get(self, path: str, expected: int = HTTPStatus.OK, query: str = "") -> bytes:
        return self._ask("GET", path, b"", expected, query)

    def post(self, path: str, data: dict[str, str], expected: int = HTTPStatus.FOUND) -> bytes:
        return self._ask("POST", path, urlencode(data).encode(), expected)

    def _ask(self, method: str, path: str, body: bytes, expected: int, query: str = "") -> bytes:
        answer: dict[str, Any] = {}

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None, /) -> Callable[[bytes], object]:
            answer.update(status=int(status.split()[0]), headers=headers)
            return lambda data: None

        response = self.application(self._environ(method, path, body) | {"QUERY_STRING": query}, start)
        try:
            content = b"".join(response)
        finally:
            response.close()
        if answer["status"] != expected:
            raise RuntimeError(f"{method} {path} answered {answer['status']}, not {expected}")
        self._keep(answer["headers"])
        return content

    def _environ(self, method: str, path: str, body: bytes) -> dict[str, Any]:
        site = urlsplit(settings.SITE_URL)
        return {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
            "PATH_INFO": path.encode().decode("latin-1"),
            "QUERY_STRING": "",
            "SERVER_NAME": site.hostname,
            "SERVER_PORT": str(site.port or 80),
            "HTTP_HOST": site.netloc,
            "HTTP_COOKIE": self.cookies,
            "HTTP_ACCEPT_LANGUAGE": "es",
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)),
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.input": BytesIO(body),
            "wsgi.errors": BytesIO(),
            "wsgi.url_scheme": site.scheme,
        }

    def _keep(self, headers: list[tuple[str, str]]) -> None:
        """The CSRF cookie that the first page with a form sets."""
        for name, value in headers:
            if name == "Set-Cookie":
                for key, morsel in SimpleCookie(value).items():
                    if key == settings.CSRF_COOKIE_NAME and key not in self.cookies:
                        self.cookies += f"; {key}={morsel.value}"


class Fields(HTMLParser):
    """What a browser would send for the form with this id when nobody touched it."""

    def __init__(self, form: str) -> None:
        super().__init__()
        self.form = form
        self.values: dict[str, str] = {}
        self.radios: dict[str, str] = {}  # name → the first value that may be chosen
        self._inside = False
        self._area = self._select = ""

    @classmethod
    def of(cls, page: bytes, form: str) -> "Fields":
        parser = cls(form)
        parser.feed(page.decode())
        return parser

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        name = found.get("name", "")
        if tag == "form":
            self._inside = found.get("id") == self.form
        if not self._inside and found.get("form") != self.form:
            return
        if tag == "input" and name and found.get("type", "text") not in ("radio", "checkbox", "submit"):
            self.values[name] = found.get("value", "")
        if tag == "input" and name and found.get("type") == "radio":
            self.radios.setdefault(name, found.get("value", ""))
        if tag == "input" and name and "checked" in found:
            self.values[name] = found.get("value", "on")
        elif tag == "textarea" and name:
            self._area = name
            self.values[name] = ""
        elif tag == "select" and name:
            self._select = name
        elif tag == "option" and self._select and ("selected" in found or self._select not in self.values):
            self.values[self._select] = found.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        elif tag == "textarea":
            self._area = ""
        elif tag == "select":
            self._select = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.values[self._area] += data.removeprefix("\n")
