"""The person who signs in."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class DocumentType(models.TextChoices):
    DNI = "dni", _("DNI (national identity document)")
    CE = "ce", _("Carné de extranjería (foreign resident card)")
    PTP = "ptp", _("PTP (temporary stay permit)")
    CPP = "cpp", _("CPP (temporary permanence card)")
    PASSPORT = "passport", _("Passport")


class UserManager(BaseUserManager["User"]):
    """People are found by e-mail address, whatever its capitals."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        if not email:
            raise ValueError("a person needs an e-mail address")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, **{"is_staff": True, "is_superuser": True} | fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractUser):
    """Names are stored as they must stand on a certificate, given names apart from family names."""

    username = None  # type: ignore[assignment]  # people sign in by e-mail
    email = models.EmailField(_("e-mail address"), unique=True)
    first_name = models.CharField(_("given names"), max_length=100, blank=True)
    last_name = models.CharField(_("family names"), max_length=100, blank=True)
    document_type = models.CharField(_("document type"), max_length=8, choices=DocumentType, blank=True)
    document_number = models.CharField(_("document number"), max_length=20, blank=True)
    institution = models.CharField(_("institution"), max_length=200, blank=True)
    language = models.CharField(
        _("preferred language"), max_length=2, choices=[("es", "Español"), ("en", "English")], default="es"
    )
    erased_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]  # the base class names another manager

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("email"), name="user_email_once_whatever_its_capitals"),
            models.UniqueConstraint(
                fields=["document_type", "document_number"],
                condition=~models.Q(document_number=""),
                name="user_document_once",
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    @property
    def is_ready_to_enrol(self) -> bool:
        """Whether what a certificate must print is known."""
        return bool(self.first_name and self.last_name and self.document_type and self.document_number)
