from decimal import Decimal

from django import template
from django.template.defaultfilters import floatformat
from django.utils.translation import ngettext

from courses.catalogue.facts import Course

register = template.Library()


@register.filter
def in_unit(hours: Decimal, unit: str) -> str:
    """Hours with their unit, never bare. Catalogues count in whole numbers, and 1.5 hours are hours."""
    number = 1 if hours == 1 else 2
    if unit == Course.HourUnit.CHRONOLOGICAL:
        words = ngettext("%(hours)s chronological hour", "%(hours)s chronological hours", number)
    else:
        words = ngettext("%(hours)s teaching hour of 45 minutes", "%(hours)s teaching hours of 45 minutes", number)
    return words % {"hours": floatformat(hours)}
