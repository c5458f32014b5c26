"""The kinds of work there are: each room registers its own in `AppConfig.ready`."""

from collections.abc import Callable
from dataclasses import dataclass

from courses.jobs.models import Job

Write = Callable[[], None]


@dataclass(frozen=True)
class JobKind:
    """`run` does the slow work outside of any transaction, must bear being repeated, and returns what is left
    to write: that runs in the transaction that makes the job `done`, or not at all. `on_failed` runs in the
    transaction that makes it `failed`, once. Seconds to the second attempt: `retry_after`; it doubles from there.
    """

    name: str
    run: Callable[[Job], Write | None]
    on_failed: Callable[[Job], None] | None = None
    retry_after: int = 5


_kinds: dict[str, JobKind] = {}


def register(kind: JobKind) -> None:
    if _kinds.setdefault(kind.name, kind) != kind:
        raise ValueError(f"two kinds of job are called {kind.name}")


def named(name: str) -> JobKind:
    """Raises LookupError for a kind that nobody registered."""
    try:
        return _kinds[name]
    except KeyError:
        raise LookupError(f"no room registers jobs of kind {name!r}") from None


def names() -> list[str]:
    return sorted(_kinds)
