"""The tables of a page to take away: CSV for machines (decimal points), XLSX with numbers as numbers."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.exercises.calculators.calculator import Text
from courses.exercises.calculators.plotting import Plot
from courses.exercises.calculators.varying import FACTORS, Row, Sensitivity
from courses.exercises.statistics import VERSION

Cell = str | float | None
Rows = Sequence[Sequence[Cell]]


def curve_rows(plot: Plot) -> Rows:
    curve = plot.curve
    lines = [f"{curve.y}, {series.name}" if series.name else curve.y for series in curve.series]
    heads: list[Cell] = [_with_unit(curve.x, curve.x_unit), *(_with_unit(line, curve.y_unit) for line in lines)]
    rows = ([_in_unit(x, curve.x_unit), *(_in_unit(y, curve.y_unit) for y in ys)] for x, ys in plot.values)
    return [heads, *rows]


def sensitivity_rows(found: Sensitivity, unit: Text = "") -> Rows:
    """unit: of answers that are fractions of 1."""
    changes = [f"{round(100 * factor - 100):+d} %" for factor in FACTORS]
    heads = [_("input"), _("value"), *(_with_unit(head, unit) for head in (*changes, _("as entered")))]
    return [heads, *(_sensitivity_row(row, found.base, unit) for row in found.rows)]


def _sensitivity_row(row: Row, base: float, unit: Text) -> list[Cell]:
    value = _in_unit(row.value, "%" if row.asked.per_cent else "")
    answers = (_in_unit(answer, unit) for answer in (*row.answers, base))
    return [_with_unit(str(row.asked.label), row.asked.shown_unit), value, *answers]


def _with_unit(head: str, unit: Text) -> str:
    return f"{head} ({unit})" if unit and str(unit) not in head else head


def _in_unit(value: float | None, unit: Text) -> float | None:
    return value if value is None or not unit else float(f"{100 * value:.12g}")


def to_csv(rows: Rows) -> bytes:
    """UTF-8 with the mark that Excel looks for."""
    file = io.StringIO()
    csv.writer(file).writerows([["" if cell is None else cell for cell in row] for row in rows])
    return file.getvalue().encode("utf-8-sig")


def to_xlsx(sheets: Iterable[tuple[str, Rows]]) -> bytes:
    from openpyxl import Workbook  # 20 MiB that no other page needs

    book = Workbook()
    assert book.active is not None
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name[:31])
        for row in rows:
            sheet.append(list(row))
        for column in ("A", "B", "C", "D", "E", "F", "G"):
            sheet.column_dimensions[column].width = 24
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def result_rows(title: str, facts: Iterable[tuple[str, str]], lines: Iterable[str], on: date, address: str) -> Rows:
    """The sheet that says what the tables belong to."""
    rows: list[list[Any]] = [[title], [_("Formulas"), VERSION], [_("Date"), date_format(on, "DATE_FORMAT")]]
    rows += [[_("Address"), address], []]
    rows += [[name, value] for name, value in facts]
    return [*rows, [], [_("Working")], *([_as_text(line)] for line in lines)]


def _as_text(line: str) -> str:
    """A line of a working may begin with "=", which a spreadsheet would take for a formula."""
    return f"\u00a0{line}" if line[:1] in "=+-@" else line
