"""Nothing typed is lost when a session ends: what was posted waits until the same person signs in again."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.utils.translation import gettext as _

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
            sentence = _("Your session has ended. Sign in again; what you wrote stays here.")
            return JsonResponse({"signed_out": sentence}, status=401)
        return redirect_to_login(request.path)

    return wrapped


def keep_from_an_older_session(request: HttpRequest) -> HttpResponse | None:
    """For a page that was opened before its reader signed in again: its form is refused, but not lost.

    None unless the form says, signed, that this very person opened it: that cannot be forged from elsewhere.
    """
    if not request.user.is_authenticated or _opened_by(request) != request.user.pk:
        return None
    _keep(request)
    if request.headers.get("Accept") == "application/json":
        sentence = _("You signed in again in another window. Reload this page: what you wrote is kept.")
        return JsonResponse({"signed_out": sentence}, status=403)
    return HttpResponseRedirect(request.path)


def _opened_by(request: HttpRequest) -> int | None:
    try:
        return int(signing.loads(request.POST.get("signed_in_as", ""), salt=SALT))
    except (signing.BadSignature, TypeError, ValueError):
        return None


def _keep(request: HttpRequest) -> None:
    person, answers = _opened_by(request), request.POST.urlencode()
    if person and len(answers) <= LARGEST:
        request.session[KEPT] = {"person": person, "path": request.path, "answers": answers}


def kept_answers(request: HttpRequest) -> QueryDict | None:
    """What was kept for this person and this page, as if it had been posted to be saved."""
    kept = request.session.get(KEPT)
    if not kept or kept["path"] != request.path:
        return None
    if kept["person"] != request.user.pk:
        del request.session[KEPT]
        return None
    answers = QueryDict(kept["answers"], mutable=True)
    answers["do"] = "save"
    return answers


def forget_answers(request: HttpRequest) -> None:
    """Once they are drafts, or on the page in front of their writer."""
    request.session.pop(KEPT, None)
