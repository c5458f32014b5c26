"""A table of studies: which column says what. Reading it names row and column of each fault and changes nothing.

The columns of the published table (title, authors, year, country, theme, intervention_…, design, sample, outcome_…,
effect_summary_…, url_or_doi, source_seen) are read as well as those that the bank exports.
"""

import csv
import io
from collections.abc import Mapping

from django.utils.translation import gettext as _

from courses.evidence.columns import COLUMNS, NUMBERED, TEXTS, by_field, is_known
from courses.evidence.row import Fault, Row, SheetError
from courses.translating import LANGUAGES

HEAD = 1
EFFECT_CODES = ("reporter", "measure", "estimate", "low", "high", "level")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
LONGEST_CELL = 10_000_000  # characters; Python's default is less than a field of the admin takes


def read(content: bytes) -> list[Row]:
    """Raises SheetError with everything that is wrong."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SheetError([Fault(0, "", _("The file is not written in UTF-8."))]) from error
    usual = csv.field_size_limit(LONGEST_CELL)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise SheetError(
            [Fault(0, "", _("The file cannot be read as CSV: %(reason)s.") % {"reason": error})]
        ) from error
    finally:
        csv.field_size_limit(usual)
    if "\0" in text:
        raise SheetError([Fault(0, "", _("The file holds a character that no text can have (NUL)."))])
    if not lines or "title" not in lines[0]:
        raise SheetError([Fault(0, "", _("The first row must name the columns, “title” among them."))])
    head = lines[0]
    faults = [Fault(HEAD, name, _("There is no such column.")) for name in head if not is_known(name)]
    faults += [
        Fault(HEAD, name, _("The column stands here twice.")) for name in sorted(set(head)) if head.count(name) > 1
    ]
    if faults:
        raise SheetError(faults)
    rows = [_row(number, head, cells) for number, cells in enumerate(lines[1:], HEAD + 1) if any(cells)]
    if found := [fault for row in rows for fault in row.faults]:
        raise SheetError(found)
    return rows


def _row(number: int, head: list[str], cells: list[str]) -> Row:
    row = Row(number)
    if len(cells) != len(head):
        row.fault(
            "", _("The row has %(number)d cells, the first has %(of)d.") % {"number": len(cells), "of": len(head)}
        )
        return row
    values = {name: plain(cell) for name, cell in zip(head, cells, strict=True)}
    row.columns = by_field(head)
    _read_languages(row, values.get("languages", ""))
    _read_texts(row, values)
    for name, read_cell in COLUMNS.items():
        if values.get(name):
            read_cell(row, name, values[name])
    if values.get("publication_language") == "":
        row.facts["publication_language"] = ""  # not known, where a table without the column means English
    if not row.facts.get("title"):
        row.fault("title", _("A study has a title."))
    _read_numbered(row, values)
    return row


def plain(cell: str) -> str:
    """Without blanks around it, and without the apostrophe that keeps a spreadsheet from seeing a formula in a text."""
    text = cell.strip()
    return text[1:] if text[:1] == "'" and text[1:2] in (*FORMULA, "'") else text


def guarded(cell: str) -> str:
    """The reverse of `plain`."""
    return f"'{cell}" if cell[:1] in (*FORMULA, "'") else cell


def _read_languages(row: Row, value: str) -> None:
    """Those in which the study is public; all where the table does not say."""
    given = {code.strip() for code in value.split(";") if code.strip()}
    row.languages = tuple(code for code in LANGUAGES if code in given) or LANGUAGES
    if given - set(LANGUAGES):
        told = {"code": ", ".join(sorted(given - set(LANGUAGES))), "codes": ", ".join(LANGUAGES)}
        row.fault("languages", _("“%(code)s” is none of the codes: %(codes)s.") % told)


def _read_texts(row: Row, values: Mapping[str, str]) -> None:
    for base, name in TEXTS.items():
        shared = values.get({"seen": "source_seen"}.get(name, name), "") if name in ("sample", "seen") else ""
        told = {one: values.get(f"{base}_{one}") or (shared if one in row.languages else "") for one in LANGUAGES}
        if base != name and not any(told.values()):
            continue
        for language, text in told.items():
            row.texts[language][name] = text
            if text and language not in row.languages:
                row.fault(f"{base}_{language}", _("The column “languages” does not name this language."))
            elif not text and any(told.values()) and language in row.languages:
                row.gap(f"{base}_{language}")


def _read_numbered(row: Row, values: Mapping[str, str]) -> None:
    groups: dict[str, dict[int, dict[str, str]]] = {"outcome": {}, "read_with": {}}
    for name, value in values.items():
        found = NUMBERED.fullmatch(name)
        if found and value:
            groups[found[1]].setdefault(int(found[2]), {})[found[3] or "study"] = value
    known = {"outcome": {*EFFECT_CODES, *_both("absolute"), *LANGUAGES}, "read_with": {"study", *_both("why")}}
    for group, numbered in groups.items():
        for number, told in sorted(numbered.items()):
            for name in told.keys() - known[group]:
                row.fault(f"{group}_{number}_{name}", _("There is no such column."))
            for name in sorted(told.keys() & known[group]):
                _check_language(row, f"{group}_{number}", name, told)
    row.effects = [told for _number, told in sorted(groups["outcome"].items())]
    row.numbers = {"outcome": sorted(groups["outcome"]), "read_with": []}
    for number, told in sorted(groups["read_with"].items()):
        if "study" in told:
            row.read_with.append(told)
            row.numbers["read_with"].append(number)
        else:
            row.fault(
                f"read_with_{number}", _("The DOI, the title or the key of a study of the evidence bank stands here.")
            )


def _check_language(row: Row, column: str, name: str, told: Mapping[str, str]) -> None:
    base, _underscore, language = f"_{name}".rpartition("_")
    if language not in LANGUAGES:
        return
    if language not in row.languages:
        row.fault(f"{column}_{name}", _("The column “languages” does not name this language."))
    for other in row.languages:
        if f"{base}_{other}".lstrip("_") not in told:
            row.gap(f"{column}{base}_{other}")


def _both(name: str) -> tuple[str, ...]:
    return tuple(f"{name}_{language}" for language in LANGUAGES)
