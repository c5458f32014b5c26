from decimal import Decimal

from django import template

register = template.Library()


@register.filter
def one_or_many(hours: Decimal) -> int:
    """1 for exactly one hour, else 2: catalogues count in whole numbers, and 1.5 hours are hours."""
    return 1 if hours == 1 else 2
