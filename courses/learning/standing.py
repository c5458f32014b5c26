"""How one person stands with each exercise of a lesson: read in one query, whatever the number of exercises."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from courses.catalogue.released import OutlineExercise
from courses.learning.models import Attempt

ATTEMPT_FIELDS = (
    "pk", "exercise_id", "released_exercise_id", "number", "state", "answer", "language", "token",
    "saved_sequence", "saved_at", "submitted_at",
)  # fmt: skip
MARK_FIELDS = (
    "marks__pk", "marks__points", "marks__of", "marks__reason", "marks__parts", "marks__rubric",
    "marks__comment", "marks__comment_language",
)  # fmt: skip


@dataclass(frozen=True)
class CurrentMark:
    """The latest row of an attempt's ledger."""

    pk: int
    points: Decimal
    of: Decimal
    reason: str
    parts: Any
    rubric: dict[str, int]
    comment: str
    comment_language: str

    @property
    def is_full(self) -> bool:
        return self.points == self.of


@dataclass(frozen=True)
class Try:
    """An attempt with its current mark."""

    pk: int
    exercise_id: int
    released_exercise_id: int
    number: int
    state: str
    answer: dict[str, Any]
    language: str
    token: UUID
    saved_sequence: int
    saved_at: datetime
    submitted_at: datetime | None
    mark: CurrentMark | None = None

    @property
    def is_draft(self) -> bool:
        return self.state == Attempt.State.DRAFT

    @property
    def is_waiting(self) -> bool:
        return self.state == Attempt.State.SUBMITTED


@dataclass(frozen=True)
class Standing:
    """One exercise and everything this person did with it, oldest attempt first."""

    exercise: OutlineExercise
    tries: tuple[Try, ...] = field(default=())

    @property
    def draft(self) -> Try | None:
        return next((each for each in self.tries if each.is_draft), None)

    @property
    def handed_in(self) -> tuple[Try, ...]:
        return tuple(each for each in self.tries if not each.is_draft)

    @property
    def last(self) -> Try | None:
        return self.handed_in[-1] if self.handed_in else None

    @property
    def best(self) -> CurrentMark | None:
        """The mark that counts: a later, weaker attempt never lowers it."""
        marks = [each.mark for each in self.tries if each.mark]
        return max(marks, key=lambda mark: mark.points / mark.of) if marks else None

    @property
    def points(self) -> Decimal:
        """What it brings in this release's points, also when another release asked it with others."""
        return self.best.points / self.best.of * self.exercise.points if self.best else Decimal(0)

    @property
    def is_marked(self) -> bool:
        return self.best is not None

    @property
    def is_waiting(self) -> bool:
        return any(each.is_waiting for each in self.tries)

    @property
    def attempts_left(self) -> int:
        return max(0, self.exercise.attempt_limit - len(self.handed_in))

    @property
    def is_finished(self) -> bool:
        """Nothing more can be won: fully right, or no attempt left."""
        return bool(self.best and self.best.is_full) or self.attempts_left == 0

    @property
    def takes_answers(self) -> bool:
        return not self.is_finished and not self.is_waiting


def standings(course_enrolment_id: int, exercises: Iterable[OutlineExercise]) -> list[Standing]:
    """One query, two joined tables."""
    wanted = list(exercises)
    rows = (
        Attempt.objects.filter(course_enrolment_id=course_enrolment_id, exercise_id__in=[e.exercise_id for e in wanted])
        .order_by("exercise_id", "number", "marks__pk")
        .values(*ATTEMPT_FIELDS, *MARK_FIELDS)
    )
    latest: dict[int, Try] = {row["pk"]: _to_try(row) for row in rows}
    return [
        Standing(each, tuple(one for one in latest.values() if one.exercise_id == each.exercise_id)) for each in wanted
    ]


def _to_try(row: dict[str, Any]) -> Try:
    """Rows come in the order of their marks, so that the last one wins in the caller's dictionary."""
    mark = None
    if row["marks__pk"]:
        mark = CurrentMark(**{name.removeprefix("marks__"): row[name] for name in MARK_FIELDS})
    return Try(**{name: row[name] for name in ATTEMPT_FIELDS}, mark=mark)
