from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, re_path
from django.views.decorators.cache import never_cache
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.documents import urls as wagtaildocs_urls

from incubator import health, media, views
from incubator.people_admin import OwnAccountView

# The stack's other ways in have no rate limit and no second factor: all of them lead to allauth's.
SHADOWED = (
    r"^admin/login/$",
    r"^admin/password_reset/",
    r"^django-admin/login/$",
    r"^django-admin/password_change/",
    r"^(?:[\w-]+/)?_util/login/$",
)

urlpatterns = [
    *(re_path(pattern, views.one_way_in) for pattern in SHADOWED),
    path("", views.best_language),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("admin/account/", never_cache(require_admin_access(OwnAccountView.as_view()))),
    path("admin/", include(wagtailadmin_urls)),
    path("django-admin/", admin.site.urls),
    path("documents/", include(wagtaildocs_urls)),
    path("media/<path:name>", media.serve_image),
    path("", include("courses.evidence.api")),
    path("", include("courses.catalogue.urls")),
    path("", include("certificates.public_urls")),
]

urlpatterns += i18n_patterns(
    path("accounts/profile/", views.profile, name="profile"),
    path("accounts/", include("allauth.urls")),
    path("learn/", views.my_learning, name="my_learning"),
    path("", include("courses.cohorts.urls")),
    path("", include("courses.learning.urls")),
    path("", include("courses.teaching.urls")),
    path("", include("courses.exercises.calculators.urls")),
    path("", include("courses.evidence.urls")),
    path("", include("certificates.urls")),
    path("", include(wagtail_urls)),
)
