"""One polite visit of an address of the web: HEAD, then GET if that is refused; nothing of the answer is kept.

Addresses come from whoever edits, and lead on to wherever their owners like. So every hop is resolved here, every
resolved number must be public, and the connection goes to the very number that was looked at.
"""

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from threading import Timer
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from django.conf import settings

TIMEOUT = 10.0  # seconds to each answer
DEADLINE = 30.0  # seconds to the end of all redirects
MOST_REDIRECTS = 5
MOST_BYTES = 64 * 1024
REDIRECTS = frozenset({301, 302, 303, 307, 308})
# What hosts say to machines that they would let people in; it says nothing about the address.
NOT_FOR_MACHINES = frozenset({401, 403, 405, 406, 418, 429, 999})
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")

Number = ipaddress.IPv4Address | ipaddress.IPv6Address
Turn = Callable[[str], AbstractContextManager[object]]


class RefusedError(Exception):
    """An address that we do not visit."""


@dataclass(frozen=True)
class Visit:
    """`status` is that of the last hop, None if there was no answer; `reason` says why it is no good."""

    status: int | None
    reason: str = ""

    @property
    def works(self) -> bool:
        return self.status is not None and self.status < 400

    @property
    def is_unclear(self) -> bool:
        return self.status in NOT_FOR_MACHINES


def is_public(number: Number) -> bool:
    if isinstance(number, ipaddress.IPv6Address):
        if number.ipv4_mapped is not None:
            return is_public(number.ipv4_mapped)
        if number in _TRANSLATED or number.sixtofour is not None or number.teredo is not None:
            return False
    return number.is_global and not number.is_multicast


def visit(url: str, *, allowed: Callable[[Number], bool] = is_public, turn: Turn = nullcontext) -> Visit:
    """Never raises for what the web does. `turn` is entered with the name of a host before it is asked first, and left
    when the visit is over."""
    try:
        with ExitStack() as turns:
            return _follow(url, allowed, lambda host: turns.enter_context(turn(host)))
    except RefusedError as refused:
        return Visit(None, str(refused))
    except (OSError, HTTPException, ValueError) as error:
        return Visit(None, f"{type(error).__name__}: {error}"[:200])


def _follow(url: str, allowed: Callable[[Number], bool], begin: Callable[[str], object]) -> Visit:
    ends = time.monotonic() + DEADLINE
    seen: set[str] = set()
    for _hop in range(MOST_REDIRECTS + 1):
        parts = _parts(url)
        host = parts.hostname or ""
        if host not in seen:
            begin(host)
            seen.add(host)
        status, onwards = _ask("HEAD", parts, allowed, ends)
        if status >= 400:
            status, onwards = _ask("GET", parts, allowed, ends)
        if status not in REDIRECTS or not onwards:
            return Visit(status, "" if status < 400 else f"HTTP {status}")
        url = urljoin(url, onwards)
    return Visit(None, f"more than {MOST_REDIRECTS} redirects")


def _parts(url: str) -> SplitResult:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise RefusedError("refused: neither http nor https")
    if parts.username is not None or parts.password is not None:
        raise RefusedError("refused: an address with a password")
    return parts


def _ask(method: str, parts: SplitResult, allowed: Callable[[Number], bool], ends: float) -> tuple[int, str]:
    """The status and where it leads on."""
    left = ends - time.monotonic()
    if left <= 0:
        raise TimeoutError("too slow")
    connection = _Pinned(parts, allowed, min(TIMEOUT, left))
    stop = Timer(left, connection.cut)  # a timeout of a socket begins anew with every byte
    stop.daemon = True
    stop.start()
    try:
        target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~")
        query = f"?{quote(parts.query, safe='/%:@!$&()*+,;=~?')}" if parts.query else ""
        connection.request(method, target + query, headers=_headers())
        answer = connection.getresponse()
        answer.read(MOST_BYTES)
        return answer.status, answer.getheader("Location") or ""
    finally:
        stop.cancel()
        connection.close()


def _headers() -> dict[str, str]:
    return {"User-Agent": f"IncubatorLinkCheck/1.0 (+{settings.SITE_URL})", "Accept": "*/*", "Connection": "close"}


def resolved(host: str, port: int, allowed: Callable[[Number], bool]) -> str:
    """A number of this host. Raises RefusedError if any of its numbers is not allowed."""
    try:
        found = socket.getaddrinfo(host.encode("idna").decode(), port, type=socket.SOCK_STREAM)
    except UnicodeError as error:
        raise RefusedError("refused: no name of a host") from error
    numbers = [str(address[0]).partition("%")[0] for *_rest, address in found]
    if not numbers or not all(allowed(ipaddress.ip_address(number)) for number in numbers):
        raise RefusedError("refused: not a public address")
    return numbers[0]


class _Pinned(HTTPConnection):
    """Connects to the number that was looked at, under the name that was asked for."""

    response_class = HTTPResponse

    def __init__(self, parts: SplitResult, allowed: Callable[[Number], bool], timeout: float) -> None:
        self.secure = parts.scheme == "https"
        super().__init__(parts.hostname or "", parts.port or (443 if self.secure else 80), timeout=timeout)
        self.allowed = allowed

    def connect(self) -> None:
        number = resolved(self.host, self.port, self.allowed)
        self.sock = socket.create_connection((number, self.port), self.timeout)
        if self.secure:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)

    def cut(self) -> None:
        try:
            if self.sock:
                self.sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            return
