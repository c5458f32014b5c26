"""One row per piece of background work. The row is the truth; a broker's message is only a hint."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MAX_ATTEMPTS = 5


def lease() -> timedelta:
    """How long a worker may be silent; longer than Celery's hard time limit."""
    return timedelta(seconds=settings.JOB_LEASE_SECONDS)


class JobQuerySet(models.QuerySet["Job"]):
    def unfinished(self) -> "JobQuerySet":
        return self.filter(state__in=Job.UNFINISHED)

    def claimable(self, at: datetime | None = None) -> "JobQuerySet":
        """Pending ones that may be begun now."""
        return self.filter(state=Job.State.PENDING, not_before__lte=at or timezone.now(), attempts__lt=MAX_ATTEMPTS)

    def held_by(self, run: "Job") -> "JobQuerySet":
        """The fence: the row of `run` as long as nobody else began it since `run` was claimed."""
        return self.filter(pk=run.pk, state=Job.State.RUNNING, attempts=run.attempts, started_at=run.started_at)

    def due(self, at: datetime | None = None) -> "JobQuerySet":
        """Pending ones whose message should be sent (again) by now."""
        now = at or timezone.now()
        return self.filter(state=Job.State.PENDING, not_before__lte=now, publish_at__lte=now)

    def abandoned(self, at: datetime | None = None) -> "JobQuerySet":
        """Running ones whose worker is gone: their lease ran out, or was given by a clock that was put back since."""
        now = at or timezone.now()
        too_late = now + 2 * lease()
        return self.filter(Q(lease_until__lt=now) | Q(lease_until__gt=too_late), state=Job.State.RUNNING)

    def neglected(self, at: datetime | None = None) -> "JobQuerySet":
        """What a sweep has to look after."""
        now = at or timezone.now()
        return self.due(now) | self.abandoned(now)


class Job(models.Model):
    class State(models.TextChoices):
        PENDING = "pending", _("Pending")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    UNFINISHED: ClassVar = (State.PENDING, State.RUNNING)

    kind = models.CharField(_("kind"), max_length=60, help_text="The name under which a room registered the work.")
    key = models.CharField(
        _("key"), max_length=200, unique=True, help_text="Asking twice for the same work gives one row."
    )
    payload = models.JSONField(default=dict, help_text="Ids only, never names or texts.")
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(
        _("attempts"), default=0, help_text="Also the fence: who writes must hold the current number."
    )
    lease_until = models.DateTimeField(null=True, blank=True)
    not_before = models.DateTimeField(_("not before"), default=timezone.now)
    publish_at = models.DateTimeField(default=timezone.now, help_text="When the sweeper sends the message again.")
    done_units = models.PositiveIntegerField(default=0)
    total_units = models.PositiveIntegerField(default=0)
    error = models.TextField(_("reason"), blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    started_at = models.DateTimeField(
        _("begun"), null=True, blank=True, help_text="When it was claimed last; part of the fence."
    )
    finished_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("background job")
        verbose_name_plural = _("background jobs")
        indexes: ClassVar = [models.Index(fields=["state", "publish_at"], name="job_state_publish_at")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(attempts__lte=MAX_ATTEMPTS), name="job_attempts_are_capped"),
            models.CheckConstraint(
                condition=~Q(state="running") | Q(lease_until__isnull=False),
                name="job_running_has_a_lease",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
