"""Proof of what somebody achieved, frozen when it was issued."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import Course
from courses.cohorts.models import CourseEnrolment


class Certificate(models.Model):
    """Everything printed stands in `claims`, in both languages; the document number stands beside it,
    so that erasing a person deletes the number and the PDF's bytes and leaves claims and hash."""

    class Kind(models.TextChoices):
        CERTIFICADO = "certificado", _("Certificate of approval")

    class State(models.TextChoices):
        REQUESTED = "requested", _("Being prepared")
        FAILED = "failed", _("Could not be prepared")
        VALID = "valid", _("Valid")
        SUPERSEDED = "superseded", _("Replaced")
        REVOKED = "revoked", _("Revoked")

    CURRENT: ClassVar = (State.REQUESTED, State.FAILED, State.VALID)

    code = models.CharField(_("code"), max_length=14, unique=True, help_text="XXXX-XXXX-XXXX")
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="certificates")
    course = models.ForeignKey(Course, models.PROTECT, related_name="+")
    course_enrolment = models.ForeignKey(CourseEnrolment, models.PROTECT, related_name="certificates")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.CERTIFICADO)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.REQUESTED)
    claims = models.JSONField()
    document_number = models.CharField(max_length=20, blank=True)
    pdf = models.CharField(max_length=200, blank=True, help_text="Path in the default storage.")
    sha256 = models.CharField(max_length=64, blank=True)
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="superseded_by")
    reason = models.CharField(_("reason"), max_length=200, blank=True, help_text="Why it was revoked or replaced.")
    requested_at = models.DateTimeField(default=timezone.now)
    issued_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["learner", "course", "kind"],
                condition=Q(state__in=["requested", "failed", "valid"]),
                name="certificate_one_current",
            ),
            models.CheckConstraint(
                condition=~Q(state="valid") | (Q(issued_at__isnull=False) & ~Q(sha256="")),
                name="certificate_valid_has_hash",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Issuer(models.Model):
    """An institution named at the head of certificates."""

    name = models.CharField(_("name"), max_length=120)
    position = models.PositiveSmallIntegerField(_("position"), default=1)

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        verbose_name = _("issuer")
        verbose_name_plural = _("issuers")

    def __str__(self) -> str:
        return self.name


class Signatory(models.Model):
    """A person named as responsible at the foot of certificates; not a signature."""

    name = models.CharField(_("name"), max_length=80)
    post_es = models.CharField(_("post, in Spanish"), max_length=120)
    post_en = models.CharField(_("post, in English"), max_length=120)
    position = models.PositiveSmallIntegerField(_("position"), default=1)

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        verbose_name = _("signatory")
        verbose_name_plural = _("signatories")

    def __str__(self) -> str:
        return self.name
