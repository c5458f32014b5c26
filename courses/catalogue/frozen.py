"""What a release holds, whether it is written already or would be: the same shapes to compare and to hash."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from courses.catalogue.facts import Release
from courses.catalogue.files import FrozenFile

Texts = dict[str, str]


@dataclass(frozen=True)
class FrozenExercise:
    block_id: str
    position: int
    kind: str
    specification: dict[str, Any]
    key: dict[str, Any]
    texts: dict[str, dict[str, Any]]
    points: int
    required: bool
    attempt_limit: int


@dataclass(frozen=True)
class FrozenLesson:
    key: str
    position: int
    hours: Decimal
    sensitive: bool
    title: Texts
    slug: Texts
    summary: Texts
    objectives: Texts
    content: dict[str, list[dict[str, Any]]]
    html: dict[str, list[dict[str, str]]]
    exercises: tuple[FrozenExercise, ...]

    @property
    def sha256(self) -> str:
        return digest(_lesson_facts(self))


@dataclass(frozen=True)
class FrozenCourse:
    title: Texts
    summary: Texts
    hour_unit: str
    pass_mark: Decimal
    sequence: str
    languages: tuple[str, ...]
    lessons: tuple[FrozenLesson, ...]
    files: dict[str, FrozenFile] = field(default_factory=dict)

    @property
    def hours(self) -> Decimal:
        return sum((lesson.hours for lesson in self.lessons), Decimal(0))

    @property
    def sha256(self) -> str:
        """Over content and keys; HTML and the sizes of images made from the same original do not count."""
        facts = {
            "title": self.title,
            "summary": self.summary,
            "hour_unit": self.hour_unit,
            "pass_mark": f"{self.pass_mark:.2f}",
            "sequence": self.sequence,
            "languages": list(self.languages),
            "lessons": [_lesson_facts(lesson) for lesson in self.lessons],
        }
        return digest(facts)


def digest(facts: Any) -> str:
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _lesson_facts(lesson: FrozenLesson) -> dict[str, Any]:
    return {
        "key": lesson.key,
        "position": lesson.position,
        "hours": f"{lesson.hours:.1f}",
        "sensitive": lesson.sensitive,
        "title": lesson.title,
        "slug": lesson.slug,
        "summary": lesson.summary,
        "objectives": lesson.objectives,
        "content": {language: _without_made_files(blocks) for language, blocks in lesson.content.items()},
        "exercises": [
            {
                "block": exercise.block_id,
                "kind": exercise.kind,
                "specification": exercise.specification,
                "key": exercise.key,
                "points": exercise.points,
                "required": exercise.required,
                "attempts": exercise.attempt_limit,
            }
            for exercise in lesson.exercises
        ],
    }


def _without_made_files(blocks: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    kept = []
    for block in blocks:
        value = block["value"]
        if block["type"] == "image":
            value = {name: value[name] for name in ("original", "alt_text", "decorative")}
        kept.append({**block, "value": value})
    return kept


def of_release(release: Release) -> FrozenCourse:
    """A written release in the shapes above, without its files."""
    lessons = release.lessons.order_by("position").prefetch_related("exercises__exercise")
    return FrozenCourse(
        title=release.title,
        summary=release.summary,
        hour_unit=release.hour_unit,
        pass_mark=release.pass_mark,
        sequence=release.sequence,
        languages=tuple(release.languages),
        lessons=tuple(
            FrozenLesson(
                key=str(lesson.key),
                position=lesson.position,
                hours=lesson.hours,
                sensitive=lesson.sensitive,
                title=lesson.title,
                slug=lesson.slug,
                summary=lesson.summary,
                objectives=lesson.objectives,
                content=lesson.content,
                html=lesson.html,
                exercises=tuple(
                    FrozenExercise(
                        block_id=str(row.exercise.block_id),
                        position=row.position,
                        kind=row.kind,
                        specification=row.specification,
                        key=row.key,
                        texts=row.texts,
                        points=row.points,
                        required=row.required,
                        attempt_limit=row.attempt_limit,
                    )
                    for row in lesson.exercises.all()
                ),
            )
            for lesson in lessons
        ),
    )
