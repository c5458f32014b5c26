"""Rows of tables for tests, and what the bank tells of itself as one."""

from typing import Any

import pytest

from courses.evidence.exporting import table, to_csv
from courses.evidence.loading import load
from courses.evidence.models import StudyPage
from courses.evidence.row import Row, SheetError


def row(line: int = 2, **facts: Any) -> Row:
    told = Row(line, facts={"title": "A trial", "year": 2014, "doi": "10.1186/abc", "themes": ["prevention"]} | facts)
    told.texts["es"]["summary"], told.texts["en"]["summary"] = "Un resumen.", "A summary."
    return told


def effect(number: int, spanish: str, english: str) -> dict[str, str]:
    return {"es": spanish, "en": english, "measure": "rd", "estimate": str(-number), "level": "95"}


def spanish() -> StudyPage:
    return StudyPage.objects.get(locale__language_code="es")


def refused(told: Row, **options: Any) -> str:
    before = exported()
    with pytest.raises(SheetError) as error:
        load(rows=[told], **options)
    assert exported() == before
    return str(error.value)


def exported() -> bytes:
    return to_csv(table(StudyPage.objects.order_by("translation_key", "-locale__language_code")))
