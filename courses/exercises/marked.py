"""What marking says of one answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import Any

STEP = Decimal("0.001")


@dataclass(frozen=True)
class PartMark:
    """One part of an exercise; `feedback` are ids of texts held back until now."""

    part: str
    points: Decimal
    of: Decimal
    feedback: tuple[str, ...] = ()

    @property
    def is_right(self) -> bool:
        return self.points == self.of

    def to_json(self) -> dict[str, Any]:
        return {
            "part": self.part,
            "points": str(self.points),
            "of": str(self.of),
            "feedback": list(self.feedback),
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "PartMark":
        return cls(data["part"], Decimal(data["points"]), Decimal(data["of"]), tuple(data["feedback"]))


@dataclass(frozen=True)
class Marked:
    """0 ≤ points ≤ of; points None: a person has yet to mark it."""

    points: Decimal | None
    of: Decimal
    parts: tuple[PartMark, ...] = ()

    @property
    def is_right(self) -> bool:
        return self.points == self.of

    @property
    def is_waiting(self) -> bool:
        return self.points is None

    def to_json(self) -> dict[str, Any]:
        return {
            "points": None if self.points is None else str(self.points),
            "of": str(self.of),
            "parts": [part.to_json() for part in self.parts],
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Marked":
        return cls(
            points=None if data["points"] is None else Decimal(data["points"]),
            of=Decimal(data["of"]),
            parts=tuple(PartMark.from_json(part) for part in data["parts"]),
        )


def add_up(parts: Sequence[PartMark]) -> Marked:
    return Marked(
        points=sum((part.points for part in parts), Decimal(0)),
        of=sum((part.of for part in parts), Decimal(0)),
        parts=tuple(parts),
    )


def split(points: int, count: int) -> tuple[Decimal, ...]:
    """Even shares in thousandths; the last takes the remainder, so that they sum exactly to `points`."""
    share = (Decimal(points) / count).quantize(STEP, ROUND_DOWN)
    return (*([share] * (count - 1)), points - share * (count - 1))


def share_of(points: Decimal, numerator: int, denominator: int) -> Decimal:
    """`numerator/denominator` of `points` in thousandths, rounded down: only a whole share is full marks."""
    if numerator <= 0:
        return Decimal(0)
    return min(points, (points * numerator / denominator).quantize(STEP, ROUND_DOWN))
