from typing import Any

from csp.constants import SELF
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponse


class ContentSecurityPolicy(CSPMiddleware):
    """The strict policy everywhere, another one where Wagtail's and Django's own pages carry inline scripts."""

    def get_policy_parts(self, request: HttpRequest, response: HttpResponse, report_only: bool = False) -> PolicyParts:  # type: ignore[override]  # the library types both as base classes
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith(("/admin/", "/django-admin/")) and not report_only:
            replaced: dict[str, Any] = dict(settings.ADMIN_CONTENT_SECURITY_POLICY)
            return PolicyParts(config=replaced)
        if getattr(request, "is_dummy", False):  # Wagtail's preview of a page, in a frame of the admin
            parts.replace = {**(parts.replace or {}), "frame-ancestors": [SELF]}
        return parts
