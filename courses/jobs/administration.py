"""Background jobs in Wagtail's admin: to be looked at, and tried again when they failed."""

from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django_filters import ChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.views.generic import InspectView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import ModelPermissionPolicy

from courses.jobs import kinds
from courses.jobs.models import Job
from courses.jobs.retrying import retry


class LookOnly(ModelPermissionPolicy):
    """Rows come and go by work, never by hand."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and super().user_has_permission(user, action)


class JobFilterSet(WagtailFilterSet):
    kind = ChoiceFilter(label=gettext_lazy("kind"), choices=lambda: [(name, name) for name in kinds.names()])

    class Meta:
        model = Job
        fields: ClassVar = ["state", "kind"]


class JobView(InspectView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may = self.object.state == Job.State.FAILED and self.request.user.has_perm("jobs.change_job")
        return super().get_context_data(may_try_again=may, **kwargs)


@require_POST
@permission_required(["jobs.view_job", "jobs.change_job"], raise_exception=True)
def try_again(request: HttpRequest, pk: int) -> HttpResponse:
    job = get_object_or_404(Job, pk=pk)
    if retry(job=job, by=request.user):  # type: ignore[arg-type]  # a person, or there were no permission
        messages.success(request, _("The job waits for its next attempt."))
    else:
        messages.warning(request, _("The job had not failed any more."))
    return redirect("jobs:inspect", job.pk)


class JobViewSet(ModelViewSet):
    model = Job
    icon = "cogs"
    add_to_settings_menu = True
    ordering = ("-created_at",)
    list_display = ("kind", "key", "state", "attempts", "created_at")
    list_per_page = 50
    filterset_class = JobFilterSet
    form_fields: ClassVar[list[str]] = []
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_class = JobView
    inspect_template_name = "jobs/inspect.html"
    inspect_view_fields: ClassVar = [
        "kind",
        "key",
        "state",
        "attempts",
        "error",
        "created_at",
        "started_at",
        "not_before",
        "finished_at",
    ]

    @property
    def permission_policy(self) -> LookOnly:
        return LookOnly(self.model)

    def get_urlpatterns(self) -> list[URLPattern]:
        return [*super().get_urlpatterns(), path("try-again/<int:pk>/", try_again, name="try_again")]
