"""Makes a release: checks the course whole and freezes it."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from courses.catalogue import files
from courses.catalogue.checking import Problem, check, warnings
from courses.catalogue.facts import Course, Exercise, Release, ReleasedExercise, ReleasedFile, ReleasedLesson
from courses.catalogue.freezing import freeze
from courses.catalogue.frozen import FrozenCourse, FrozenLesson
from courses.records import trail

if TYPE_CHECKING:
    from incubator.people import User

__all__ = ["NotReleasable", "NothingChanged", "Problem", "check", "release", "warnings"]


class NotReleasable(Exception):  # a state, told to people
    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


class NothingChanged(Exception):  # a state, told to people
    def __init__(self, release: Release) -> None:
        self.release = release
        super().__init__(_("This is the same as release %(number)d.") % {"number": release.number})


def release(*, course: Course, by: "User | None" = None, notes: str = "") -> Release:
    """Raises NotReleasable with what is wrong, or NothingChanged with the release that says the same."""
    course = Course.objects.get(pk=course.pk)
    if problems := check(course):
        raise NotReleasable(problems)
    frozen = freeze(course)
    for file in frozen.files.values():  # before the lock: making and copying images keeps nobody waiting
        files.keep(file)
    with transaction.atomic():
        locked = Course.objects.select_for_update().get(pk=course.pk)
        if same := Release.objects.filter(course=locked, sha256=frozen.sha256).first():
            raise NothingChanged(same)
        made = _write(locked, frozen, by=by, notes=notes)
        trail.record(action="catalogue.released", subject=made, actor=by, number=made.number, sha256=made.sha256)
    return made


def _write(course: Course, frozen: FrozenCourse, *, by: "User | None", notes: str) -> Release:
    last = Release.objects.filter(course=course).aggregate(last=Max("number"))["last"] or 0
    made = Release.objects.create(
        course=course,
        number=last + 1,
        sha256=frozen.sha256,
        title=frozen.title,
        summary=frozen.summary,
        hours=frozen.hours,
        hour_unit=frozen.hour_unit,
        pass_mark=frozen.pass_mark,
        sequence=frozen.sequence,
        languages=list(frozen.languages),
        notes=notes,
        by=by,
    )
    for file in frozen.files.values():
        ReleasedFile.objects.create(release=made, sha256=file.sha256, path=file.path, name=file.name, size=file.size)
    for lesson in frozen.lessons:
        _write_lesson(course, made, lesson)
    return made


def _write_lesson(course: Course, release: Release, lesson: FrozenLesson) -> None:
    row = ReleasedLesson.objects.create(
        release=release,
        key=lesson.key,
        position=lesson.position,
        hours=lesson.hours,
        sensitive=lesson.sensitive,
        title=lesson.title,
        slug=lesson.slug,
        summary=lesson.summary,
        objectives=lesson.objectives,
        content=lesson.content,
        html=lesson.html,
        sha256=lesson.sha256,
    )
    for frozen in lesson.exercises:
        exercise, _made = Exercise.objects.get_or_create(course=course, lesson_key=lesson.key, block_id=frozen.block_id)
        ReleasedExercise.objects.create(
            lesson=row,
            exercise=exercise,
            position=frozen.position,
            kind=frozen.kind,
            specification=frozen.specification,
            key=frozen.key,
            texts=frozen.texts,
            points=frozen.points,
            required=frozen.required,
            attempt_limit=frozen.attempt_limit,
        )
