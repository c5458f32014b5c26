"""A course as its folder holds it, in the one form in which two of them can be compared."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from courses.translating import LANGUAGES

COURSE_FILE = "course.yaml"


@dataclass(frozen=True)
class Lesson:
    """`fields` as in `fields.LESSON_PAGE`; each block of `content` is {id, type, value}."""

    key: str
    fields: Mapping[str, Any]
    content: tuple[Mapping[str, Any], ...]
    file: str = field(default="", compare=False)


@dataclass(frozen=True)
class CourseFolder:
    """`facts` as in `fields.COURSE`, `page` as in `fields.COURSE_PAGE`, `key` that of the course's page."""

    key: str
    facts: Mapping[str, Any]
    page: Mapping[str, Any]
    lessons: tuple[Lesson, ...]

    @property
    def code(self) -> str:
        return str(self.facts["code"])


def in_language(value: Any, language: str) -> Any:
    """The part of a value that one language shows."""
    if isinstance(value, Mapping):
        if set(value) == set(LANGUAGES):
            return value[language]
        return {name: in_language(part, language) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [in_language(part, language) for part in value]
    return value
