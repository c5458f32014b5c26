"""What to say of a number that was typed and cannot be taken as it stands."""

from decimal import Decimal

from django.utils.translation import gettext as _

from courses.exercises.numbers import MOST_DIGITS, Ambiguous, Unreadable, format_number, in_words


def sentence(number: Decimal | Ambiguous | Unreadable, typed: str, language: str) -> str:
    """Why a text cannot be taken as it stands; empty where it can."""
    if isinstance(number, Ambiguous):
        return _("“%(typed)s” can be read in two ways. Choose the one you mean.") % {"typed": typed.strip()}
    if number is Unreadable.EMPTY:
        return _("Write a number.")
    if number is Unreadable.TOO_LONG:
        return _("This is too long. Write at most %(digits)s digits before and after the decimal sign.") % {
            "digits": MOST_DIGITS
        }
    if number is Unreadable.NOT_A_NUMBER:
        return _("“%(typed)s” cannot be read as a number. Write digits only, for example %(example)s.") % {
            "typed": typed.strip(),
            "example": format_number(Decimal("-12.5"), language),
        }
    return ""


def two_readings(either: Ambiguous, reading: str, language: str) -> list[tuple[str, str, bool]]:
    """(value, label, whether chosen) of the question about "1.234"."""
    return [
        (f"{each:f}", f"{format_number(each, language)} ({in_words(each, language)})", f"{each:f}" == reading)
        for each in either.readings
    ]
