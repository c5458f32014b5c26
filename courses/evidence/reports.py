"""What readers report and what the looking-after finds: rows that know the study's key, never its page."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class FaultReport(models.Model):
    """A fault that a reader reported, without a name; an editor settles it."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        SETTLED = "settled", _("Settled")

    study = models.UUIDField(_("study"), db_index=True, help_text=_("The translation key of its pages."))
    title = models.CharField(_("title"), max_length=255)
    language = models.CharField(_("language"), max_length=10)
    text = models.TextField(_("what is wrong"))
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN)
    reported_at = models.DateTimeField(_("reported"), auto_now_add=True)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("settled by")
    )

    class Meta:
        verbose_name = _("reported fault")
        verbose_name_plural = _("reported faults")
        ordering: ClassVar = ["-reported_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="open", settled_at=None) | Q(state="settled", settled_at__isnull=False),
                name="fault_settled_has_a_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.get_state_display()})"


class LinkCheck(models.Model):
    """What the last visit of a study's address found; one row per address."""

    url = models.URLField(_("address"), max_length=500, unique=True)
    checked_at = models.DateTimeField(_("checked"))
    status = models.PositiveSmallIntegerField(_("status"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    failures = models.PositiveSmallIntegerField(_("failures in a row"), default=0)

    class Meta:
        verbose_name = _("visited address")
        verbose_name_plural = _("visited addresses")

    def __str__(self) -> str:
        return self.url
