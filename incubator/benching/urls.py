from django.http import HttpRequest, HttpResponse
from django.urls import path

from incubator import urls


def who(request: HttpRequest) -> HttpResponse:
    """The least that a page for somebody signed in can cost: all middleware, the session, the person."""
    return HttpResponse(str(request.user.pk))


urlpatterns = [path("bench/user/", who), *urls.urlpatterns]
