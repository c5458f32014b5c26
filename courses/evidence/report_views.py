"""The form on which anybody reports a fault of a study. It asks for no name and keeps none."""

from uuid import UUID

from allauth.core import ratelimit
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.evidence import reporting
from courses.evidence.lookup import get_public_study_or_404


class FaultForm(forms.Form):
    text = forms.CharField(
        label=_("What is wrong?"),
        help_text=_("For example: a figure that the source gives otherwise, or an address that leads nowhere."),
        min_length=10,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, key: UUID) -> HttpResponse:
    study = get_public_study_or_404(key)
    form = FaultForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and form.is_valid():
        if ratelimit.consume(request, action="evidence_fault"):
            reporting.report_fault(study=study, text=form.cleaned_data["text"])
            return redirect("evidence:report_thanks", key)
        form.add_error(None, _("Many faults were reported from your network in this hour. Try again later."))
        status = 429
    return render(request, "evidence/report.html", {"study": study, "form": form}, status=status)


@require_safe
def thanks(request: HttpRequest, key: UUID) -> HttpResponse:
    return render(request, "evidence/report_thanks.html", {"study": get_public_study_or_404(key)})
