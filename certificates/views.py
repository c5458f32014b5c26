import logging
from typing import TYPE_CHECKING, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, get_language_from_request, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from certificates import codes, limiting, naming, permissions, showing, storing
from certificates import mine as my
from certificates.forms import CodeForm, SeenForm
from certificates.models import Certificate
from courses.records import trail

if TYPE_CHECKING:
    from incubator.people import User

logger = logging.getLogger(__name__)


def _user(request: HttpRequest) -> "User":
    return cast("User", request.user)


def _language() -> str:
    return get_language() or "es"


def get_downloadable_certificate_or_404(user: "User", code: str) -> Certificate:
    certificate = get_object_or_404(Certificate, code=codes.normalise(code) or "")
    if not permissions.can_download(user, certificate):
        raise Http404
    return certificate


@login_required
@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The list; for the section that asks for news, only what changed."""
    context = my.of(_user(request))
    if not request.headers.get("HX-Request"):
        return render(request, "certificates/mine.html", context)
    form = SeenForm(request.GET)
    if form.is_valid() and form.cleaned_data["seen"] == context["certificates_seen"]:
        return HttpResponse(status=204)
    return render(request, "certificates/_list.html", context)


@login_required
@require_safe
def download(request: HttpRequest, code: str) -> HttpResponse:
    """The stored bytes, never rendered anew, and only if they still are what was issued."""
    user = _user(request)
    certificate = get_downloadable_certificate_or_404(user, code)
    content = storing.read(certificate.pdf, certificate.sha256)
    if content is None:
        logger.error("the PDF of certificate %s is missing or was altered", certificate.pk)
        return render(request, "certificates/not_available.html", status=503)
    if certificate.learner_id != user.pk:
        trail.record(action="certificates.downloaded", subject=certificate, actor=user)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = naming.content_disposition(certificate, _language())
    response["Cache-Control"] = "private, no-cache"
    return response


@never_cache
@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """Anyone types a code; nobody signs in."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid():
        return redirect("certificates:certificate", code=form.cleaned_data["code"])
    return _public(request, "certificates/verify.html", {"form": form}, status=422 if form.is_bound else 200)


@never_cache
@require_safe
def certificate(request: HttpRequest, code: str) -> HttpResponse:
    """Whether the certificate with this code stands, and everything that is printed on it."""
    if not limiting.is_within_limit(request):
        response = _public(request, "certificates/too_often.html", {}, status=429)
        response["Retry-After"] = str(limiting.WINDOW)
        return response
    typed = codes.normalise(code)
    if typed and typed != code:
        return redirect("certificates:certificate", code=typed)
    found = Certificate.objects.select_related("superseded_by").filter(code=typed or "").first()
    if found is None:
        return _public(request, "certificates/unknown.html", {"code": code[:20], "form": CodeForm()}, status=404)
    context = {"certificate": found, "lines": showing.lines(found, _language())}
    return _public(request, "certificates/certificate.html", context)


@require_safe
@vary_on_headers("Accept-Language", "Cookie")
def in_best_language(request: HttpRequest, code: str = "") -> HttpResponse:
    """The address in the QR code has no language."""
    with override(get_language_from_request(request)):
        if not code:
            return redirect("certificates:verify")
        return redirect("certificates:certificate", code=codes.normalise(code) or code[:20])


def _public(request: HttpRequest, template: str, context: dict[str, object], status: int = 200) -> HttpResponse:
    """Pages that name people are not for search engines."""
    response = render(request, template, context, status=status)
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
