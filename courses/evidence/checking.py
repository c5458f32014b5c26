"""What must hold of a study before it is saved; also of a row that is loaded from a file."""

from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from courses.evidence.pages import StudyPage


def faults(study: "StudyPage") -> dict[str, list[str | Promise]]:
    """Sentences by the field that they belong to."""
    found: dict[str, list[str | Promise]] = {}
    if (study.effect_summary or len(study.effects)) and not study.outcomes:
        found["outcomes"] = [_("There is an effect: say on which outcome.")]
    if study.certainty and not study.certainty_reason:
        found["certainty_reason"] = [_("There is a certainty: give the reason for it.")]
    if study.checked_on and not study.checked_by:
        found["checked_by"] = [_("There is a date: say who checked it.")]
    if study.unintended_found and study.unintended_sought != "yes":
        found["unintended_sought"] = [_("Unintended effects were found: then they were looked for.")]
    if study.status == "registered" and len(study.effects):
        found["status"] = [_("There are effects, so results are known.")]
    return found
