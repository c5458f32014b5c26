"""The pages beside the list and the studies: comparison, map, appraisal; the lasting address of a study."""

from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from courses.evidence.comparing import comparison, evidence_map
from courses.evidence.lookup import public_studies
from courses.evidence.vocabulary import ANCHORS, Certainty

BY = ("design", "certainty")


@require_safe
def study(request: HttpRequest, key: UUID) -> HttpResponse:
    """To the study's page, whatever it is called now; released lessons that cite it never change."""
    found = public_studies(key)
    page = found.get(_language()) or next(iter(found.values()), None)
    if page is None:
        return render(request, "evidence/gone.html", status=410)
    return redirect(page.get_url(request))


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    if request.GET.keys() - {"study"}:  # of the search that the studies were chosen in
        chosen = urlencode({"study": request.GET.getlist("study")}, doseq=True)
        return redirect(f"{request.path}?{chosen}")
    return render(request, "evidence/compare.html", {"comparison": comparison(request.GET, _language())})


@require_safe
def show_map(request: HttpRequest) -> HttpResponse:
    by = request.GET.get("by", "")
    return render(request, "evidence/map.html", {"map": evidence_map(by if by in BY else BY[0], _language())})


@require_safe
def appraisal(request: HttpRequest) -> HttpResponse:
    anchors = [(level.label, ANCHORS[level]) for level in Certainty]
    return render(request, "evidence/appraisal.html", {"anchors": anchors})


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE
