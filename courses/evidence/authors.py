"""Authors as the bank keeps them: one a line, in order, as the source writes them.

"Abramsky T" is a family name and initials, "Field, Erica" a family name and given names, anything else a body that is
named as it stands. A last line "et al." says that the source names no more.
"""

import re
from dataclasses import dataclass

AND_OTHERS = "et al."
_COMMA = re.compile(r",\s*(?![^()]*\))")  # none of those that stand in parentheses
_INITIALS = re.compile(r"(.+?) ((?:[A-ZÁÉÍÓÚÑÜ]-?\.?){1,4})")


@dataclass(frozen=True)
class Author:
    """`given` is empty for a body, and may be initials without points."""

    family: str
    given: str = ""

    @property
    def initials(self) -> str:
        """As APA writes them: "T.", "K. M.", "J.-P."."""
        words = [self.given] if self.given.isupper() else self.given.split()
        letters = [letter for word in words for letter in (word if word.isupper() else word[0])]
        return re.sub(r"\. -\. ?", ".-", " ".join(f"{letter.upper()}." for letter in letters if letter not in ". "))


def author(line: str) -> Author:
    family, *given = _COMMA.split(line, maxsplit=1)
    if given:
        return Author(family.strip(), given[0].strip())
    if found := _INITIALS.fullmatch(line.strip()):
        return Author(found[1], found[2].replace(".", ""))
    return Author(line.strip())


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def authors(text: str) -> tuple[list[Author], bool]:
    """The authors that are named, and whether there are others."""
    named = lines(text)
    others = bool(named) and named[-1].rstrip(".") == AND_OTHERS.rstrip(".")
    return [author(line) for line in (named[:-1] if others else named)], others


def to_list(text: str) -> str:
    """As a table holds them, for `from_list`: one a line. A single one is marked as such, for it may hold commas."""
    text = "\n".join(lines(text))
    if "\n" in text or from_list(text) == text:
        return text
    return marked if from_list(marked := f"{text};") == text else f"{text}\n;"


def from_list(text: str) -> str:
    """One a line, as they are or from a list with commas: "Abramsky T, Devries K, et al.", "Field, Erica;"."""
    if "\n" in text:
        return text.removesuffix("\n;")
    parts = re.split(r";\s*", text) if ";" in text else _COMMA.split(text)
    return "\n".join(part.removeprefix("and ").strip() for part in parts if part.strip())
