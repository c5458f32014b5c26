"""Certificates in the Wagtail admin: found, looked at, corrected, revoked, prepared again; never edited or deleted."""

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button
from wagtail.permissions import ModelPermissionPolicy

from certificates import deciding, permissions, showing
from certificates.models import Certificate, Issuer, Signatory


class CertificatePolicy(ModelPermissionPolicy):
    """A certificate is part of the record: verbs change it, no form does."""

    def user_has_permission(self, user: AbstractUser, action: str) -> bool:
        return action == "view" and bool(super().user_has_permission(user, "view"))

    def user_has_any_permission(self, user: AbstractUser, actions: Any) -> bool:
        return self.user_has_permission(user, "view")


class CertificateInspectView(generic.InspectView):
    page_title = _("Certificate")

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        one, user = self.object, self.request.user
        wanted = [
            (_("Prepare again"), "again", "rotate", one.state == "failed" and permissions.can_prepare_again(user, one)),
            (_("Correct"), "correct", "edit", one.state in ("valid", "failed") and permissions.can_correct(user, one)),
            (_("Revoke"), "revoke", "cross", one.state in ("valid", "failed") and permissions.can_revoke(user, one)),
        ]
        buttons = [
            Button(label, url=reverse(f"certificate:{name}", args=[one.pk]), icon_name=icon, priority=priority)
            for priority, (label, name, icon, offered) in enumerate(wanted, start=1)
            if offered
        ]
        public = reverse("certificates:certificate", args=[one.code])
        return [*buttons, Button(_("What the public sees"), url=public, icon_name="view", priority=9)]

    def get_fields_context(self) -> list[dict[str, Any]]:
        printed = showing.lines(self.object, get_language() or "es", masked=False)
        lines = [{"label": label, "value": value, "component": None} for label, value in printed]
        return [*super().get_fields_context(), *lines]

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        value = super().get_field_display_value(field_name, field)
        return localtime(value) if isinstance(value, datetime) else value or "-"


class CertificateViewSet(ModelViewSet):
    model = Certificate
    name = "certificate"
    icon = "form"
    menu_label = _("Certificates")
    list_display: ClassVar = [
        "code",
        Column("printed_name", label=_("Name")),
        "course",
        Column("get_state_display", label=_("State"), sort_key="state"),
        "requested_at",
    ]
    list_filter: ClassVar = ["state", "course"]
    ordering: ClassVar = ["-requested_at"]
    search_fields: ClassVar = ["code", "learner__first_name", "learner__last_name", "learner__email"]
    search_backend_name = None
    inspect_view_enabled = True
    inspect_view_class = CertificateInspectView
    inspect_view_fields: ClassVar = [
        "code",
        "state",
        "learner",
        "requested_at",
        "issued_at",
        "ended_at",
        "reason",
        "note",
        "supersedes",
        "sha256",
    ]
    copy_view_enabled = False
    add_to_reference_index = False
    form_fields: ClassVar[list[str]] = []

    @property
    def permission_policy(self) -> CertificatePolicy:
        return CertificatePolicy(Certificate)

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        rows = Certificate.objects.select_related("course")
        return super().get_index_view_kwargs(queryset=rows, **kwargs)

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("correct/<int:pk>/", deciding.correct_certificate, name="correct"),
            path("revoke/<int:pk>/", deciding.revoke_certificate, name="revoke"),
            path("again/<int:pk>/", deciding.prepare_again, name="again"),
        ]


class IssuerViewSet(ModelViewSet):
    model = Issuer
    name = "issuer"
    icon = "home"
    menu_label = _("Issuers")
    form_fields: ClassVar = ["name", "position"]
    list_display: ClassVar = ["name", "position"]
    copy_view_enabled = False


class SignatoryViewSet(ModelViewSet):
    model = Signatory
    name = "signatory"
    icon = "user"
    menu_label = _("Signatories")
    form_fields: ClassVar = ["given_names", "family_names", "post_es", "post_en", "position"]
    list_display: ClassVar = ["__str__", "post_es", "position"]
    copy_view_enabled = False


class CertificatesGroup(ViewSetGroup):
    menu_label = _("Certificates")
    menu_icon = "form"
    menu_order = 350
    items = (CertificateViewSet("certificate"), IssuerViewSet("issuer"), SignatoryViewSet("signatory"))
