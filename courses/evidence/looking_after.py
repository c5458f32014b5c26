"""Which published studies ask to be looked after, for editors: one row a study, whatever its languages."""

from datetime import date, timedelta
from typing import Any, ClassVar

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Concat
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.views.reports import PageReportView

from courses.evidence.links import BROKEN, DOI_RESOLVER
from courses.evidence.pages import StudyPage
from courses.evidence.reports import LinkCheck
from courses.evidence.vocabulary import Status
from courses.translating import SOURCE

YEAR = timedelta(days=365)
#: By the name of the annotation that says so.
REASONS: dict[str, Promise] = {
    "is_unchecked": _("Not checked for a year"),
    "is_broken": _("Broken link"),
    "is_uncertain": _("Without certainty"),
    "is_alone": _("In one language only"),
}


def studies(*, on: date | None = None) -> QuerySet[StudyPage]:
    """Published studies, each once, with what speaks of it. One that is only registered needs no certainty yet."""
    live = StudyPage.objects.filter(live=True)
    siblings = live.filter(translation_key=OuterRef("translation_key"), alias_of=None).exclude(pk=OuterRef("pk"))
    broken = LinkCheck.objects.filter(url=OuterRef("source_address"), failures__gte=BROKEN)
    long_ago = (on or timezone.localdate()) - YEAR
    address = Case(
        When(~Q(doi=""), then=Concat(Value(DOI_RESOLVER), F("doi"))), default=F("address"), output_field=CharField()
    )
    rows: QuerySet[StudyPage] = live.annotate(
        source_address=address,
        is_alone=~Exists(siblings),
        is_unchecked=Q(checked_on=None) | Q(checked_on__lt=long_ago),
        is_uncertain=Q(certainty=None) & ~Q(status=Status.REGISTERED),
    ).annotate(is_broken=~Q(source_address="") & Exists(broken))
    return rows.filter(Q(locale__language_code=SOURCE) | Q(is_alone=True), alias_of=None)


def in_need(*, on: date | None = None) -> QuerySet[StudyPage]:
    wanted = Q()
    for name in REASONS:
        wanted |= Q(**{name: True})
    return studies(on=on).filter(wanted)


class LookingAfterFilterSet(WagtailFilterSet):
    reason = ChoiceFilter(
        label=_("Reason"), choices=lambda: list(REASONS.items()), method="filter_reason", empty_label=_("Any")
    )

    class Meta:
        model = StudyPage
        fields: ClassVar[list[str]] = []

    def filter_reason(self, rows: QuerySet[StudyPage], name: str, value: str) -> QuerySet[StudyPage]:
        return rows.filter(**{value: True}) if value in REASONS else rows


class LookingAfterView(PageReportView):
    page_title = _("Looking after the evidence bank")
    header_icon = "view"
    filterset_class = LookingAfterFilterSet
    index_url_name = "evidence_looking_after"
    index_results_url_name = "evidence_looking_after_results"
    results_template_name = "evidence/admin/looking_after_results.html"
    any_permission_required: ClassVar = ["add", "change", "publish"]
    default_ordering = "checked_on"
    list_export: ClassVar = ["title", "locale.language_code", "reasons", "checked_on", "checked_by", "source_address"]
    export_headings: ClassVar = {
        "title": _("Title"),
        "locale.language_code": _("Language"),
        "reasons": _("Reason"),
        "checked_on": _("Checked on"),
        "checked_by": _("Checked by"),
        "source_address": _("Address"),
    }

    def get_queryset(self) -> QuerySet[StudyPage]:
        rows = in_need().select_related("locale").defer("effects", "read_with")
        self.queryset = rows.order_by(F("checked_on").asc(nulls_first=True), "title", "pk")
        return super().get_queryset()

    def order_queryset(self, queryset: QuerySet[StudyPage]) -> QuerySet[StudyPage]:
        return queryset

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        rows = list(object_list)
        for row in rows:
            row.reasons = "; ".join(str(words) for name, words in REASONS.items() if getattr(row, name))
        return rows

    def get_filename(self) -> str:
        return f"looking-after-{date_format(timezone.localdate(), 'Y-m-d')}"
