"""Language-neutral facts: what a course is, and what was released of it. None points to a page."""

from decimal import Decimal
from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

SCHEMA_VERSION = 1


class WrittenOnce(models.QuerySet):
    """Refuses what would change rows behind the model's back."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError(f"{self.model.__name__} is immutable")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError(f"{self.model.__name__} is immutable")

    def delete(self) -> NoReturn:
        raise TypeError(f"{self.model.__name__} is immutable")


class Immutable(models.Model):
    """Rows that are written once: the model refuses an update and a deletion."""

    objects = WrittenOnce.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError(f"{type(self).__name__} is immutable")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError(f"{type(self).__name__} is immutable")


class Course(models.Model):
    """A module, as the screens call it."""

    class HourUnit(models.TextChoices):
        CHRONOLOGICAL = "chronological", _("chronological hours (60 minutes)")
        TEACHING = "teaching", _("teaching hours (45 minutes)")

    class Sequence(models.TextChoices):
        FREE = "free", _("Lessons in any order")
        IN_ORDER = "in_order", _("Each lesson after the one before")

    code = models.SlugField(_("code"), max_length=40, unique=True, help_text=_("Stands in addresses; never changes."))
    position = models.PositiveSmallIntegerField(_("number of the module"), default=1)
    hour_unit = models.CharField(_("unit of hours"), max_length=15, choices=HourUnit, default=HourUnit.CHRONOLOGICAL)
    pass_mark = models.DecimalField(
        _("pass mark"),
        max_digits=5,
        decimal_places=2,
        default=Decimal(70),
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("Percent; 70 is 14 of 20."),
    )
    sequence = models.CharField(_("order of lessons"), max_length=8, choices=Sequence, default=Sequence.FREE)
    prerequisites = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        verbose_name=_("to be completed before"),
        help_text=_("Applies at once, without a release, to every cohort that takes this course."),
    )

    class Meta:
        ordering: ClassVar = ["position", "code"]
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(pass_mark__gt=0) & Q(pass_mark__lte=100), name="course_pass_mark_is_percent"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Exercise(models.Model):
    """The permanent identity of an exercise: limits and progress count per row, whatever the release."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="exercises")
    lesson_key = models.UUIDField(help_text="The translation key of the lesson's pages.")
    block_id = models.UUIDField(help_text="The id of the StreamField block, the same in every language.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["course", "lesson_key", "block_id"], name="exercise_once")
        ]

    def __str__(self) -> str:
        return f"{self.course_id}/{self.block_id}"


class Release(Immutable):
    """A course as it was at one moment, whole and for ever."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="releases", verbose_name=_("course"))
    number = models.PositiveIntegerField(_("number"))
    sha256 = models.CharField(max_length=64, help_text="Over content and keys, not over HTML.")
    title = models.JSONField(help_text="Per language.")
    summary = models.JSONField(default=dict, help_text="Per language.")
    hours = models.DecimalField(_("hours"), max_digits=5, decimal_places=1, help_text="The sum of its lessons.")
    hour_unit = models.CharField(max_length=15, choices=Course.HourUnit)
    pass_mark = models.DecimalField(max_digits=5, decimal_places=2)
    sequence = models.CharField(max_length=8, choices=Course.Sequence)
    languages = models.JSONField(_("languages"), help_text="Codes, source first.")
    notes = models.TextField(_("notes"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("released by")
    )
    at = models.DateTimeField(_("released on"), default=timezone.now)

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        ordering: ClassVar = ["course", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["course", "number"], name="release_number_once"),
            models.UniqueConstraint(fields=["course", "sha256"], name="release_content_once"),
        ]

    def __str__(self) -> str:
        return f"{self.course} {self.number}"


class ReleasedLesson(Immutable):
    release = models.ForeignKey(Release, models.PROTECT, related_name="lessons")
    key = models.UUIDField(help_text="The translation key of the lesson's pages.")
    position = models.PositiveSmallIntegerField()
    hours = models.DecimalField(max_digits=4, decimal_places=1)
    sensitive = models.BooleanField()
    title = models.JSONField(help_text="Per language.")
    slug = models.JSONField(help_text="Per language; stands in learners' addresses.")
    summary = models.JSONField(default=dict, help_text="Per language.")
    objectives = models.JSONField(default=dict, help_text="Per language: rich text, its links freed from pages.")
    content = models.JSONField(help_text="Per language: the StreamField's JSON, to compare and export.")
    html = models.JSONField(
        help_text="Per language: [{type, id, html}] or, for an exercise, [{type, id}] of each block, in order."
    )
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["release", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["release", "key"], name="released_lesson_once"),
            models.UniqueConstraint(fields=["release", "position"], name="released_lesson_position_once"),
        ]

    def __str__(self) -> str:
        return f"{self.release_id}/{self.position}"


class ReleasedExercise(Immutable):
    """What was asked and how it is marked. `key` and what `texts` holds back never reach a browser early."""

    lesson = models.ForeignKey(ReleasedLesson, models.PROTECT, related_name="exercises")
    exercise = models.ForeignKey(Exercise, models.PROTECT, related_name="released")
    position = models.PositiveSmallIntegerField(help_text="Within the lesson, from 1.")
    kind = models.CharField(max_length=40)
    specification = models.JSONField(help_text="Without language and without key.")
    key = models.JSONField()
    texts = models.JSONField(help_text="Per language: {shown: …, held: …}.")
    points = models.PositiveSmallIntegerField()
    required = models.BooleanField()
    attempt_limit = models.PositiveSmallIntegerField(help_text="How many attempts a learner has.")
    schema_version = models.PositiveSmallIntegerField(default=SCHEMA_VERSION)

    class Meta:
        ordering: ClassVar = ["lesson", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["lesson", "exercise"], name="released_exercise_once"),
            models.CheckConstraint(
                condition=Q(points__gte=1) & Q(attempt_limit__gte=1), name="released_exercise_counts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lesson_id}/{self.position}"


class ReleasedFile(Immutable):
    """An image or document as it was released, stored under its own hash."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="files")
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=200, help_text="In the default storage: released/<sha256>.<ending>")
    name = models.CharField(max_length=200, help_text="The name it was uploaded with.")
    size = models.PositiveIntegerField(help_text="Bytes.")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["release", "sha256"], name="released_file_once")]

    def __str__(self) -> str:
        return self.name
