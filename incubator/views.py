from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, get_language_from_request
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from certificates.models import Certificate
from courses.learning.keeping import keep_from_an_older_session
from incubator import profiling
from incubator.forms import ProfileForm
from incubator.learning_overview import overview


@vary_on_headers("Accept-Language", "Cookie")
def best_language(request: HttpRequest) -> HttpResponse:
    """`/`: the language that the browser asks for, then Spanish."""
    return HttpResponseRedirect(f"/{get_language_from_request(request)}/")


def one_way_in(request: HttpRequest) -> HttpResponse:
    """Every other log-in page of the stack leads to the one with rate limits and a second factor.

    Whoever is signed in and was sent here from a page lacks the right to see it: signing in would lead back for ever.
    """
    if request.user.is_authenticated and "next" in request.GET:
        raise PermissionDenied
    query = request.GET.urlencode()
    return redirect(reverse("account_login") + (f"?{query}" if query else ""))


@login_required
@never_cache
def my_learning(request: HttpRequest) -> HttpResponse:
    assert request.user.is_authenticated
    return render(request, "incubator/my_learning.html", overview(request.user, get_language() or "es"))


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Name and document as certificates print them; fixed once a certificate was asked for."""
    assert request.user.is_authenticated
    fixed = Certificate.objects.filter(learner=request.user).exists()
    form = ProfileForm(request.POST or None, instance=request.user, names_are_fixed=fixed)
    if request.method == "POST":
        if form.claims_a_document:
            form.may_claim = ratelimit.consume(request, action="document", user=request.user)
        if form.is_valid():
            profiling.save(form=form, user=request.user)
            messages.success(request, _("Your details are saved."))
            return redirect("my_learning")
        if form.clashes:
            profiling.report_clash(user=request.user, document_type=form.cleaned_data["document_type"])
        request.user.refresh_from_db()
    context: dict[str, Any] = {"form": form, "fixed": fixed}
    return render(request, "incubator/profile.html", context, status=422 if form.errors else 200)


def refused_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's CSRF failure view: a lesson that was opened before its reader signed in again loses nothing."""
    return keep_from_an_older_session(request) or csrf_failure(request, reason)
