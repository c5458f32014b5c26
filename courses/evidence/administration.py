"""Studies and reported faults in the Wagtail admin."""

from typing import Any, ClassVar, cast

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django_filters import ChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn
from wagtail.admin.views.generic import InspectView
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.permissions import ModelPermissionPolicy

from courses.evidence import reporting
from courses.evidence.import_view import ImportViewSet
from courses.evidence.pages import StudyPage
from courses.evidence.reports import FaultReport
from courses.evidence.vocabulary import Certainty, Status, Theme
from courses.translating import LANGUAGES


class StudyFilterSet(WagtailFilterSet):
    theme = ChoiceFilter(label=_("Theme"), choices=Theme.choices, method="filter_theme")
    status = ChoiceFilter(label=_("Status"), choices=Status.choices)
    certainty = ChoiceFilter(
        label=_("Certainty"),
        choices=lambda: [*Certainty.choices, ("none", _("Without certainty"))],
        method="filter_certainty",
    )
    language = ChoiceFilter(
        label=_("Language"), choices=lambda: [(code, code) for code in LANGUAGES], field_name="locale__language_code"
    )

    class Meta:
        model = StudyPage
        fields: ClassVar[list[str]] = []

    def filter_theme(self, rows: QuerySet[StudyPage], name: str, value: str) -> QuerySet[StudyPage]:
        """As text, because SQLite looks into no list."""
        return rows.annotate(_themes=Cast("themes", TextField())).filter(_themes__contains=f'"{value}"')

    def filter_certainty(self, rows: QuerySet[StudyPage], name: str, value: str) -> QuerySet[StudyPage]:
        return rows.filter(Q(certainty=None) if value == "none" else Q(certainty=value))


def themes(study: StudyPage) -> str:
    return ", ".join(str(Theme(code).label) for code in study.themes if code in Theme)


def edit_address(study: StudyPage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[study.pk])


class StudyIndexView(IndexView):
    default_ordering = "-latest_revision_created_at"


class StudyListing(PageListingViewSet):
    model = StudyPage
    name = "study"
    icon = "doc-full"
    menu_label = _("Studies")
    index_view_class = StudyIndexView
    filterset_class = StudyFilterSet
    columns: ClassVar = [
        BulkActionsColumn("bulk_actions"),
        # Wagtail's own column asks the translations of each row for its buttons: a question a row.
        TitleColumn("title", label=_("Title"), sort_key="title", get_url=edit_address),
        Column("language", label=_("Language"), accessor=lambda study: study.locale.get_display_name()),
        Column("themes", label=_("Themes"), accessor=themes),
        Column("year", label=_("Year"), sort_key="year"),
        Column("certainty", label=_("Certainty"), sort_key="certainty"),
        Column("status", label=_("Status"), accessor="get_status_display", sort_key="status"),
        DateColumn("checked_on", label=_("Checked on"), sort_key="checked_on", width="12%"),
        PageStatusColumn("live", label=_("Published"), sort_key="live", width="12%"),
    ]


class FaultPolicy(ModelPermissionPolicy):
    """Readers write reports and editors settle them: no form changes one."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and bool(super().user_has_permission(user, "view"))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return self.user_has_permission(user, "view")


class FaultFilterSet(WagtailFilterSet):
    class Meta:
        model = FaultReport
        fields: ClassVar = ["state", "language"]


class FaultView(InspectView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_open = self.object.state == FaultReport.State.OPEN
        may_settle = is_open and self.request.user.has_perm("evidence.change_faultreport")
        pages = StudyPage.objects.filter(translation_key=self.object.study).select_related("locale")
        return super().get_context_data(may_settle=may_settle, pages=pages.order_by("locale_id"), **kwargs)


@require_POST
@permission_required(["evidence.view_faultreport", "evidence.change_faultreport"], raise_exception=True)
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    report = get_object_or_404(FaultReport, pk=pk)
    if reporting.settle(report=report, by=cast("Any", request.user)):
        messages.success(request, _("The fault is settled."))
    else:
        messages.warning(request, _("The fault was settled already."))
    return redirect("fault:inspect", report.pk)


class FaultViewSet(ModelViewSet):
    model = FaultReport
    name = "fault"
    icon = "warning"
    menu_label = _("Reported faults")
    ordering: ClassVar = ["-reported_at"]
    list_display: ClassVar = [
        "title",
        "language",
        Column("get_state_display", label=_("State"), sort_key="state"),
        DateColumn("reported_at", label=_("Reported"), sort_key="reported_at"),
    ]
    filterset_class = FaultFilterSet
    search_fields: ClassVar = ["title", "text"]
    search_backend_name = None
    copy_view_enabled = False
    add_to_reference_index = False
    form_fields: ClassVar[list[str]] = []
    inspect_view_enabled = True
    inspect_view_class = FaultView
    inspect_template_name = "evidence/admin/fault.html"
    inspect_view_fields: ClassVar = ["title", "language", "text", "state", "reported_at", "settled_at", "settled_by"]

    @property
    def permission_policy(self) -> FaultPolicy:
        return FaultPolicy(FaultReport)

    @property
    def menu_url(self) -> str:
        return f"{super().menu_url}?state={FaultReport.State.OPEN}"

    def get_urlpatterns(self) -> list[URLPattern]:
        return [*super().get_urlpatterns(), path("settle/<int:pk>/", settle, name="settle")]


class EvidenceGroup(ViewSetGroup):
    menu_label = _("Evidence bank")
    menu_icon = "doc-full"
    menu_order = 260
    items = (
        StudyListing("study", url_prefix="studies"),
        ImportViewSet("study_import", url_prefix="study-import"),
        FaultViewSet("fault", url_prefix="faults"),
    )
