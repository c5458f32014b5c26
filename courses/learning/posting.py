"""What the one form of a lesson asks for: save, hand one in, begin, skip, change language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.db import IntegrityError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.catalogue.released import OutlineLesson
from courses.cohorts.models import CourseEnrolment
from courses.learning import practising, progress
from courses.learning.grading import on_scale
from courses.learning.practising import NotTaken, Refusal, Saved, Sheet
from courses.learning.standing import Standing, standings
from courses.learning.visiting import Visit

NOT_KEPT = {
    Saved.CONFLICT: gettext_lazy(
        "This answer was saved in another window after you opened this page. What you typed here is below; "
        "saving again keeps it in place of the other."
    ),
    Saved.STALE: gettext_lazy(
        "You handed this exercise in from another window. What you typed here is below; saving again keeps it as "
        "the draft of a new attempt."
    ),
    Saved.CLOSED: gettext_lazy(
        "This exercise takes no more answers: it was handed in from another window. What you typed here was not kept."
    ),
}


@dataclass
class Posted:
    """What became of it: notices by exercise id (the page is shown again with them), or where to go next."""

    notices: dict[int, str] = field(default_factory=dict)
    messages: list[str] = field(default_factory=list)
    next_url: str = ""
    drafts: list[Standing] = field(default_factory=list)
    stale: list[int] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """For the script: the numbers that its next save must carry, and what could not be kept."""
        drafts = [one.draft for one in self.drafts if one.draft]
        numbers = {one.exercise_id: {"sequence": one.saved_sequence, "token": str(one.token)} for one in drafts}
        anew = {exercise_id: {"sequence": 0, "token": str(uuid4())} for exercise_id in self.stale}
        return {
            "drafts": {f"x{key}": number for key, number in (anew | numbers).items()},
            "notices": {f"x{key}": notice for key, notice in self.notices.items()},
        }


def handle(visit: Visit, lesson: OutlineLesson, language: str, data: Mapping[str, Any]) -> Posted:
    """Saves every draft, then does what the button says."""
    posted = Posted()
    rows = standings(visit.course_enrolment.pk, lesson.exercises)
    sheets = [practising.sheet(visit.course_enrolment.pk, row, language, data) for row in rows]
    button, _sep, target = str(data.get("do", "save")).partition(":")
    for sheet in sheets:
        _save(visit, lesson, sheet, language, posted)
    acted = next((sheet for sheet in sheets if sheet.form.acted), None)
    if acted:
        posted.next_url = f"{visit.lesson_url(lesson, language)}#x{acted.exercise.exercise_id}"
    elif button == "submit":
        _submit(visit, lesson, _chosen(sheets, target), language, posted)
    elif data.get("language") in visit.release.languages:
        posted.next_url = visit.lesson_url(lesson, str(data["language"]))
    elif button == "begin":
        progress.begin(course_enrolment=visit.course_enrolment, lesson=lesson)
        posted.next_url = visit.lesson_url(lesson, language) + "#begin"
    elif button == "skip":
        progress.skip(course_enrolment=visit.course_enrolment, lesson=lesson)
        posted.messages.append(
            _("You skipped the lesson. You can return whenever you like; you lose no points or time.")
        )
        posted.next_url = visit.url(language)
    posted.drafts = standings(visit.course_enrolment.pk, lesson.exercises)
    return posted


def _save(visit: Visit, lesson: OutlineLesson, sheet: Sheet, language: str, posted: Posted) -> None:
    saved = practising.save(course_enrolment=visit.course_enrolment, sheet=sheet, language=language)
    exercise_id = sheet.exercise.exercise_id
    if saved is Saved.SAVED:
        progress.touch(course_enrolment=visit.course_enrolment, lesson=lesson, exercise_id=exercise_id)
    elif saved is Saved.STALE:
        posted.stale.append(exercise_id)
    if saved in NOT_KEPT:
        posted.notices[exercise_id] = str(NOT_KEPT[saved])


def _chosen(sheets: list[Sheet], target: str) -> Sheet | None:
    return next((one for one in sheets if str(one.exercise.exercise_id) == target), None)


def _submit(visit: Visit, lesson: OutlineLesson, sheet: Sheet | None, language: str, posted: Posted) -> None:
    if sheet is None:
        return
    exercise_id = sheet.exercise.exercise_id
    if exercise_id in posted.notices:
        return  # the other window's answer is not handed in unseen
    try:
        practising.submit(course_enrolment=visit.course_enrolment, lesson=lesson, sheet=sheet, language=language)
    except NotTaken as refused:
        posted.notices[exercise_id] = sentence(refused.reason)
    except IntegrityError:
        # Another request took the last attempt or opened the draft in the same moment: the constraint refused this one.
        posted.notices[exercise_id] = sentence(Refusal.WAITING)
    else:
        posted.next_url = f"{visit.lesson_url(lesson, language)}#x{exercise_id}"
        _tell_outcome(visit, posted)


def _tell_outcome(visit: Visit, posted: Posted) -> None:
    """The answer that decides the module says so at once, and where to read more."""
    before, after = visit.course_enrolment, CourseEnrolment.objects.get(pk=visit.course_enrolment.pk)
    if after.grade is None or (before.state, before.grade) == (after.state, after.grade):
        return
    words = {"grade": on_scale(after.grade)}
    if after.state == CourseEnrolment.State.COMPLETED:
        posted.messages.append(_("Module complete with %(grade)s of 20. Your certificate is being prepared.") % words)
    elif after.state == CourseEnrolment.State.NOT_PASSED:
        posted.messages.append(
            _(
                "Everything required is marked, and %(grade)s of 20 does not pass yet. "
                "“Lessons and grades of the module” says what you can try again."
            )
            % words
        )


def sentence(reason: Refusal) -> str:
    """Why an answer was not handed in, for its reader."""
    return {
        Refusal.INVALID: _("The answer is saved but not handed in: something is missing. No attempt was used."),
        Refusal.NO_ATTEMPTS_LEFT: _("There is no attempt left for this exercise."),
        Refusal.WAITING: _("This answer was handed in already."),
        Refusal.CLOSED: _("The time for handing in has passed. What you wrote is not lost: write to your facilitator."),
    }[reason]
