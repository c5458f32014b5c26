from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from courses.catalogue.released import OutlineLesson
from courses.catalogue.scale import on_scale, pass_grade
from courses.learning import keeping, studying
from courses.learning.completing import tally
from courses.learning.posting import Posted, handle
from courses.learning.standing import Standing, standings
from courses.learning.studying import Cell
from courses.learning.visiting import Visit, get_lesson_or_404, get_own_visit_or_404

LANGUAGE_NAMES = {"es": "Español", "en": "English"}


@login_required
@require_GET
@never_cache
def course(request: HttpRequest, cohort: str, course: str) -> HttpResponse:
    """A module: its lessons, how far, the grade so far and what is still missing."""
    assert request.user.is_authenticated
    visit = get_own_visit_or_404(request.user, cohort, course)
    language = get_language() or "es"
    counted = tally(visit.release, list(visit.progress.values()))
    exercises = [each for lesson in visit.release.lessons for each in lesson.exercises if each.required]
    again = [one for one in standings(visit.course_enrolment.pk, exercises) if one.is_marked and one.takes_answers]
    context = _frame(visit, language) | {
        "counted": counted,
        "grade": on_scale(counted.grade_so_far) if counted.grade_so_far is not None else None,
        "final_grade": on_scale(visit.course_enrolment.grade or counted.grade),
        "pass_grade": pass_grade(visit.release.pass_mark),
        "again": _by_lesson(visit, again, language),
    }
    return render(request, "learning/course.html", context)


@keeping.keep_answers_when_signed_out
@require_http_methods(["GET", "POST"])
@never_cache
def lesson(request: HttpRequest, cohort: str, course: str, slug: str) -> HttpResponse:
    """The lesson as it was released. Its one form saves every draft first, whatever the button."""
    assert request.user.is_authenticated
    visit = get_own_visit_or_404(request.user, cohort, course)
    language = get_language() or "es"
    found = get_lesson_or_404(visit, slug, language)
    closed = visit.why_closed() or visit.why_lesson_closed(found)
    if closed:
        messages.info(request, closed)
        return redirect(visit.url(language))
    if slug != found.slug[language]:
        return redirect(visit.lesson_url(found, language))
    if request.method == "POST":
        posted = handle(visit, found, language, request.POST)
        return answer(request, visit, found, language, posted)
    if kept := keeping.kept_answers(request):
        return restored(request, visit, found, language, kept)
    return page(request, visit, found, language)


def restored(request: HttpRequest, visit: Visit, lesson: OutlineLesson, language: str, kept: QueryDict) -> HttpResponse:
    """What an ended session had kept becomes drafts; what cannot be saved is shown with the reason."""
    posted = handle(visit, lesson, language, kept)
    keeping.forget_answers(request)
    messages.info(request, _("Your session had ended. What you wrote was kept and is below."))
    return page(request, visit, lesson, language, posted=posted, data=kept)


def answer(request: HttpRequest, visit: Visit, lesson: OutlineLesson, language: str, posted: Posted) -> HttpResponse:
    """JSON for the script that saves while somebody writes; otherwise a redirect, or the page with what is amiss."""
    if request.headers.get("Accept") == "application/json":
        zone = visit.course_enrolment.cohort_course.cohort.zone
        at = date_format(timezone.localtime(timezone.now(), zone), "TIME_FORMAT")
        return JsonResponse({"saved": _("Saved %(time)s") % {"time": at}} | posted.to_json())
    for message in posted.messages:
        messages.info(request, message)
    if posted.notices:
        return page(request, visit, lesson, language, posted=posted, data=request.POST, status=422)
    return redirect(posted.next_url or visit.lesson_url(lesson, language))


def page(
    request: HttpRequest,
    visit: Visit,
    lesson: OutlineLesson,
    language: str,
    *,
    posted: Posted | None = None,
    data: QueryDict | None = None,
    status: int = 200,
) -> HttpResponse:
    rows = standings(visit.course_enrolment.pk, lesson.exercises)
    notices = posted.notices if posted else {}
    shown = [
        studying.show(
            visit,
            row,
            language,
            data=data if row.exercise.exercise_id in notices else None,
            notice=notices.get(row.exercise.exercise_id, ""),
        )
        for row in rows
    ]
    before, after = _neighbours(cells := studying.band(visit, language, lesson), lesson)
    context = _frame(visit, language, cells) | {
        "lesson": lesson,
        "title": lesson.title[language],
        "number": lesson.position,
        "blocks": studying.blocks(visit, lesson, language, shown),
        "shown": shown,
        "notices": [each for each in shown if each.notice],
        "row": visit.progress.get(lesson.key),
        "saved_at": studying.last_saved(shown),
        "before": before,
        "after": after,
        "signed_in_as": keeping.sign(request),
        "other_language": {
            "code": _other(language),
            "name": LANGUAGE_NAMES[_other(language)],
            "url": visit.lesson_url(lesson, _other(language)),
            "form_submit": "lesson",
        },
    }
    return render(request, "learning/lesson.html", context, status=status)


def _frame(visit: Visit, language: str, cells: list[Cell] | None = None) -> dict[str, Any]:
    """What both pages show of the module around them."""
    cells = studying.band(visit, language) if cells is None else cells
    return {
        "visit": visit,
        "module": visit.course_enrolment.cohort_course.course,
        "module_title": visit.release.title[language],
        "cohort": visit.course_enrolment.cohort_course.cohort,
        "zone": visit.course_enrolment.cohort_course.cohort.time_zone,
        "cells": cells,
        "woven": [cell.woven() for cell in cells],
        "lessons_done": sum(cell.state == "done" for cell in cells),
        "closed": visit.why_closed(),
        "takes_answers": visit.course_enrolment.cohort_course.takes_answers(),
    }


def _neighbours(cells: list[Cell], lesson: OutlineLesson) -> tuple[Cell | None, Cell | None]:
    at = next(index for index, cell in enumerate(cells) if cell.lesson.key == lesson.key)
    return (cells[at - 1] if at else None, cells[at + 1] if at + 1 < len(cells) else None)


def _by_lesson(visit: Visit, rows: list[Standing], language: str) -> list[dict[str, Any]]:
    """Exercises that can be tried again, with where they stand."""
    places = {each.pk: lesson for lesson in visit.release.lessons for each in lesson.exercises}
    return [
        {
            "standing": row,
            "lesson": places[row.exercise.pk].title[language],
            "url": f"{visit.lesson_url(places[row.exercise.pk], language)}#x{row.exercise.exercise_id}",
        }
        for row in rows
        if not (row.best and row.best.is_full)
    ]


def _other(language: str) -> str:
    return "en" if language == "es" else "es"
