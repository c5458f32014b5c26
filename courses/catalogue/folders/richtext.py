"""Rich text as Wagtail keeps it ↔ the paragraphs of a course folder."""

from collections.abc import Callable, Iterator, Mapping
from html import escape
from itertools import groupby

from bs4 import BeautifulSoup, NavigableString, PageElement, Tag
from django.utils.translation import gettext as _

from courses.catalogue.folders.text import LINK, Paragraph, Refused, Run, Shape, Text, tidy

Attributes = Callable[[str], Mapping[str, str]]
Address = Callable[[Mapping[str, str]], str]

_BOLD = ("b", "strong")
_SHAPES: dict[str, Shape] = {"p": "p", "ul": "ul", "ol": "ol"}


def to_html(text: Text, attributes: Attributes) -> str:
    """`attributes` gives those of the link that stands for an address: of a page link, its page's number."""
    groups = []
    for shape, paragraphs in groupby(text, key=lambda paragraph: paragraph.shape):
        tag = "p" if shape == "p" else "li"
        inner = "".join(f"<{tag}>{_inline(paragraph, attributes)}</{tag}>" for paragraph in paragraphs)
        groups.append(inner if shape == "p" else f"<{shape}>{inner}</{shape}>")
    return "".join(groups)


def _inline(paragraph: Paragraph, attributes: Attributes) -> str:
    pieces = []
    for href, runs in groupby(paragraph.runs, key=lambda run: run.href):
        inner = "".join(f"<b>{escape(run.text, False)}</b>" if run.bold else escape(run.text, False) for run in runs)
        if href:
            listed = "".join(f' {name}="{escape(value)}"' for name, value in attributes(href).items())
            inner = f"<a{listed}>{inner}</a>"
        pieces.append(inner)
    return "".join(pieces)


def from_html(html: str, address: Address) -> Text:
    """Empty paragraphs are left out. Raises Refused for what a course folder cannot hold."""
    paragraphs: list[Paragraph] = []
    for element in BeautifulSoup(html, "html.parser").children:
        number = len(paragraphs) + 1
        if isinstance(element, NavigableString):
            if element.strip():
                raise Refused(_("There are words outside a paragraph."), number)
            continue
        shape = _SHAPES.get(element.name) if isinstance(element, Tag) else None
        if not isinstance(element, Tag) or shape is None:
            raise Refused(_unknown(element), number)
        for part in [element] if shape == "p" else element.find_all("li", recursive=False):
            runs = tidy(_runs(part, address, len(paragraphs) + 1))
            if runs:
                paragraphs.append(Paragraph(shape, runs))
    return tuple(paragraphs)


def _unknown(element: PageElement) -> str:
    name = element.name if isinstance(element, Tag) else type(element).__name__
    return _("A course folder cannot hold this part of a text: <%(tag)s>.") % {"tag": name}


def _runs(element: Tag, address: Address, number: int, bold: bool = False, href: str = "") -> Iterator[Run]:
    for child in element.children:
        if isinstance(child, NavigableString) and type(child) is NavigableString:
            yield Run(str(child), bold, href)
        elif isinstance(child, Tag) and child.name in _BOLD:
            yield from _runs(child, address, number, True, href)
        elif isinstance(child, Tag) and child.name == "a":
            yield from _runs(child, address, number, bold, _checked(address(_attributes(child)), number))
        else:
            raise Refused(_unknown(child), number)


def _attributes(tag: Tag) -> dict[str, str]:
    return {name: str(value) for name, value in tag.attrs.items()}


def _checked(href: str, number: int) -> str:
    if not LINK.fullmatch(href):
        raise Refused(_("A course folder cannot hold this link: “%(address)s”.") % {"address": href}, number)
    return href
