"""Where long names and titles break and how the page's spare height is given out. Lengths in mm, sizes in points."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from certificates.fonts import ITALIC, MM_PER_POINT, SANS, SERIF, Face

LEFT = 33.0
COLUMN = 174.0
RECORD = 65.0
NAME_WIDTH = 172.0
NAME_ON_ONE_LINE = (38.0, 34.0, 30.0)
NAME_ON_TWO_LINES = (32.0, 28.0, 24.0, 20.0, 18.0)
NAME_LINE = 0.395

# (longest, size, line); the second language's sizes follow its own length.
TITLES = ((70, 21.0, 9.0), (130, 17.0, 7.5), (10_000, 14.0, 6.25))
SECOND_TITLES = ((70, 13.5, 6.0), (130, 12.0, 5.5), (10_000, 10.5, 4.75))

KIND_FOOT = 37.8
LEAD = 4.5
DOCUMENT = 4.9
ABOVE_NAME, UNDER_LEAD, UNDER_NAME, ABOVE_TITLE, UNDER_PASSING, UNDER_TITLE = 11.3, 2.5, 2.0, 8.5, 2.0, 1.6
GAP = 14 / 3  # between signatories
SLACK = 0.5  # of the gap that a name may use: kerning makes it narrower than its advances say

# Words that lean on the next one: a line never ends with them.
_PARTICLES = frozenset(
    [
        "a",
        "al",
        "an",
        "and",
        "con",
        "da",
        "das",
        "de",
        "del",
        "der",
        "des",
        "di",
        "do",
        "dos",
        "du",
        "e",
        "el",
        "en",
        "for",
        "from",
        "in",
        "la",
        "las",
        "le",
        "los",
        "mac",
        "of",
        "on",
        "or",
        "o",
        "para",
        "por",
        "san",
        "santa",
        "the",
        "to",
        "u",
        "un",
        "una",
        "van",
        "vda",
        "vda.",
        "von",
        "with",
        "y",
    ]
)
_NBSP = "\u00a0"


@dataclass(frozen=True)
class Text:
    """Lines that are never broken again."""

    lines: tuple[str, ...]
    size: float
    line: float

    @property
    def height(self) -> float:
        return len(self.lines) * self.line


@dataclass(frozen=True)
class Signatory:
    left: float
    name: Text
    post: str
    post_size: float


@dataclass(frozen=True)
class Row:
    """Signatories side by side under one rule."""

    top: float
    width: float
    signatories: tuple[Signatory, ...]


@dataclass(frozen=True)
class Page:
    name: Text
    title: Text
    second_title: Text | None
    issuers_size: float
    hours_size: float
    rows: tuple[Row, ...]
    has_document: bool

    @cached_property
    def foot(self) -> float:
        return self.rows[0].top if self.rows else 166.0

    @cached_property
    def spare(self) -> float:
        """What is left between the kind and the first signature rule; below nothing, the page is too full."""
        pens = 8.0 if len(self.rows) > 1 else 20.0
        second = UNDER_TITLE + self.second_title.height if self.second_title else 0.0
        document = UNDER_NAME + DOCUMENT if self.has_document else 0.0
        name = ABOVE_NAME + LEAD + UNDER_LEAD + self.name.height + document
        title = ABOVE_TITLE + LEAD + UNDER_PASSING + self.title.height + second
        return self.foot - KIND_FOOT - name - title - pens

    @property
    def above_name(self) -> float:
        return ABOVE_NAME + min(0.45 * max(self.spare, 0), 19.0)

    @property
    def above_title(self) -> float:
        return ABOVE_TITLE + min(0.20 * max(self.spare, 0), 7.0)


def page(claims: dict[str, Any], languages: Sequence[str], *, has_document: bool) -> Page:
    """The largest name that leaves room for everything else."""
    first, *others = (claims["texts"][language] for language in languages)
    rows = signatory_rows(claims["signatories"], first["posts"])
    second_title = title(others[0]["title"], SECOND_TITLES, ITALIC) if others else None
    laid: Page | None = None
    for printed in names(claims["given_names"], claims["family_names"]):
        laid = Page(
            name=printed,
            title=title(first["title"], TITLES, SERIF),
            second_title=second_title,
            issuers_size=min([11.0, *(fitting(name, SERIF, 11.0, COLUMN) for name in claims["issuers"])]),
            hours_size=fitting(first["hours"], SANS, 13.0, RECORD),
            rows=rows,
            has_document=has_document,
        )
        if laid.spare >= 0:
            break
    assert laid is not None  # there is always a name that fits the width
    return laid


def names(given: str, family: str) -> list[Text]:
    """The ways to set a name within 172 mm, the preferred one first.

    Never broken inside the given or inside the family names: where neither one line nor two at 18 points hold them,
    the letters become smaller.
    """
    parts = tuple(part.replace(" ", _NBSP) for part in (given, family) if part)
    whole = (_NBSP.join(parts),)
    if on_one := [_name(whole, size) for size in NAME_ON_ONE_LINE if _fits(whole, size)]:
        return on_one
    on_two = [_name(parts, size) for size in NAME_ON_TWO_LINES if _fits(parts, size)]
    return on_two or [_name(parts, min(fitting(part, SERIF, NAME_ON_TWO_LINES[-1], NAME_WIDTH) for part in parts))]


def _name(lines: tuple[str, ...], size: float) -> Text:
    return Text(lines, size, round(size * NAME_LINE, 2))


def _fits(lines: tuple[str, ...], size: float) -> bool:
    return all(SERIF.width(line, size) <= NAME_WIDTH for line in lines)


def fitting(text: str, face: Face, size: float, width: float) -> float:
    """This size, or the largest below it at which the text is no wider."""
    at_one = face.width(text, 1.0)
    return size if at_one * size <= width else int(width / at_one * 100) / 100


def title(text: str, sizes: Sequence[tuple[int, float, float]], face: Face) -> Text:
    size, line = next((size, line) for longest, size, line in sizes if len(text) <= longest)
    size = min(fitting(word, face, size, COLUMN) for word in _bound(text))
    return Text(balanced(text, face, size, COLUMN), size, line)


def balanced(text: str, face: Face, size: float, width: float) -> tuple[str, ...]:
    """Lines in the narrowest width that needs no more of them; articles lean forward, the last word is alone only
    where two do not fit."""
    words = _bound(text)
    widths = [face.width(word, size) for word in words]
    space = face.width(" ", size)
    if len(words) > 2 and len(_broken(words, widths, space, width)) > 1:
        together = f"{words[-2]}{_NBSP}{words[-1]}"
        if (both := face.width(together, size)) <= width:
            words, widths = [*words[:-2], together], [*widths[:-2], both]
    fewest = len(_broken(words, widths, space, width))
    low, high = 0.0, width
    while high - low > 0.5:
        middle = (low + high) / 2
        low, high = (low, middle) if len(_broken(words, widths, space, middle)) <= fewest else (middle, high)
    return tuple(" ".join(line) for line in _broken(words, widths, space, high))


def _bound(text: str) -> list[str]:
    """Words, each particle tied to what follows it."""
    words: list[str] = []
    leaning = ""
    for word in text.split():
        leaning += word
        if re.sub(r"^\W+", "", word).lower() in _PARTICLES:
            leaning += _NBSP
        else:
            words.append(leaning)
            leaning = ""
    return [*words, leaning.rstrip(_NBSP)] if leaning else words


def _broken(words: list[str], widths: list[float], space: float, width: float) -> list[list[str]]:
    lines: list[list[str]] = [[]]
    used = -space
    for word, advance in zip(words, widths, strict=True):
        if lines[-1] and used + space + advance > width:
            lines.append([])
            used = -space
        lines[-1].append(word)
        used += space + advance
    return lines


def signatory_rows(people: Sequence[dict[str, str]], posts: Sequence[str]) -> tuple[Row, ...]:
    """1 and 2 are 72 wide, 3 are 54, 4 are 40; then 3 + 3 and 4 + 4 (the last row may be short)."""
    count = len(people)
    if not count:
        return ()
    columns = count if count <= 4 else (count + 1) // 2
    width, size = {1: (72.0, 10.5), 2: (72.0, 10.5), 3: (54.0, 9.8), 4: (40.0, 9.2)}[columns]
    tops = (166.0,) if count <= 4 else (142.0, 162.0)
    set_ = [
        _signatory(person, post, width, size, round(LEFT + index % columns * (width + GAP), 2))
        for index, (person, post) in enumerate(zip(people, posts, strict=True))
    ]
    return tuple(
        Row(top, width, tuple(set_[start : start + columns]))
        for top, start in zip(tops, range(0, count, columns), strict=True)
    )


def _signatory(person: dict[str, str], post: str, width: float, size: float, left: float) -> Signatory:
    parts = tuple(part for part in (person["given_names"], person["family_names"]) if part)
    whole = " ".join(parts)
    held = width + SLACK
    lines = (whole,) if SERIF.width(whole, size) <= held else parts
    size = min(fitting(line, SERIF, size, held) for line in lines)
    # Two lines of a post fit everywhere; the statement's 7 points are the smallest letters of the page.
    post_size = 7.8 if len(balanced(post, SANS, 7.8, width)) <= 2 else 7.0
    return Signatory(left, Text(lines, size, round(size * MM_PER_POINT * 1.25, 2)), post, post_size)
