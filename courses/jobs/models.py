"""One row per piece of background work. The row is the truth; a broker's message is only a hint."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MAX_ATTEMPTS = 5


class JobQuerySet(models.QuerySet["Job"]):
    def unfinished(self) -> "JobQuerySet":
        return self.filter(state__in=Job.UNFINISHED)

    def due(self, at: datetime | None = None) -> "JobQuerySet":
        """Pending ones whose message should be sent (again) by now."""
        now = at or timezone.now()
        return self.filter(state=Job.State.PENDING, not_before__lte=now, publish_at__lte=now)

    def abandoned(self, at: datetime | None = None) -> "JobQuerySet":
        """Running ones whose lease ran out: their worker is gone."""
        return self.filter(state=Job.State.RUNNING, lease_until__lt=at or timezone.now())


class Job(models.Model):
    class State(models.TextChoices):
        PENDING = "pending", _("Pending")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    UNFINISHED: ClassVar = (State.PENDING, State.RUNNING)

    kind = models.CharField(_("kind"), max_length=60, help_text="The name under which a room registered the work.")
    key = models.CharField(max_length=200, unique=True, help_text="Asking twice for the same work gives one row.")
    payload = models.JSONField(default=dict, help_text="Ids only, never names or texts.")
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(
        _("attempts"), default=0, help_text="Also the fence: who writes must hold the current number."
    )
    lease_until = models.DateTimeField(null=True, blank=True)
    not_before = models.DateTimeField(default=timezone.now)
    publish_at = models.DateTimeField(default=timezone.now, help_text="When the sweeper sends the message again.")
    done_units = models.PositiveIntegerField(default=0)
    total_units = models.PositiveIntegerField(default=0)
    error = models.TextField(_("reason"), blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("background job")
        verbose_name_plural = _("background jobs")
        indexes: ClassVar = [models.Index(fields=["state", "publish_at"], name="job_state_publish_at")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(attempts__lte=MAX_ATTEMPTS), name="job_attempts_are_capped"),
            models.CheckConstraint(
                condition=~models.Q(state="running") | models.Q(lease_until__isnull=False),
                name="job_running_has_a_lease",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
