"""What is wrong with a course folder, said so that its author finds the place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Fault:
    """`path` is the field within the file, for example `content[3].options[1].text.en`; `line` counts from 1."""

    file: str
    message: str
    path: str = ""
    line: int = 0
    paragraph: int = 0

    def __str__(self) -> str:
        place = f"{self.file}: {self.path}" if self.path else self.file
        details = [
            _("line %(line)d") % {"line": self.line} if self.line else "",
            _("paragraph %(paragraph)d") % {"paragraph": self.paragraph} if self.paragraph else "",
        ]
        details = [detail for detail in details if detail]
        return f"{place} ({', '.join(details)}): {self.message}" if details else f"{place}: {self.message}"


class FolderError(Exception):
    """A folder that cannot be loaded, or pages that cannot be written as one; carries every fault."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = tuple(faults)


@dataclass(frozen=True)
class Place:
    """Where in which file something stands; what is found wrong there is added to the one list of the folder."""

    file: str
    found: list[Fault] = field(repr=False)
    folder: Path = Path()
    path: str = ""
    line: int = 0

    def at(self, step: str, line: int = 0) -> "Place":
        """The place of a field ("title") or of an item ("[2]") of this one; of "" itself, on a known line."""
        dot = "." if self.path and step and not step.startswith("[") else ""
        return replace(self, path=f"{self.path}{dot}{step}", line=line or self.line)

    def fault(self, message: str, *, paragraph: int = 0) -> None:
        self.found.append(Fault(self.file, message, self.path, self.line, paragraph))


def each_once(faults: Sequence[Fault]) -> Iterator[Fault]:
    """A check that runs once per language says the same of a field that has no language."""
    yield from dict.fromkeys(faults)
