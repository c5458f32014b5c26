"""A row of a table of studies, and what may be wrong with it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from courses.translating import LANGUAGES

Texts = dict[str, dict[str, str]]


@dataclass(frozen=True)
class Fault:
    line: int
    column: str
    message: str

    def __str__(self) -> str:
        if not self.line:
            return self.message
        return _("row %(row)d, %(column)s: %(message)s") % {
            "row": self.line,
            "column": self.column,
            "message": self.message,
        }


class SheetError(Exception):
    """A table that cannot be loaded; carries every fault."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


@dataclass
class Row:
    """A study as the table tells it. `texts` by language and field; `effects` and `read_with` by their number.

    `gaps` are what it tells in one of its languages only: the bank may hold a study so, but takes none in. `columns`
    names the column of each field that the table has one for, of texts with their language; None means every field.
    `numbers` are those of the columns that `effects` ("outcome") and `read_with` came from.
    """

    line: int = field(compare=False)
    key: UUID | None = None
    slug: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    languages: tuple[str, ...] = LANGUAGES
    texts: Texts = field(default_factory=lambda: {language: {} for language in LANGUAGES})
    effects: list[dict[str, str]] = field(default_factory=list)
    read_with: list[dict[str, str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    gaps: list[Fault] = field(default_factory=list, compare=False)
    columns: dict[str, str] | None = field(default=None, compare=False)
    numbers: dict[str, list[int]] = field(default_factory=dict, compare=False)

    @property
    def home(self) -> str:
        """The language that the others are translated from."""
        return self.languages[0]

    @property
    def others(self) -> tuple[str, ...]:
        return self.languages[1:]

    def has(self, name: str) -> bool:
        """Whether the table has a column for the field, of texts in the row's first language."""
        return self.columns is None or name in self.columns or f"{name}_{self.home}" in self.columns

    def column(self, name: str, language: str) -> str:
        columns = self.columns or {}
        return columns.get(f"{name}_{language}") or columns.get(name) or name

    def numbered(self, group: str, position: int) -> str:
        """The columns of an effect ("outcome") or a pair ("read_with") by its place in the row, from 0."""
        numbers = self.numbers.get(group) or range(1, position + 2)
        return f"{group}_{numbers[position]}"

    def fault(self, column: str, message: str) -> None:
        self.faults.append(Fault(self.line, column, message))

    def gap(self, column: str) -> None:
        self.gaps.append(Fault(self.line, column, _("It is written in one language only.")))
