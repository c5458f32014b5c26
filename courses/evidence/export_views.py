"""Files to take away: of a filtered list, or of one study."""

from math import ceil
from typing import Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from courses.evidence import citing, exporting
from courses.evidence.finding import find
from courses.evidence.pages import StudyPage
from courses.evidence.report_views import get_public_study_or_404
from courses.evidence.throttling import TakingAway, TakingMuchAway

MANY: Final = 300  # studies of one file

KINDS: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "bib": "application/x-bibtex; charset=utf-8",
    "ris": "application/x-research-info-systems; charset=utf-8",
}


@require_safe
def export(request: HttpRequest, code: str) -> HttpResponse:
    if code not in KINDS:
        raise Http404
    found = find(request.GET, get_language() or "")
    throttle = TakingMuchAway() if len(found.faces) > MANY else TakingAway()
    if not throttle.allow_request(request, None):
        response = render(request, "evidence/too_often.html", status=429)
        response["Retry-After"] = str(ceil(throttle.wait() or 1))
        return response
    return _file(found.pages(), code, "evidence")


@require_safe
def cite(request: HttpRequest, key: UUID, code: str) -> HttpResponse:
    if code not in ("bib", "ris"):
        raise Http404
    study = get_public_study_or_404(key)
    return _file([study], code, citing.keys([study])[0])


def _file(studies: list[StudyPage], code: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.{code}"'}
    return HttpResponse(exporting.written(studies, code), content_type=KINDS[code], headers=headers)
