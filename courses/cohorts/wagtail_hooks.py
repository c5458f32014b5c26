"""Coordinators open cohorts in the Wagtail admin: dates, modules with their release, staff."""

from typing import Any

from django.forms import ModelForm
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, Panel
from wagtail.admin.views.generic import CreateView, EditView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import ModelPermissionPolicy

from courses.cohorts import enrolling
from courses.cohorts.forms import CohortForm
from courses.cohorts.models import Cohort
from courses.records import trail

PANELS: list[Panel] = [
    MultiFieldPanel(
        [FieldPanel("name"), FieldPanel("code"), FieldPanel("institution")],
        heading=_("Cohort"),
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on"), FieldPanel("time_zone")]),
            FieldRowPanel([FieldPanel("seats"), FieldPanel("mode"), FieldPanel("join_code")]),
        ],
        heading=_("Dates and places"),
    ),
    InlinePanel(
        "cohort_courses",
        [
            FieldPanel("release"),
            FieldRowPanel([FieldPanel("position"), FieldPanel("opens_at"), FieldPanel("due_at")]),
        ],
        heading=_("Modules, each with the release that this cohort studies"),
        label=_("Module"),
        min_num=1,
    ),
    InlinePanel(
        "staff",
        [FieldRowPanel([FieldPanel("user"), FieldPanel("role")])],
        heading=_("Facilitators and coordinators"),
        label=_("Person"),
    ),
    MultiFieldPanel(
        [FieldPanel("contact_name"), FieldPanel("contact_email"), FieldPanel("contact_phone")],
        heading=_("Contact for learners"),
    ),
]


class CohortCreateView(CreateView):
    def save_instance(self) -> Cohort:
        cohort: Cohort = super().save_instance()
        trail.record(action="cohorts.opened", subject=cohort, actor=self.request.user, seats=cohort.seats)
        return cohort


class CohortEditView(EditView):
    def save_instance(self) -> Cohort:
        """Whoever is enrolled already gets the modules that were added."""
        cohort: Cohort = super().save_instance()
        enrolling.open_courses(enrolments=cohort.enrolments.active(), cohort=cohort)
        changed = self.form.changed_data if isinstance(self.form, ModelForm) else []
        trail.record(action="cohorts.changed", subject=cohort, actor=self.request.user, fields=sorted(changed))
        return cohort


class CohortPolicy(ModelPermissionPolicy):
    """A cohort is part of the record: nobody deletes one."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "delete" and bool(super().user_has_permission(user, action))


class CohortViewSet(ModelViewSet):
    model = Cohort
    icon = "group"
    menu_label = _("Cohorts")
    menu_order = 250
    add_to_admin_menu = True
    list_display = ("name", "code", "institution", "starts_on", "ends_on", "seats")
    list_filter = ("institution",)
    search_fields = ("name", "code", "institution")
    edit_handler = ObjectList(PANELS, base_form_class=CohortForm)
    add_view_class = CohortCreateView
    edit_view_class = CohortEditView
    copy_view_enabled = False
    inspect_view_enabled = True

    @property
    def permission_policy(self) -> CohortPolicy:
        return CohortPolicy(Cohort)


@hooks.register("register_admin_viewset")
def cohorts() -> CohortViewSet:
    return CohortViewSet("cohort_admin", url_prefix="cohorts")
