"""Every change of a finding that readers can see stands in the audit trail: which field, never what it says.

What was published before is known from the trail itself: each line keeps a digest of every finding.
"""

import hashlib
import json
from typing import Any

from django.db import transaction
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from wagtail.blocks import StreamValue
from wagtail.log_actions import get_active_log_context
from wagtail.signals import page_published, page_unpublished

from courses.evidence.pages import StudyPage
from courses.records import trail
from courses.records.models import AuditEvent

PUBLISHED, CHANGED, UNPUBLISHED = "evidence.study_published", "evidence.finding_changed", "evidence.study_unpublished"
DELETED = "evidence.study_deleted"


@receiver(page_published, sender=StudyPage, dispatch_uid="evidence.audit_published")
def on_published(instance: StudyPage, revision: Any = None, **_: Any) -> None:
    record_publication(page_id=instance.pk, actor=_actor() or getattr(revision, "user", None))


@receiver(page_unpublished, sender=StudyPage, dispatch_uid="evidence.audit_unpublished")
def on_unpublished(instance: StudyPage, **_: Any) -> None:
    with transaction.atomic():
        last = _last(instance)
        if last is not None and last.action != UNPUBLISHED:
            trail.record(action=UNPUBLISHED, subject=instance, actor=_actor(), digests=last.data["digests"])


@receiver(pre_delete, sender=StudyPage, dispatch_uid="evidence.audit_deleted")
def on_deleted(instance: StudyPage, **_: Any) -> None:
    """With what a table would know it by again."""
    trail.record(
        action=DELETED,
        subject=instance,
        actor=_actor(),
        key=str(instance.translation_key),
        language=instance.locale.language_code,
        title=instance.title,
        year=instance.year,
        doi=instance.doi.lower(),
    )


def record_publication(*, page_id: int, actor: Any = None) -> None:
    """Compares the page as it is published with what the trail knows of it; without a difference it writes nothing."""
    with transaction.atomic():
        study = StudyPage.objects.select_for_update().get(pk=page_id)
        last, now = _last(study), digests(study)
        before = last.data["digests"] if last is not None else {}
        changed = [name for name in StudyPage.FINDINGS if before and before.get(name) != now[name]]
        if changed:
            trail.record(action=CHANGED, subject=study, actor=actor, fields=changed, digests=now)
        elif last is None or last.action == UNPUBLISHED:
            trail.record(action=PUBLISHED, subject=study, actor=actor, digests=now)


def digests(study: StudyPage) -> dict[str, str]:
    """A short hash of each finding by the name of its field."""
    return {name: _digest(study, name) for name in StudyPage.FINDINGS}


def _digest(study: StudyPage, name: str) -> str:
    value = getattr(study, name)
    if isinstance(value, StreamValue):  # without the ids, which another import may give anew
        value = [[block["type"], block["value"]] for block in value.get_prep_value()]
    written = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()[:16]


def _last(study: StudyPage) -> AuditEvent | None:
    events = AuditEvent.objects.filter(subject_type=study._meta.label, subject_id=str(study.pk))
    return events.filter(action__in=(PUBLISHED, CHANGED, UNPUBLISHED)).order_by("-pk").first()


def _actor() -> Any:
    """Who acts in the admin; nobody when a command or a schedule does."""
    return get_active_log_context().user
