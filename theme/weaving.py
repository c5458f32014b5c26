"""The cell that progress is woven from: one a lesson, the same for the learner's band and the facilitator's matrix."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Literal, NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

State = Literal["done", "current", "part", "waiting", "skipped", "empty"]


class Cell(NamedTuple):
    """`label` says everything in words; `text` is what fits inside ("2/5"); `part` is how many quarters are done."""

    state: State
    label: str
    text: str = ""
    part: int = 0


@lru_cache(maxsize=4096)
def drawn(cell: Cell) -> SafeString:
    return format_html(
        '<span class="cell is-{}"><span aria-hidden="true">{}</span><span class="visually-hidden">{}</span></span>',
        cell.state,
        cell.text,
        cell.label,
    )


@lru_cache(maxsize=4096)
def _in_table(cell: Cell) -> SafeString:
    return format_html('<td role="cell">{}</td>', drawn(cell))


def row(cells: Iterable[Cell]) -> SafeString:
    """Table cells, joined: sixty people by fifty lessons is no work for a template loop."""
    return mark_safe("".join(map(_in_table, cells)))  # noqa: S308  # each part is escaped by format_html
