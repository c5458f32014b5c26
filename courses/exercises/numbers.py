"""Numbers as people type them, and as each language writes and says them."""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Final

from num2words import num2words

MOST_TYPED: Final = 60
MOST_DIGITS: Final = 15  # on either side of the decimal sign

NBSP: Final = "\u00a0"
MINUS: Final = "\u2212"

_SPACES = "\\s\u00a0\u2007\u2009\u202f"
# What stands side by side shares no character: there is one way to match, whatever is typed.
_FRAME = re.compile(rf"(?P<sign>[-+\u2212\u2010\u2011\u2012\u2013\u2014])?(?P<body>[0-9.,'\u2019{_SPACES}]*)%?")
_GROUPED = re.compile(rf"(?P<whole>[0-9]{{1,3}}(?:[{_SPACES}'\u2019][0-9]{{3}})+)(?P<rest>[.,][0-9]*)?")
_PLAIN = re.compile(r"(?P<whole>[0-9]*)(?:[.,](?P<fraction>[0-9]*))?")
_POINTS_THEN_COMMA = re.compile(r"(?P<whole>[0-9]{1,3}(?:\.[0-9]{3})+),(?P<fraction>[0-9]+)")
_COMMAS_THEN_POINT = re.compile(r"(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+)\.(?P<fraction>[0-9]+)")
_ONLY_GROUPS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3}){2,}|[0-9]{1,3}(?:,[0-9]{3}){2,}")
_EITHER = re.compile(r"(?P<whole>[1-9][0-9]{0,2})[.,](?P<fraction>[0-9]{3})")


@dataclass(frozen=True)
class Ambiguous:
    """ "1.234": the learner says which. `readings`: with thousands first, then with decimals."""

    readings: tuple[Decimal, Decimal]


class Unreadable(Enum):
    EMPTY = "empty"
    NOT_A_NUMBER = "not a number"
    TOO_LONG = "too long"


def parse(text: str) -> Decimal | Ambiguous | Unreadable:
    """Never raises. Both decimal signs, every minus, spaces between thousands and a final "%" are accepted."""
    text = text.strip()
    if not text:
        return Unreadable.EMPTY
    if len(text) > MOST_TYPED:
        return Unreadable.TOO_LONG
    frame = _FRAME.fullmatch(text)
    if frame is None:
        return Unreadable.NOT_A_NUMBER
    sign = -1 if frame["sign"] not in (None, "+") else 1
    body = frame["body"].strip()
    if either := _EITHER.fullmatch(body):
        whole, fraction = either["whole"], either["fraction"]
        readings = (whole + fraction, f"{whole}.{fraction}")
        return Ambiguous((_normal(sign * Decimal(readings[0])), _normal(sign * Decimal(readings[1]))))
    return _bounded(sign, _canonical(body))


def read(text: str, reading: str) -> Decimal | Ambiguous | Unreadable:
    """As `parse`; `reading` is which of two the learner meant, written with a point ("1234", "1.234")."""
    number = parse(text)
    if isinstance(number, Ambiguous):
        return next((each for each in number.readings if f"{each:f}" == reading), number)
    return number


def _canonical(body: str) -> str | None:
    """The digits with a decimal point, or None where they make no number."""
    if grouped := _GROUPED.fullmatch(body):
        body = re.sub(r"[^0-9]", "", grouped["whole"]) + (grouped["rest"] or "")
    elif mixed := _POINTS_THEN_COMMA.fullmatch(body) or _COMMAS_THEN_POINT.fullmatch(body):
        return f"{re.sub('[.,]', '', mixed['whole'])}.{mixed['fraction']}"
    elif _ONLY_GROUPS.fullmatch(body):
        return re.sub("[.,]", "", body)
    plain = _PLAIN.fullmatch(body)
    if plain is None or not (plain["whole"] or plain["fraction"]):
        return None
    return f"{plain['whole'] or 0}.{plain['fraction'] or 0}"


def _bounded(sign: int, digits: str | None) -> Decimal | Unreadable:
    if digits is None:
        return Unreadable.NOT_A_NUMBER
    whole, _, fraction = digits.partition(".")
    if len(whole.lstrip("0")) > MOST_DIGITS or len(fraction.rstrip("0")) > MOST_DIGITS:
        return Unreadable.TOO_LONG
    return _normal(sign * Decimal(digits))


def _normal(value: Decimal) -> Decimal:
    """Without final zeros, exponent or negative zero: 5.00 and 5 are one number."""
    value = value.normalize() + 0
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


def format_number(value: Decimal, language: str) -> str:
    """`5 217,39` in Spanish (with a no-break space), `5,217.39` in English; the minus is "−"."""
    text = f"{abs(_normal(value)):,f}"
    if language[:2] == "es":
        text = text.replace(",", NBSP).replace(".", ",")
    return (MINUS if value < 0 else "") + text


def in_words(value: Decimal, language: str) -> str:
    """ "menos dos coma tres" / "minus two point three": what was read, said aloud."""
    language = language[:2]
    minus, point = {"es": ("menos", "coma")}.get(language, ("minus", "point"))
    whole, _, fraction = f"{abs(_normal(value)):f}".partition(".")
    words = [minus] if value < 0 else []
    words.append(_whole_in_words(int(whole), language))
    if fraction:
        words += [point, *(num2words(int(digit), lang=language) for digit in fraction)]
    return " ".join(words)


def _whole_in_words(whole: int, language: str) -> str:
    words = num2words(whole, lang=language).replace(",", "")
    if language == "es":  # num2words writes "veintiuno mil"
        words = re.sub(r"veintiuno(?= m| b)", "veintiún", words)
        words = re.sub(r"\buno(?= m| b)", "un", words)
    return words
