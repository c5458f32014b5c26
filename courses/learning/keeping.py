"""Nothing typed is lost when a session ends: what was posted waits until the same person signs in again."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.utils.translation import gettext as _

from courses.catalogue.released import OutlineLesson
from courses.learning.posting import handle
from courses.learning.visiting import Visit

SALT = "learning.kept"
KEPT = "learning.kept"
LARGEST = 100_000

View = Callable[..., HttpResponse]


def sign(request: HttpRequest) -> str:
    """Who opened the page, so that only this person gets back what it posted."""
    return signing.dumps(request.user.pk, salt=SALT)


def keep_answers_when_signed_out(view: View) -> View:
    """Like `login_required`, but a form that arrives too late is kept in the session first."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method == "POST":
            _keep(request)
        if request.headers.get("Accept") == "application/json":
            return JsonResponse(
                {"signed_out": _("Your session has ended. Sign in again; what you wrote stays here.")}, status=401
            )
        return redirect_to_login(request.path)

    return wrapped


def _keep(request: HttpRequest) -> None:
    try:
        person = signing.loads(request.POST.get("signed_in_as", ""), salt=SALT)
    except signing.BadSignature:
        return
    answers = request.POST.urlencode()
    if len(answers) <= LARGEST:
        request.session[KEPT] = {"person": person, "path": request.path, "answers": answers}


def restore(request: HttpRequest, visit: Visit, lesson: OutlineLesson, language: str) -> None:
    """Saves what was kept for this person and this page as drafts, once."""
    kept = request.session.get(KEPT)
    if not kept or kept["path"] != request.path:
        return
    del request.session[KEPT]
    if kept["person"] != request.user.pk:
        return
    answers = QueryDict(kept["answers"], mutable=True)
    answers["do"] = "save"
    handle(visit, lesson, language, answers)
    messages.info(request, _("Your session had ended. What you wrote was kept and is below."))
