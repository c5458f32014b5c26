"""A text as paragraphs of runs: what the Markdown of a folder and the rich text of a page have in common."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from django.utils.translation import gettext as _

from courses.translating import paired

Shape = Literal["p", "ul", "ol"]

LINK = re.compile(
    r"(https?://|mailto:|tel:)[^\s<>\"\\^`{|}\x00-\x1f]+|lesson:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
)
_SPACE = re.compile(r"[ \t\r\n\f\v\u2028\u2029\x1c-\x1f\x85]+")
_EDGES = re.compile(r"(\s*)(.*?)(\s*)", re.DOTALL)


class Refused(Exception):
    """Something that a text may not hold, and in which paragraph."""

    def __init__(self, message: str, paragraph: int = 0) -> None:
        super().__init__(message)
        self.message, self.paragraph = message, paragraph


@dataclass(frozen=True)
class Run:
    text: str
    bold: bool = False
    href: str = ""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, or one item of a list; items of the same shape that follow each other are one list."""

    shape: Shape
    runs: tuple[Run, ...]

    @property
    def links(self) -> list[str]:
        hrefs = [run.href for run in self.runs]
        return [href for href, before in zip(hrefs, ["", *hrefs], strict=False) if href and href != before]

    @property
    def wholly_bold(self) -> bool:
        return len(self.runs) == 1 and self.runs[0].bold and not self.runs[0].href

    @property
    def words(self) -> str:
        return "".join(run.text for run in self.runs)


Text = tuple[Paragraph, ...]


def tidy(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Equal neighbours joined, white space single, none at the ends, none as the edge of anything bold or linked."""
    tidied: list[Run] = []
    for run in runs:
        if run.bold or run.href:
            match = _EDGES.fullmatch(run.text)
            before, body, after = match.groups() if match else ("", run.text, "")
            parts = [Run(before), replace(run, text=body), Run(after)]
        else:
            parts = [run]
        for part in parts:
            _join(tidied, part)
    return _stripped(tidied)


def _join(runs: list[Run], run: Run) -> None:
    if not run.text:
        return
    if runs and (runs[-1].bold, runs[-1].href) == (run.bold, run.href):
        run = replace(run, text=runs.pop().text + run.text)
    runs.append(replace(run, text=_SPACE.sub(" ", unicodedata.normalize("NFC", run.text))))


def _stripped(runs: list[Run]) -> tuple[Run, ...]:
    if runs:
        runs[0] = replace(runs[0], text=runs[0].text.lstrip())
        runs[-1] = replace(runs[-1], text=runs[-1].text.rstrip())
    return tuple(run for run in runs if run.text)


def difference(source: Text, other: Text) -> Refused | None:
    """The first paragraph in which two languages do not correspond as wagtail-localize needs it; None if all do."""
    for number, (one, two) in enumerate(zip(source, other, strict=False), 1):
        if one.shape != two.shape:
            return Refused(
                _("A paragraph in one language is an item of a list in another, or of another list."), number
            )
        if one.wholly_bold != two.wholly_bold:
            return Refused(_("The whole paragraph is bold in one language and not in the other."), number)
        if len(one.links) != len(two.links):
            return Refused(_("The languages do not have the same number of links here."), number)
    if len(source) != len(other):
        return Refused(
            _("The languages have %(one)d and %(two)d paragraphs and items; they must have the same.")
            % {"one": len(source), "two": len(other)},
            min(len(source), len(other)) + 1,
        )
    return _ambiguity(source, other)


def _ambiguity(source: Text, other: Text) -> Refused | None:
    """Within one text a sentence has one translation and an address one counterpart."""
    sentences: dict[tuple[Run, ...], tuple[Run, ...]] = {}
    addresses: dict[str, str] = {}
    for number, (one, two) in enumerate(zip(source, other, strict=True), 1):
        if sentences.setdefault(one.runs, two.runs) != two.runs:
            return Refused(_("The same paragraph stands here twice in one language, translated in two ways."), number)
        for here, there in paired(one.links, two.links):
            address, counterpart = one.links[here], two.links[there]
            if address.startswith("lesson:") and address != counterpart:
                return Refused(_("A link to a lesson leads to the same lesson in every language."), number)
            if addresses.setdefault(address, counterpart) != counterpart:
                return Refused(_("The same address leads to two different ones in the other language."), number)
    return None
