"""Values without a language, read from what a file says. Each raises ValueError with a sentence for the author."""

import re
from collections.abc import Callable
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,12})?")


def whole(text: str) -> int:
    if not re.fullmatch(r"-?[0-9]{1,9}", text):
        raise ValueError(_("“%(text)s” is not a whole number.") % {"text": text})
    return int(text)


def decimal(text: str) -> str:
    if not _NUMBER.fullmatch(text):
        raise ValueError(_("“%(text)s” is not a number with a decimal point.") % {"text": text})
    return f"{Decimal(text).normalize():f}"


def same(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.splitlines()).strip()


def yes_or_no(text: str) -> bool:
    if text in ("true", "false"):
        return text == "true"
    raise ValueError(_("“true” or “false” stands here, not “%(text)s”.") % {"text": text})


def identifier(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError as error:
        raise ValueError(_("“%(text)s” is not a UUID.") % {"text": text}) from error


def choice(*known: str) -> Callable[[str], str]:
    def convert(text: str) -> str:
        if text not in known:
            raise ValueError(
                _("“%(text)s” is not known here. Known are: %(names)s.") % {"text": text, "names": ", ".join(known)}
            )
        return text

    return convert
