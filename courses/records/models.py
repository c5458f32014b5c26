"""What every room needs on paper: who did what, what was agreed to, what was mailed."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AuditEvent(models.Model):
    """One line of the audit trail; rows are added, never changed."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", help_text="Empty when the system acted."
    )
    action = models.CharField(max_length=60, db_index=True, help_text="room.verb, for example learning.submitted")
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=60)
    data = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["subject_type", "subject_id"], name="audit_subject")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.action} {self.subject_type} {self.subject_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("the audit trail is only added to")
        super().save(*args, **kwargs)


class Consent(models.Model):
    """What a person agreed to, in which version of its words; withdrawing keeps the row."""

    class Purpose(models.TextChoices):
        COURSE = "course", _("Use of course data")
        RESEARCH = "research", _("Use of answers in research")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=10, choices=Purpose)
    version = models.CharField(max_length=20)
    language = models.CharField(max_length=2)
    given_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "purpose", "version"], condition=Q(withdrawn_at=None), name="consent_once_per_version"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.version}"


class OutgoingMail(models.Model):
    """A message as it will leave; its words are removed once it has left."""

    key = models.CharField(max_length=200, unique=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    address = models.EmailField()
    language = models.CharField(max_length=2)
    subject = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.key
