"""Attempts, the ledger of their marks, and progress that can be rebuilt from both."""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import Exercise, ReleasedExercise
from courses.cohorts.models import CourseEnrolment


class Attempt(models.Model):
    """One try at one exercise: a draft first, then handed in, then marked."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Waiting for marking")
        MARKED = "marked", _("Marked")

    course_enrolment = models.ForeignKey(CourseEnrolment, models.PROTECT, related_name="attempts")
    exercise = models.ForeignKey(Exercise, models.PROTECT, related_name="attempts")
    released_exercise = models.ForeignKey(ReleasedExercise, models.PROTECT, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    allowed = models.PositiveSmallIntegerField(help_text="How many attempts this person has at this exercise.")
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    answer = models.JSONField(default=dict)
    language = models.CharField(max_length=2, help_text="The language the answer was last written in.")
    saved_sequence = models.PositiveBigIntegerField(
        default=0, help_text="Rises with every save; an older save never overwrites a newer one."
    )
    token = models.UUIDField(
        default=uuid.uuid4, unique=True, help_text="A submit carries it, and is one submit however often it arrives."
    )
    started_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["course_enrolment", "exercise"], condition=Q(state="draft"), name="attempt_one_open_draft"
            ),
            models.UniqueConstraint(fields=["course_enrolment", "exercise", "number"], name="attempt_number_once"),
            models.CheckConstraint(
                condition=Q(number__gte=1) & Q(number__lte=F("allowed")), name="attempt_within_the_limit"
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(submitted_at__isnull=False), name="attempt_handed_in_has_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course_enrolment_id}/{self.exercise_id}/{self.number}"

    @property
    def seed(self) -> int:
        """What shuffles this person's options: the same in both languages and in every attempt."""
        return seed_for(self.course_enrolment_id, self.exercise_id)


def seed_for(course_enrolment_id: int, exercise_id: int) -> int:
    """Stable for a person and an exercise, so that options stay in place."""
    return uuid.uuid5(uuid.NAMESPACE_OID, f"{course_enrolment_id}/{exercise_id}").int % 2**31


class Mark(models.Model):
    """One line of the marking ledger. The current mark of an attempt is its latest row."""

    class Reason(models.TextChoices):
        AUTOMATIC = "automatic", _("Marked automatically")
        REVIEW = "review", _("Marked by a facilitator")
        REGRADE = "regrade", _("Marked again")
        OVERRIDE = "override", _("Changed by staff")

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="marks")
    points = models.DecimalField(max_digits=7, decimal_places=3)
    of = models.DecimalField(max_digits=7, decimal_places=3)
    reason = models.CharField(max_length=9, choices=Reason)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    parts = models.JSONField(
        default=list, encoder=DjangoJSONEncoder, help_text="Points and feedback ids per part, as the kind marked it."
    )
    rubric = models.JSONField(default=dict, help_text="Criterion id to level.")
    comment = models.TextField(blank=True)
    comment_language = models.CharField(max_length=2, blank=True, help_text="Comments are never translated.")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(points__gte=0) & Q(points__lte=F("of")) & Q(of__gt=0), name="mark_points_within_of"
            ),
            models.UniqueConstraint(
                fields=["attempt"], condition=Q(reason__in=["automatic", "review"]), name="mark_first_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.points}/{self.of}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("the marking ledger is only added to")
        super().save(*args, **kwargs)


class LessonProgress(models.Model):
    """How far one person is in one lesson; `progress.rebuild` makes it anew from the attempts."""

    course_enrolment = models.ForeignKey(CourseEnrolment, models.PROTECT, related_name="progress")
    lesson_key = models.UUIDField()
    done = models.PositiveSmallIntegerField(default=0, help_text="Required exercises with a mark.")
    required = models.PositiveSmallIntegerField(default=0)
    waiting = models.PositiveSmallIntegerField(default=0, help_text="Handed in, not yet marked.")
    pending = models.PositiveSmallIntegerField(default=0, help_text="Required ones handed in and never marked yet.")
    points = models.DecimalField(max_digits=8, decimal_places=3, default=0)
    of = models.DecimalField(max_digits=8, decimal_places=3, default=0)
    opened_at = models.DateTimeField(null=True, help_text="When the lesson was begun: its content note was read.")
    skipped_at = models.DateTimeField(null=True, help_text="When it was skipped at the content note.")
    last_at = models.DateTimeField(default=timezone.now)
    last_exercise = models.ForeignKey(Exercise, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["course_enrolment", "lesson_key"], name="progress_once_per_lesson"),
            models.CheckConstraint(condition=Q(done__lte=F("required")), name="progress_never_over_100"),
        ]

    def __str__(self) -> str:
        return f"{self.done}/{self.required}"

    @property
    def is_complete(self) -> bool:
        """Everything required is marked; a lesson that requires nothing is complete once it was begun."""
        return self.done == self.required and (self.required > 0 or self.opened_at is not None)
