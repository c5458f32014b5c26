from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.admin.menu import MenuItem
from wagtail.admin.site_summary import SummaryItem

from courses.evidence.administration import EvidenceGroup
from courses.evidence.looking_after import LookingAfterView
from courses.evidence.reports import FaultReport


@hooks.register("register_admin_viewset")
def evidence() -> EvidenceGroup:
    return EvidenceGroup()


@hooks.register("register_admin_urls")
def reports() -> list[URLPattern]:
    address = "reports/looking-after/"
    return [
        path(address, LookingAfterView.as_view(), name="evidence_looking_after"),
        path(f"{address}results/", LookingAfterView.as_view(results_only=True), name="evidence_looking_after_results"),
    ]


class LookingAfterItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(user_has_any_page_permission(request.user))


@hooks.register("register_reports_menu_item")
def looking_after() -> LookingAfterItem:
    url = reverse("evidence_looking_after")
    return LookingAfterItem(_("Looking after the evidence bank"), url, icon_name="view", order=800)


class OpenFaults(SummaryItem):
    """On the admin's home, for whoever may settle them."""

    order = 400
    template_name = "evidence/admin/open_faults.html"

    def is_shown(self) -> bool:
        return bool(self.request.user.has_perm("evidence.view_faultreport"))

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        count = FaultReport.objects.filter(state=FaultReport.State.OPEN).count()
        return {"count": count, "url": f"{reverse('fault:index')}?state={FaultReport.State.OPEN}"}


@hooks.register("construct_homepage_summary_items")
def open_faults(request: HttpRequest, items: list[SummaryItem]) -> None:
    items.append(OpenFaults(request))
