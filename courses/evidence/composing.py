"""A row of a table as the fields of a study's page, in one language."""

from typing import Any
from uuid import UUID, uuid5

from courses.evidence.pages import StudyPage
from courses.evidence.row import Row
from courses.evidence.sheet import EFFECT_CODES

DEFAULTS = {"publication_language": "en", "status": "published", "year": None, "certainty": None, "checked_on": None}
LISTS = ("themes", "countries", "delivery", "recipients", "reporters")


def facts_and_texts(row: Row, language: str) -> dict[str, Any]:
    """Every field of the page but effects and pairs."""
    facts = {name: row.facts.get(name, DEFAULTS.get(name, [] if name in LISTS else "")) for name in StudyPage.FACTS}
    return facts | _texts(row, language)


def texts_and_streams(row: Row, key: UUID, partners: list[Any], language: str) -> dict[str, Any]:
    """What a translation says in its own words; `key` is that of the study."""
    return _texts(row, language) | streams(row, key, partners, language)


def streams(row: Row, key: UUID, partners: list[Any], language: str) -> dict[str, Any]:
    return {"effects": effects(row, key, language), "read_with": _pairs(row, key, partners, language)}


def _texts(row: Row, language: str) -> dict[str, str]:
    return {name: row.texts[language].get(name, "") for name in StudyPage.TEXTS}


def effects(row: Row, key: UUID, language: str) -> Any:
    raw = [
        {
            "type": "effect",
            "id": str(uuid5(key, f"effect {number}")),
            "value": {
                "outcome": told.get(language, ""),
                "absolute": told.get(f"absolute_{language}", ""),
                **{name: told.get(name, "") for name in EFFECT_CODES},
            },
        }
        for number, told in enumerate(row.effects, 1)
    ]
    return StudyPage._meta.get_field("effects").to_python(raw)


def _pairs(row: Row, key: UUID, partners: list[StudyPage], language: str) -> Any:
    raw = [
        {
            "type": "study",
            "id": str(uuid5(key, f"read with {number}")),
            "value": {"study": partner.pk, "why": told.get(f"why_{language}", "")},
        }
        for number, (told, partner) in enumerate(zip(row.read_with, partners, strict=True), 1)
    ]
    return StudyPage._meta.get_field("read_with").to_python(raw)
