"""Proof of what somebody achieved, frozen when it was issued."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import Course
from courses.cohorts.models import CourseEnrolment

if TYPE_CHECKING:
    from incubator.people import User


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def current(self) -> "CertificateQuerySet":
        """Asked for, failed or valid: a person has at most one of them per course and kind."""
        return self.filter(state__in=Certificate.CURRENT)

    def of(self, learner: "User") -> "CertificateQuerySet":
        return self.filter(learner=learner).order_by("-requested_at", "-pk")


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

    class Reason(models.TextChoices):
        """The class of a reason: the only part of it that the public sees."""

        NAME = "name", _("The name or the identity document was corrected")
        DATA = "data", _("Other printed data were corrected")
        MISTAKE = "mistake", _("It was issued by mistake")
        MISCONDUCT = "misconduct", _("Work was handed in that was not the person's own")
        REQUEST = "request", _("The person asked for it")

    CURRENT: ClassVar = (State.REQUESTED, State.FAILED, State.VALID)
    TO_BE_PREPARED: ClassVar = (State.REQUESTED, State.FAILED)
    ENDED: ClassVar = (State.SUPERSEDED, State.REVOKED)

    code = models.CharField(_("code"), max_length=14, unique=True, help_text="XXXX-XXXX-XXXX")
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="certificates", verbose_name=_("learner")
    )
    course = models.ForeignKey(Course, models.PROTECT, related_name="+", verbose_name=_("course"))
    course_enrolment = models.ForeignKey(CourseEnrolment, models.PROTECT, related_name="certificates")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.CERTIFICADO)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.REQUESTED)
    claims = models.JSONField(help_text="What is printed, as `claims.freeze` describes it.")
    document_number = models.CharField(_("document number"), max_length=20, blank=True)
    pdf = models.CharField(max_length=200, blank=True, help_text="Path in the default storage.")
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, db_index=True)
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by", verbose_name=_("replaces")
    )
    reason = models.CharField(_("reason"), max_length=10, choices=Reason, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True, help_text=_("Seen by staff only."))
    requested_at = models.DateTimeField(_("requested"), default=timezone.now)
    issued_at = models.DateTimeField(_("issued"), null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        permissions: ClassVar = [
            ("correct_certificate", _("Can correct a certificate")),
            ("revoke_certificate", _("Can revoke a certificate")),
        ]
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
            models.CheckConstraint(
                condition=~Q(state__in=["superseded", "revoked"]) | (Q(ended_at__isnull=False) & ~Q(reason="")),
                name="certificate_ended_has_date_and_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def printed_name(self) -> str:
        return f"{self.claims['given_names']} {self.claims['family_names']}".strip()

    @property
    def is_being_prepared(self) -> bool:
        return self.state == self.State.REQUESTED

    @property
    def is_valid(self) -> bool:
        return self.state == self.State.VALID

    @property
    def successor(self) -> "Certificate | None":
        return getattr(self, "superseded_by", None)

    def printed(self, language: str) -> dict[str, Any]:
        """The printed words in this language, or in the certificate's first one."""
        texts = self.claims["texts"]
        return dict(texts.get(language) or texts[self.claims["languages"][0]])


class Issuer(models.Model):
    """An institution named at the head of certificates."""

    name = models.CharField(_("name"), max_length=100)
    position = models.PositiveSmallIntegerField(_("position"), default=1, validators=[MinValueValidator(1)])

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        verbose_name = _("issuer of certificates")
        verbose_name_plural = _("issuers of certificates")

    def __str__(self) -> str:
        return self.name


class Signatory(models.Model):
    """A person named as responsible at the foot of certificates; not a signature."""

    given_names = models.CharField(_("given names"), max_length=50)
    family_names = models.CharField(_("family names"), max_length=50)
    post_es = models.CharField(_("post, in Spanish"), max_length=70)
    post_en = models.CharField(_("post, in English"), max_length=70)
    position = models.PositiveSmallIntegerField(_("position"), default=1, validators=[MinValueValidator(1)])

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        verbose_name = _("signatory of certificates")
        verbose_name_plural = _("signatories of certificates")

    def __str__(self) -> str:
        return f"{self.given_names} {self.family_names}"
