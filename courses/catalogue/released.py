"""Reads releases. They never change, so what is read once is kept for as long as the process lives."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override

from courses.catalogue.content import NOTE
from courses.catalogue.facts import Release, ReleasedExercise, ReleasedLesson

Texts = dict[str, str]
Link = Callable[[UUID], str | None]
OBJECTIVES = "objectives"
_LESSON_LINK = re.compile(r'<a data-lesson="([0-9a-f-]{36})">')


@dataclass(frozen=True)
class OutlineExercise:
    """
    `pk` is of the ReleasedExercise, `exercise_id` of the Exercise that attempts and limits count on.
    `specification` and `texts[language]["shown"]` may be sent; `key` and `texts[language]["held"]` may not (see
    `exercises.revealing`). The dictionaries are shared by all requests: read them, never change them.
    """

    pk: int
    exercise_id: int
    block_id: str
    position: int
    kind: str
    points: int
    required: bool
    attempt_limit: int
    schema_version: int
    specification: dict[str, Any] = field(repr=False)
    key: dict[str, Any] = field(repr=False)
    texts: dict[str, dict[str, dict[str, Any]]] = field(repr=False)


@dataclass(frozen=True)
class OutlineLesson:
    """`pk` is of the ReleasedLesson, `key` the permanent identity of the lesson."""

    pk: int
    key: UUID
    position: int
    hours: Decimal
    sensitive: bool
    title: Texts
    slug: Texts
    summary: Texts
    sha256: str
    exercises: tuple[OutlineExercise, ...]


@dataclass(frozen=True)
class Outline:
    release_id: int
    course_id: int
    course_code: str
    number: int
    title: Texts
    summary: Texts
    hours: Decimal
    hour_unit: str
    pass_mark: Decimal
    sequence: str
    languages: tuple[str, ...]
    lessons: tuple[OutlineLesson, ...]

    @cached_property
    def exercises(self) -> dict[int, OutlineExercise]:
        """By the id of the Exercise, in the order of the course."""
        return {exercise.exercise_id: exercise for lesson in self.lessons for exercise in lesson.exercises}

    @cached_property
    def lesson_of(self) -> dict[int, OutlineLesson]:
        """The lesson by the id of an Exercise in it."""
        return {exercise.exercise_id: lesson for lesson in self.lessons for exercise in lesson.exercises}


@lru_cache(maxsize=256)
def outline(release_id: int) -> Outline:
    """Raises Release.DoesNotExist. No query once the process has it."""
    release = Release.objects.select_related("course").get(pk=release_id)
    lessons = release.lessons.defer("content", "html").order_by("position").prefetch_related("exercises__exercise")
    return Outline(
        release_id=release.pk,
        course_id=release.course_id,
        course_code=release.course.code,
        number=release.number,
        title=release.title,
        summary=release.summary,
        hours=release.hours,
        hour_unit=release.hour_unit,
        pass_mark=release.pass_mark,
        sequence=release.sequence,
        languages=tuple(release.languages),
        lessons=tuple(_outline_lesson(lesson) for lesson in lessons),
    )


def body(lesson: OutlineLesson, language: str, link: Link | None = None) -> list[dict[str, Any]]:
    """
    The blocks of a lesson in order: {"type", "id", "html"}, or {"type", "id"} of an exercise, which is rendered live.
    Safe to send: it holds no key. The objectives are a block of their own, after a content note.
    `link` gives the address of a lesson for this reader; a link that has none is only text.
    """
    return [
        {**block, "html": linked(block["html"], link)} if block.get("has_links") else dict(block)
        for block in _body(lesson.pk, language)
    ]


def linked(html: str, link: Link | None) -> SafeString:
    """Frozen HTML with the lesson keys of its links turned into addresses."""

    def opening_tag(found: re.Match[str]) -> str:
        address = link(UUID(found.group(1))) if link else None
        return f'<a href="{escape(address)}">' if address else "<a>"

    return mark_safe(_LESSON_LINK.sub(opening_tag, html))  # noqa: S308  # written by freezing


def forget() -> None:
    """For tests only, which roll back releases and use their ids again."""
    outline.cache_clear()
    _body.cache_clear()


@lru_cache(maxsize=1024)
def _body(lesson_id: int, language: str) -> tuple[dict[str, Any], ...]:
    lesson = ReleasedLesson.objects.only("html", "objectives").get(pk=lesson_id)
    blocks = [_block(stored) for stored in lesson.html[language]]
    if objectives := lesson.objectives.get(language):
        with override(language):
            html = render_to_string("catalogue/blocks/objectives.html", {"objectives": objectives})
        starts_with_note = bool(blocks) and blocks[0]["type"] == NOTE
        blocks.insert(1 if starts_with_note else 0, {"type": OBJECTIVES, "id": OBJECTIVES, "html": html})
    return tuple(blocks)


def _block(stored: dict[str, str]) -> dict[str, Any]:
    if "html" not in stored:
        return dict(stored)
    html = mark_safe(stored["html"])  # noqa: S308  # written by freezing, from templates
    return {**stored, "html": html, "has_links": "data-lesson=" in html}


def _outline_lesson(lesson: ReleasedLesson) -> OutlineLesson:
    return OutlineLesson(
        pk=lesson.pk,
        key=lesson.key,
        position=lesson.position,
        hours=lesson.hours,
        sensitive=lesson.sensitive,
        title=lesson.title,
        slug=lesson.slug,
        summary=lesson.summary,
        sha256=lesson.sha256,
        exercises=tuple(_outline_exercise(row) for row in lesson.exercises.all()),
    )


def _outline_exercise(row: ReleasedExercise) -> OutlineExercise:
    return OutlineExercise(
        pk=row.pk,
        exercise_id=row.exercise_id,
        block_id=str(row.exercise.block_id),
        position=row.position,
        kind=row.kind,
        points=row.points,
        required=row.required,
        attempt_limit=row.attempt_limit,
        schema_version=row.schema_version,
        specification=row.specification,
        key=row.key,
        texts=row.texts,
    )
