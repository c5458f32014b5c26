"""The page on which an editor releases a course: what is wrong, or what would be frozen and what changed."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from courses.catalogue import releasing
from courses.catalogue.comparing import Difference, difference
from courses.catalogue.facts import Course
from courses.catalogue.freezing import freeze
from courses.catalogue.frozen import FrozenCourse
from courses.catalogue.telling import sentences


class NotesForm(forms.Form):
    notes = forms.CharField(
        label=gettext_lazy("What is new, for coordinators"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


def get_releasable_course_or_404(request: HttpRequest, pk: int) -> Course:
    if not request.user.has_perm("catalogue.add_release"):
        raise PermissionDenied
    return get_object_or_404(Course, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def release_course(request: HttpRequest, pk: int) -> HttpResponse:
    assert request.user.is_authenticated
    course = get_releasable_course_or_404(request, pk)
    form = NotesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = releasing.release(course=course, by=request.user, notes=form.cleaned_data["notes"])
        except releasing.NothingChanged as same:
            messages.info(request, str(same))
        except releasing.NotReleasable:
            messages.error(request, _("The course was not released: see what is wrong below."))
        else:
            messages.success(request, _("Release %(number)d was made.") % {"number": made.number})
        return redirect(request.path)
    return TemplateResponse(request, "catalogue/admin/release.html", _context(course) | {"form": form})


def _context(course: Course) -> dict[str, Any]:
    problems = releasing.check(course)
    last = course.releases.order_by("-number").first()
    context = {
        "course": course,
        "problems": problems,
        "warnings": releasing.warnings(course),
        "last": last,
        "releases": course.releases.select_related("by").order_by("-number")[:10],
    }
    if problems:
        return context
    frozen: FrozenCourse = freeze(course)
    changed: Difference | None = difference(last, frozen) if last else None
    same = course.releases.filter(sha256=frozen.sha256).first()
    return context | {"frozen": frozen, "changes": sentences(changed) if changed else [], "same": same}
