"""The admin's pages on which staff correct or revoke a certificate, or have it prepared again."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from certificates import permissions, preparing, revoking, showing, superseding
from certificates.ending import NotPossibleError
from certificates.forms import CorrectionForm, DecisionForm, RevocationForm
from certificates.models import Certificate

if TYPE_CHECKING:
    from incubator.people import User


def get_certificate_or_403(
    request: HttpRequest, pk: int, may: Callable[["User", Certificate], bool]
) -> tuple["User", Certificate]:
    user = cast("User", request.user)
    certificate = get_object_or_404(
        Certificate.objects.select_related(
            "course_enrolment__enrolment__learner",
            "course_enrolment__enrolment__cohort",
            "course_enrolment__cohort_course__release__course",
        ),
        pk=pk,
    )
    if not permissions.is_staff_of(user, certificate) or not may(user, certificate):
        raise PermissionDenied
    return user, certificate


@require_http_methods(["GET", "HEAD", "POST"])
def correct_certificate(request: HttpRequest, pk: int) -> HttpResponse:
    user, certificate = get_certificate_or_403(request, pk, permissions.can_correct)
    form = CorrectionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            new = superseding.correct(certificate=certificate, by=user, **form.cleaned_data)
        except superseding.NothingChangedError:
            messages.error(request, _("It would say the same again. Correct the person's data first, then come back."))
        except NotPossibleError:
            messages.error(request, _("This certificate is no longer in a state that allows it."))
        else:
            messages.success(request, _("Certificate %(code)s replaces it and is being prepared.") % {"code": new.code})
            return redirect("certificate:inspect", new.pk)
    changes = superseding.changes(certificate)
    return _page(request, certificate, form, {"verb": "correct", "changes": changes})


@require_http_methods(["GET", "HEAD", "POST"])
def revoke_certificate(request: HttpRequest, pk: int) -> HttpResponse:
    user, certificate = get_certificate_or_403(request, pk, permissions.can_revoke)
    form = RevocationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            revoking.revoke(certificate=certificate, by=user, **form.cleaned_data)
        except NotPossibleError:
            messages.error(request, _("This certificate is no longer in a state that allows it."))
        else:
            messages.success(request, _("Certificate %(code)s is revoked.") % {"code": certificate.code})
        return redirect("certificate:inspect", certificate.pk)
    return _page(request, certificate, form, {"verb": "revoke"})


@require_http_methods(["GET", "HEAD", "POST"])
def prepare_again(request: HttpRequest, pk: int) -> HttpResponse:
    user, certificate = get_certificate_or_403(request, pk, permissions.can_prepare_again)
    if request.method == "POST":
        if preparing.again(certificate=certificate, by=user):
            messages.success(request, _("Certificate %(code)s is being prepared.") % {"code": certificate.code})
        else:
            messages.error(request, _("This certificate is no longer in a state that allows it."))
        return redirect("certificate:inspect", certificate.pk)
    return _page(request, certificate, None, {"verb": "again"})


def _page(
    request: HttpRequest, certificate: Certificate, form: DecisionForm | None, more: dict[str, Any]
) -> HttpResponse:
    lines = showing.lines(certificate, get_language() or "es", masked=False)
    context = {"certificate": certificate, "form": form, "lines": lines} | more
    status = 422 if form is not None and form.errors else 200
    return TemplateResponse(request, "certificates/admin/decide.html", context, status=status)
