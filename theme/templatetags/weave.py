from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString

from theme import weaving

register = template.Library()


@register.simple_tag
def matrix_cells(cells: Iterable[weaving.Cell]) -> SafeString:
    return weaving.row(cells)
