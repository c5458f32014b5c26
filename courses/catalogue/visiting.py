"""Where a visitor of a page goes from there; filled by the rooms above, which know the learners."""

from collections.abc import Callable

from django.http import HttpRequest
from wagtail.models import Page

Destination = Callable[[HttpRequest, Page], str | None]


def _nowhere(request: HttpRequest, page: Page) -> str | None:
    return None


_destination: Destination = _nowhere
_joining: Destination = _nowhere


def set_destination(find: Destination) -> None:
    """`find(request, page)`: the address at which this visitor studies the course or lesson of `page`, or None."""
    global _destination
    _destination = find


def set_joining(find: Destination) -> None:
    """`find(request, page)`: the address at which this visitor may join a cohort, or None."""
    global _joining
    _joining = find


def destination(request: HttpRequest, page: Page) -> str | None:
    return _destination(request, page)


def joining(request: HttpRequest, page: Page) -> str | None:
    return _joining(request, page)
