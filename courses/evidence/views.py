"""The public list. Nothing is kept: what was asked stands in the address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import replace_url

from courses.evidence.finding import find
from courses.evidence.listing import Listing
from courses.evidence.pages import BankPage


@require_safe
@vary_on_headers("HX-Request")
def list_(request: HttpRequest) -> HttpResponse:
    language = get_language() or ""
    found = find(request.GET, language)
    context = {"found": found, "list": Listing(found, request)}
    if request.htmx:  # type: ignore[attr-defined]  # of its middleware
        address = found.address()
        response = render(request, "evidence/list/followed.html", context)
        return replace_url(response, f"{request.path}?{address}" if address else request.path)
    bank = BankPage.objects.live().public().filter(locale__language_code=language).first()
    return render(request, "evidence/list.html", context | {"bank": bank})
