from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from courses.catalogue.released import outline
from courses.catalogue.scale import on_scale, pass_grade
from courses.cohorts import enrolling
from courses.cohorts.models import Cohort, CourseEnrolment, Enrolment
from courses.learning import marking
from courses.learning.completing import tally
from courses.learning.marking import find
from courses.learning.models import Attempt
from courses.teaching import roster
from courses.teaching.forms import PlaceForm, ReviewForm
from courses.teaching.naming import name_of
from courses.teaching.permissions import can_change_places, can_review, cohorts_taught_by
from courses.teaching.todo import to_do
from courses.teaching.waiting import queue as in_queue
from courses.teaching.waiting import waiting_in

ANSWERS_A_PAGE = 25


def get_taught_cohort_or_404(request: HttpRequest, code: str) -> Cohort:
    assert request.user.is_authenticated
    return get_object_or_404(cohorts_taught_by(request.user), code=code)


@login_required
@require_GET
@never_cache
def cohorts(request: HttpRequest) -> HttpResponse:
    assert request.user.is_authenticated
    page = Paginator(cohorts_taught_by(request.user).order_by("-starts_on", "code"), 50).get_page(
        request.GET.get("page")
    )
    return render(request, "teaching/cohorts.html", {"page": page})


@login_required
@require_GET
@never_cache
def cohort(request: HttpRequest, code: str) -> HttpResponse:
    """The desk: what to do, and where everybody stands."""
    assert request.user.is_authenticated
    found, language, now = get_taught_cohort_or_404(request, code), get_language() or "es", timezone.now()
    courses = list(found.cohort_courses.select_related("course"))
    wanted = request.GET.get("course", "")
    chosen = next((one for one in courses if one.course.code == wanted), courses[0] if courses else None)
    state = request.GET.get("state", "")
    state = state if state in roster.STATES else ""
    todo = to_do(found, viewer=request.user, at=now)
    context: dict[str, Any] = {"cohort": found, "to_do": todo, "courses": _named(courses, language)}
    if chosen:
        release = outline(chosen.release_id)
        page, rows = roster.page_of(
            chosen, release, language=language, state=state, number=request.GET.get("page", "1"), at=now
        )
        context |= {
            "chosen": chosen,
            "release": release,
            "title": release.title[language],
            "lessons": [{"number": each.position, "title": each.title[language]} for each in release.lessons],
            "page": page,
            "rows": rows,
            "state": state,
            "states": roster.STATES.items(),
            "counts": roster.counts(chosen),
        }
    return render(request, "teaching/cohort.html", context)


def _named(courses: list[Any], language: str) -> list[dict[str, str]]:
    return [{"code": one.course.code, "title": outline(one.release_id).title[language]} for one in courses]


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def person(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """One learner in one module: lessons, grade, what waits; coordinators take the place away or give it again."""
    assert request.user.is_authenticated
    found, language = get_taught_cohort_or_404(request, code), get_language() or "es"
    course_enrolment = get_object_or_404(
        CourseEnrolment.objects.select_related("enrolment__learner", "cohort_course"),
        pk=pk,
        cohort_course__cohort=found,
    )
    waiting = waiting_in(found, viewer=request.user).filter(course_enrolment=course_enrolment)
    context = _progress_of(course_enrolment, language) | {
        "cohort": found,
        "enrolment": course_enrolment.enrolment,
        "waiting": in_queue(list(waiting), language),
    }
    form = PlaceForm(request.POST or None)
    if can_change_places(request.user, found):
        context |= {"form": form, "is_full": found.enrolments.active().count() >= found.seats}
        if request.method == "POST" and form.is_valid():
            _change_place(request, course_enrolment.enrolment, form)
            return redirect("teaching:person", code, pk)
    elif request.method == "POST":
        raise Http404
    return render(request, "teaching/person.html", context, status=422 if form.errors else 200)


def _progress_of(course_enrolment: CourseEnrolment, language: str) -> dict[str, Any]:
    release = outline(course_enrolment.cohort_course.release_id)
    progress = {row.lesson_key: row for row in course_enrolment.progress.all()}
    counted = tally(release, list(progress.values()))
    so_far = course_enrolment.grade if course_enrolment.grade is not None else counted.grade_so_far
    return {
        "learner": course_enrolment.enrolment.learner,
        "name": name_of(course_enrolment.enrolment.learner),
        "title": release.title[language],
        "lessons": [
            {"number": each.position, "title": each.title[language], "row": progress.get(each.key)}
            for each in release.lessons
        ],
        "counted": counted,
        "grade": on_scale(so_far) if so_far is not None else None,
        "pass_grade": pass_grade(release.pass_mark),
    }


def _change_place(request: HttpRequest, enrolment: Enrolment, form: PlaceForm) -> None:
    assert request.user.is_authenticated
    name = {"name": name_of(enrolment.learner)}
    if form.cleaned_data["do"] == form.WITHDRAW:
        if enrolling.withdraw(enrolment=enrolment, by=request.user, reason=form.cleaned_data["reason"]):
            messages.success(request, _("%(name)s was withdrawn from the cohort. The place is free.") % name)
        else:
            messages.info(request, _("%(name)s had no place any more; nothing has changed.") % name)
        return
    try:
        given = enrolling.readmit(enrolment=enrolment, by=request.user)
    except enrolling.CannotJoin as reason:
        messages.error(request, str(reason))
    else:
        said = _("%(name)s has a place again.") if given else _("%(name)s has a place already; nothing has changed.")
        messages.success(request, said % name)


@login_required
@require_GET
@never_cache
def queue(request: HttpRequest, code: str) -> HttpResponse:
    assert request.user.is_authenticated
    found, language = get_taught_cohort_or_404(request, code), get_language() or "es"
    page = Paginator(waiting_in(found, viewer=request.user), ANSWERS_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "teaching/queue.html", {"cohort": found, "page": page, "queue": in_queue(list(page), language)}
    )


def get_reviewable_attempt_or_404(request: HttpRequest, cohort: Cohort, pk: int) -> Attempt:
    """An answer of this cohort that a person marks: of somebody with a place in it, and not one's own."""
    assert request.user.is_authenticated
    attempts = Attempt.objects.select_related("course_enrolment__enrolment__learner", "course_enrolment__cohort_course")
    attempt = get_object_or_404(
        attempts.exclude(state=Attempt.State.DRAFT), pk=pk, course_enrolment__cohort_course__cohort=cohort
    )
    if not can_review(request.user, attempt):
        raise Http404
    return attempt


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def review(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """One long text beside its rubric."""
    assert request.user.is_authenticated
    found, language = get_taught_cohort_or_404(request, code), get_language() or "es"
    attempt = get_reviewable_attempt_or_404(request, found, pk)
    lesson, exercise = find(attempt.course_enrolment.cohort_course.release_id, attempt)
    texts = exercise.texts[language]
    if attempt.state != Attempt.State.SUBMITTED or "criteria" not in texts["shown"]:
        messages.info(request, _("This answer has been marked already."))
        return redirect("teaching:queue", code)
    criteria = [one | texts["shown"]["criteria"][one["id"]] for one in exercise.specification["criteria"]]
    form = ReviewForm(request.POST or None, criteria=criteria, initial={"language": language})
    if request.method == "POST" and form.is_valid():
        return _record(request, found, attempt, form)
    context = {
        "cohort": found, "attempt": attempt, "name": name_of(attempt.course_enrolment.enrolment.learner),
        "title": lesson.title[language], "exercise": exercise, "texts": texts["shown"], "form": form,
        "explanation": texts["held"].get("explanation", ""),
    }  # fmt: skip
    return render(request, "teaching/review.html", context, status=422 if form.errors else 200)


def _record(request: HttpRequest, cohort: Cohort, attempt: Attempt, form: ReviewForm) -> HttpResponse:
    assert request.user.is_authenticated
    name = name_of(attempt.course_enrolment.enrolment.learner)
    try:
        marking.review(
            attempt=attempt,
            by=request.user,
            levels=form.levels(),
            comment=form.cleaned_data["comment"].strip(),
            language=form.cleaned_data["language"],
        )
    except marking.AlreadyMarked:
        messages.warning(request, _("Somebody else marked this answer a moment ago; your mark was not recorded."))
    else:
        messages.success(request, _("The answer of %(name)s is marked. A message is on its way.") % {"name": name})
    following = waiting_in(cohort, viewer=request.user).first()
    if following:
        return redirect("teaching:review", cohort.code, following.pk)
    return redirect("teaching:queue", cohort.code)
