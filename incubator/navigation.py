"""What stands around every page: the bar's links by what a person may do, the other language, the foot."""

from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse, translate_url
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _
from wagtail.models import Page

from courses.cohorts.models import CohortStaff
from incubator.pages import known_page
from incubator.people import User
from incubator.support import services


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context for `base.html`, which names no address itself."""
    if request.path.startswith(("/admin/", "/django-admin/")):
        return {}
    language = get_language() or settings.LANGUAGE_CODE
    return {
        "site_name": settings.WAGTAIL_SITE_NAME,
        "site_tagline": _("Training in evidence"),
        "site_url": settings.SITE_URL,
        "home_url": f"/{language}/",
        "profile_url": reverse("profile"),
        "exit_url": settings.EXIT_URL,
        "nav": _links(request, language),
        "other_language": _other_language(request, language),
        "support_services": [
            {"name": one.name, "url": one.url, "description": one.text_en if language == "en" else one.text_es}
            for one in services()
        ],
        "support_reviewed_on": min((one.reviewed_on for one in services()), default=None),
        "footer_owner": _("Ministry of Women and Vulnerable Populations, with its research partners"),
        "footer_links": _footer_links(language),
        "protocol_url": known_page("protocol", language),
    }


def _links(request: HttpRequest, language: str) -> list[dict[str, Any]]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        found = [
            (_("Modules"), f"/{language}/#modules"),
            (_("Evidence"), reverse("evidence:list")),
            (_("Verify"), reverse("certificates:verify")),
            (_("Sign in"), reverse("account_login")),
        ]
    else:
        found = [(_("My learning"), reverse("my_learning")), (_("Certificates"), reverse("certificates:mine"))]
        held = roles(user)
        if "teaches" in held:
            found.append((_("Teaching"), reverse("teaching:cohorts")))
        if "edits" in held:
            found.append((_("Editing"), reverse("wagtailadmin_home")))
        found.append((_("Account"), reverse("profile")))
    here = max((url for _label, url in found if request.path.startswith(url)), key=len, default="")
    return [{"label": label, "url": url, "current": url == here} for label, url in found]


def roles(user: User) -> frozenset[str]:
    """Which of "teaches" and "edits" hold; remembered for a minute, for no page of a learner should ask each time."""
    key = f"incubator.roles:{user.pk}"
    known: frozenset[str] | None = cache.get(key)
    if known is None:
        holds = {
            "teaches": CohortStaff.objects.filter(user=user).exists() or user.has_perm("cohorts.change_cohort"),
            "edits": user.has_perm("wagtailadmin.access_admin"),
        }
        known = frozenset(role for role, held in holds.items() if held)
        cache.set(key, known, 60)
    return known


def _other_language(request: HttpRequest, language: str) -> dict[str, str]:
    """The next one in the settings; with two, the other."""
    codes = [code for code, _name in settings.LANGUAGES]
    other = codes[(codes.index(language) + 1) % len(codes)]
    name = get_language_info(other)["name_local"].capitalize()
    return {"code": other, "name": name, "url": other_url(request, other)}


def other_url(request: HttpRequest, other: str) -> str:
    """The same place in the other language; a page's own translation where it is a page."""
    route = getattr(request, "_wagtail_route_for_request", None)  # where Wagtail keeps what it found
    if route:
        page: Page = route[0]
        translated = page.get_translations().live().filter(locale__language_code=other).first()
        return (translated and translated.url) or f"/{other}/"
    try:
        found = translate_url(request.get_full_path(), other)
    except NoReverseMatch:
        found = f"/{other}/"
    return found if found != request.get_full_path() else f"/{other}/"


def _footer_links(language: str) -> list[dict[str, str]]:
    return [
        {"label": _("Evidence"), "url": reverse("evidence:list")},
        {"label": _("Calculators"), "url": reverse("calculators:index")},
        {"label": _("Verify a certificate"), "url": reverse("certificates:verify")},
        {"label": _("Accessibility"), "url": known_page("accessibility", language)},
        {"label": _("Personal data"), "url": known_page("personal data", language)},
    ]
