from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.cohorts import enrolling
from courses.cohorts.forms import JoinForm


@login_required
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    form = JoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        assert request.user.is_authenticated
        if not ratelimit.consume(request, action="join_cohort", user=request.user):
            form.add_error("join_code", _("Too many codes were tried. Wait a minute and try again."))
            return render(request, "cohorts/join.html", {"form": form}, status=429)
        try:
            enrolment = enrolling.join(learner=request.user, join_code=form.cleaned_data["join_code"])
        except enrolling.CannotJoin as reason:
            form.add_error("join_code", str(reason))
            context = {"form": form, "leads_to_profile": isinstance(reason, enrolling.NotReady)}
            return render(request, "cohorts/join.html", context)
        messages.success(request, _("You have a place in %(cohort)s.") % {"cohort": enrolment.cohort.name})
        return redirect("my_learning")
    return render(request, "cohorts/join.html", {"form": form})
