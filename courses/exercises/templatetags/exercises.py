"""What the kinds' templates ask of an answer and its mark."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import template

from courses.exercises.marked import Marked, PartMark
from courses.exercises.numbers import format_number
from courses.exercises.working import aligned

register = template.Library()


@register.filter
def at(mapping: Mapping[str, Any] | None, name: str) -> Any:
    """What stands under a name that is itself a variable; nothing where nothing does."""
    return mapping.get(name) if mapping else None


@register.filter
def of_part(marked: Marked | None, part: str) -> PartMark | None:
    return next((each for each in marked.parts if each.part == part), None) if marked else None


@register.filter
def number(value: Decimal | str, language: str) -> str:
    return format_number(Decimal(value), language)


@register.filter
def level(part: PartMark | None) -> int:
    """The level from 0 to 4 that a share of a criterion's points stands for."""
    return round(part.points / part.of * 4) if part else 0


@register.filter
def working(lines: list[str], language: str) -> list[tuple[str, str, str]]:
    return [aligned(line, language) for line in lines]
