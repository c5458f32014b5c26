"""What the desk calls somebody."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from incubator.people import User


def name_of(person: "User") -> str:
    """Never empty: erasing takes the name and leaves an address that leads nowhere."""
    if person.erased_at:
        return _("Erased person")
    return person.get_full_name() or person.email
