"""A reader reports a fault, without a name; an editor settles it. Both stand in the audit trail, the text does not."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from courses.evidence.pages import StudyPage
from courses.evidence.reports import FaultReport
from courses.records import trail

if TYPE_CHECKING:
    from incubator.people import User


def report_fault(*, study: StudyPage, text: str) -> FaultReport:
    """The same words about the same study, as long as they are open, are one report."""
    with transaction.atomic():
        words = {"study": study.translation_key, "language": study.locale.language_code, "text": text}
        same = FaultReport.objects.filter(**words, state=FaultReport.State.OPEN).first()
        if same is not None:
            return same
        report = FaultReport.objects.create(**words, title=study.title)
        trail.record(action="evidence.fault_reported", subject=report, study=study.translation_key)
        return report


def settle(*, report: FaultReport, by: "User") -> bool:
    """False if it was settled already."""
    with transaction.atomic():
        open_ones = FaultReport.objects.filter(pk=report.pk, state=FaultReport.State.OPEN)
        settled = open_ones.update(state=FaultReport.State.SETTLED, settled_at=timezone.now(), settled_by=by)
        if settled:
            trail.record(action="evidence.fault_settled", subject=report, actor=by, study=report.study)
        return bool(settled)
