"""Writes the audit trail, in the transaction of what it tells about."""

from typing import TYPE_CHECKING, Any

from django.db.models import Model

from courses.records.models import AuditEvent

if TYPE_CHECKING:
    from incubator.people import User


def record(*, action: str, subject: Model, actor: "User | None" = None, **data: Any) -> AuditEvent:
    """`action` is room.verb; `data` is JSON: ids, numbers, states; never names, answers or comments."""
    return AuditEvent.objects.create(
        actor=actor,
        action=action,
        subject_type=subject._meta.label,
        subject_id=str(subject.pk),
        data=data,
    )
