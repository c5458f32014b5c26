"""The columns of a table of studies: which field each one says, and how its cells are read."""

import re
from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from courses.evidence import authors, places
from courses.evidence.pages import StudyPage
from courses.evidence.row import Row
from courses.translating import LANGUAGES

ONGOING = "_ongoing"
# Of a text's columns the name without its language, and the field.
TEXTS = {
    **{name: name for name in StudyPage.TEXTS},
    "outcome": "outcomes",
}
NUMBERED = re.compile(r"(outcome|read_with)_([1-9]\d?)(?:_(\w+))?")
_LINK = re.compile(r"(https?://\S+)(?: \((.+)\))?")


def is_known(name: str) -> bool:
    if name in COLUMNS or NUMBERED.fullmatch(name):
        return True
    base, _underscore, language = name.rpartition("_")
    return language in LANGUAGES and base in TEXTS


def by_field(head: list[str]) -> dict[str, str]:
    """The column of each field; its own where another says it as well."""
    found: dict[str, str] = {}
    for column in head:
        for name in _fields_of(column):
            if name == column or name not in found:
                found[name] = column
    return found


def _fields_of(column: str) -> tuple[str, ...]:
    if numbered := NUMBERED.fullmatch(column):
        return ("effects" if numbered[1] == "outcome" else "read_with",)
    base, _underscore, language = column.rpartition("_")
    if language in LANGUAGES and base in TEXTS:
        return (f"{TEXTS[base]}_{language}",)
    return _SEVERAL.get(column) or (_FIELDS.get(column, column),)


# One function for each kind of column


def _text(row: Row, name: str, value: str) -> None:
    row.facts[name] = value


def _authors(row: Row, name: str, value: str) -> None:
    row.facts[name] = authors.from_list(value)


def _number(row: Row, name: str, value: str) -> None:
    if re.fullmatch(r"\d{1,4}", value):
        row.facts[name] = int(value)
    else:
        row.fault(name, _("“%(value)s” is not a whole number.") % {"value": value})


def _date(row: Row, name: str, value: str) -> None:
    try:
        row.facts[name] = date.fromisoformat(value)
    except ValueError:
        row.fault(name, _("“%(value)s” is not a date such as 2026-11-30.") % {"value": value})


def _codes(row: Row, name: str, value: str) -> None:
    known = [code for code, _label in StudyPage._meta.get_field(_FIELDS.get(name, name)).codes()]
    given = [code.strip() for code in value.split(";") if code.strip()]
    for code in given:
        if code not in known:
            message = _("“%(code)s” is none of the codes: %(codes)s.")
            row.fault(name, message % {"code": code, "codes": ", ".join(known)})
    row.facts[_FIELDS.get(name, name)] = [code for code in known if code in given]


def _countries(row: Row, name: str, value: str) -> None:
    found = set()
    for country in value.split(";"):
        try:
            found.add(places.country_code(country))
        except LookupError:
            row.fault(name, _("“%(country)s” is no country that is known here.") % {"country": country.strip()})
    row.facts["countries"] = sorted(found)


def _design(row: Row, name: str, value: str) -> None:
    if value.endswith(ONGOING):
        row.facts.setdefault("status", "registered")
    _choice(row, name, value.removesuffix(ONGOING))


def _choice(row: Row, name: str, value: str) -> None:
    codes = [str(code) for code, _label in StudyPage._meta.get_field(name).choices or ()]
    if value not in codes:
        row.fault(name, _("“%(code)s” is none of the codes: %(codes)s.") % {"code": value, "codes": ", ".join(codes)})
    row.facts[name] = value


def _url_or_doi(row: Row, _name: str, value: str) -> None:
    if value.startswith("10."):
        row.facts["doi"] = value
    elif link := _LINK.fullmatch(value):
        row.facts |= {"address": link[1], "reference": link[2] or ""}
    else:
        row.facts["reference"] = value


def _key(row: Row, name: str, value: str) -> None:
    try:
        row.key = UUID(value)
    except ValueError:
        row.fault(name, _("“%(value)s” is no key.") % {"value": value})


def _slug(row: Row, _name: str, value: str) -> None:
    row.slug = value


def _passed_over(row: Row, _name: str, _value: str) -> None:
    """Read with others."""


_FIELDS = {"theme": "themes"}
_SEVERAL = {
    "url_or_doi": ("doi", "address", "reference"),
    "country": ("countries",),
    "sample": tuple(f"sample_{language}" for language in LANGUAGES),
    "source_seen": tuple(f"seen_{language}" for language in LANGUAGES),
}
COLUMNS: dict[str, Callable[[Row, str, str], None]] = {
    "key": _key,
    "slug": _slug,
    "title": _text,
    "authors": _authors,
    "year": _number,
    "series": _text,
    "url_or_doi": _url_or_doi,
    "doi": _text,
    "address": _text,
    "reference": _text,
    "publication_language": _choice,
    "access": _choice,
    "design": _design,
    "status": _choice,
    "theme": _codes,
    "themes": _codes,
    "country": _countries,
    "countries": _countries,
    "delivery": _codes,
    "recipients": _codes,
    "reporters": _codes,
    "unintended_sought": _choice,
    "certainty": _number,
    "checked_on": _date,
    "checked_by": _text,
    "languages": _passed_over,
    "sample": _passed_over,
    "source_seen": _passed_over,
}
