"""The code printed on a certificate: it cannot be guessed and is hard to misread."""

import re
import secrets

# No vowels, so that no word appears; of each pair that looks alike (2 Z, 5 S, 6 G, 8 B, 0 O, 1 I L, U V) at most one.
ALPHABET = "23456789CDFHJKMNPQRTVWXY"
LENGTH = 12
_MISREAD = str.maketrans("ZSGBU", "2568V")
_CODE = re.compile(rf"[{ALPHABET}]{{{LENGTH}}}")


def new() -> str:
    """XXXX-XXXX-XXXX, 55 bits from the system's source of secrets."""
    return _in_groups("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)))


def normalise(typed: str) -> str | None:
    """The code that was meant: lower case, spaces, any hyphens and look-alikes are forgiven. None if it is no code."""
    letters = re.sub(r"[\s\u2010-\u2015\u2212_.-]", "", typed[:60]).upper().translate(_MISREAD)
    return _in_groups(letters) if _CODE.fullmatch(letters) else None


def _in_groups(letters: str) -> str:
    return "-".join(letters[start : start + 4] for start in range(0, LENGTH, 4))
