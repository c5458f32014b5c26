"""What people agree to, and take back."""

from typing import TYPE_CHECKING

from django.utils import timezone

from courses.records.models import Consent

if TYPE_CHECKING:
    from incubator.people import User

Purpose = Consent.Purpose

# The version of the words that people read; a new one means to ask again.
CURRENT: dict[str, str] = {Purpose.COURSE: "2026-1", Purpose.RESEARCH: "2026-1"}


def give(*, person: "User", purpose: str, language: str) -> Consent:
    """The consent to the words as they stand now; a repeat returns the one there is."""
    consent, _created = Consent.objects.get_or_create(
        person=person,
        purpose=purpose,
        version=CURRENT[purpose],
        withdrawn_at=None,
        defaults={"language": language},
    )
    return consent


def withdraw(*, person: "User", purpose: str) -> bool:
    """Whether there was anything to take back; the rows stay."""
    return bool(
        Consent.objects.filter(person=person, purpose=purpose, withdrawn_at=None).update(withdrawn_at=timezone.now())
    )


def has(person: "User", purpose: str) -> bool:
    """Whether the person agrees to the words as they stand now."""
    return Consent.objects.filter(person=person, purpose=purpose, version=CURRENT[purpose], withdrawn_at=None).exists()
