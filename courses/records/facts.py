"""What audits and integrations may read as JSON Lines: each room registers its kinds of fact."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

Rows = Callable[[], Iterable[dict[str, Any]]]

_rows: dict[str, Rows] = {}


def register(kind: str, rows: Rows) -> None:
    """`rows` yields flat dictionaries, one after the other; their names are part of the contract."""
    if _rows.setdefault(kind, rows) is not rows:
        raise ValueError(f"two rooms register facts called {kind}")


def rows(kind: str) -> Iterable[dict[str, Any]]:
    """Raises LookupError for a kind that nobody registered."""
    try:
        return _rows[kind]()
    except KeyError:
        raise LookupError(kind) from None


def kinds() -> list[str]:
    return sorted(_rows)


def as_json(value: Any) -> Any:
    """Moments in UTC as 2026-01-31T15:04:05.123456Z, decimals as numbers, UUIDs as text."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"a fact cannot hold {type(value).__name__}")
