"""What the calculators' templates ask of a result."""

from collections.abc import Iterable

from django import template

from courses.exercises.calculators.showing import language
from courses.exercises.working import aligned

register = template.Library()


@register.filter
def in_columns(lines: Iterable[str]) -> list[tuple[str, str, str]]:
    """The lines of a working as `aligned` divides them, in the page's language."""
    return [aligned(line, language()) for line in lines]
