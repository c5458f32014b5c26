"""What a site needs before anybody can use it: languages, home and plain pages, groups, support services.

Makes what is missing and never touches what is there: editors own it from then on.
"""

from collections.abc import Callable
from datetime import date
from html import escape
from typing import Any
from uuid import UUID

import yaml
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Site,
    Task,
    Workflow,
)

from courses.evidence import reviewing
from courses.evidence.models import BankPage
from courses.translating import translate
from incubator.environment import BASE_DIR
from incubator.pages import HomePage, PlainPage
from incubator.support import SupportService

PLAN = BASE_DIR / "incubator" / "programme" / "site.yaml"
SOURCE, OTHER = "es", "en"
ROOT_DEPTH = 2

EDITOR, COORDINATOR = "editors", "coordinators"
# Of the bank: a site that was founded before there was one gives them to its editors with it.
FAULTS = ("evidence.view_faultreport", "evidence.change_faultreport")
#: What each group may do, as app_label.codename; pages and images come with `_page_permissions`.
PERMISSIONS = {
    EDITOR: (
        "wagtailadmin.access_admin",
        "catalogue.add_course",
        "catalogue.change_course",
        "catalogue.view_course",
        "catalogue.add_release",
        "catalogue.view_release",
        *FAULTS,
        "wagtail_localize.submit_translation",
        "incubator.change_supportservice",
        "incubator.add_supportservice",
        "incubator.view_supportservice",
    ),
    COORDINATOR: (
        "wagtailadmin.access_admin",
        "cohorts.add_cohort",
        "cohorts.change_cohort",
        "cohorts.view_cohort",
        "catalogue.view_course",
        "catalogue.view_release",
        "certificates.view_certificate",
        "certificates.correct_certificate",
        "certificates.revoke_certificate",
        "certificates.add_issuer",
        "certificates.change_issuer",
        "certificates.add_signatory",
        "certificates.change_signatory",
        "certificates.delete_signatory",
        "jobs.view_job",
        "jobs.change_job",
        "incubator.view_user",
        "incubator.add_user",
        "incubator.change_user",
    ),
}


def found() -> list[str]:
    """Says what was made; an empty list the second time."""
    plan = yaml.safe_load(PLAN.read_text(encoding="utf-8"))
    made: list[str] = []
    with transaction.atomic():
        spanish, english = (Locale.objects.get_or_create(language_code=code)[0] for code in (SOURCE, OTHER))
        home = _home(plan["home"], spanish, english, made.append)
        for page in plan["pages"]:
            _plain(page, home, spanish, english, made.append)
        _bank(plan["bank"], home, english, made.append)
        _groups(made.append)
        _review(plan["review"], made.append)
        _support(plan["support"], made.append)
    return made


def _home(plan: dict[str, Any], spanish: Locale, english: Locale, say: Callable[[str], None]) -> HomePage:
    existing = HomePage.objects.filter(locale=spanish, depth=ROOT_DEPTH).first()
    if existing:
        return existing
    root = Page.get_first_root_node()
    home = HomePage(
        title=plan["title"][SOURCE],
        slug=plan["slug"][SOURCE],
        translation_key=UUID(plan["key"]),
        locale=spanish,
        lede=plan["lede"][SOURCE],
        steps=_steps(plan, SOURCE),
    )
    root.add_child(instance=home)
    home.save_revision().publish()
    parts = settings.SITE_URL.partition("://")[2].partition(":")
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "hostname": parts[0],
            "port": int(parts[2]) if parts[2] else (443 if settings.HTTPS else 80),
            "root_page": home,
            "site_name": settings.WAGTAIL_SITE_NAME,
        },
    )
    Page.objects.filter(depth=ROOT_DEPTH).exclude(pk=home.pk).exclude(translation_key=home.translation_key).delete()
    fields = {"title": plan["title"][OTHER], "slug": plan["slug"][OTHER], "lede": plan["lede"][OTHER]}
    translate(page=home, fields=fields | {"steps": _steps(plan, OTHER)}, locale=english)
    say(home.title)
    return home


def _steps(plan: dict[str, Any], language: str) -> Any:
    raw = [
        {"type": "step", "id": step["id"], "value": {"title": step["title"][language], "text": step["text"][language]}}
        for step in plan["steps"]
    ]
    return HomePage.steps.field.to_python(raw)


def _plain(plan: dict[str, Any], home: HomePage, spanish: Locale, english: Locale, say: Callable[[str], None]) -> None:
    if PlainPage.objects.filter(translation_key=plan["key"]).exists():
        return
    page = PlainPage(
        title=plan["title"][SOURCE],
        slug=plan["slug"][SOURCE],
        translation_key=UUID(plan["key"]),
        locale=spanish,
        body=_html(plan["body"][SOURCE]),
    )
    home.add_child(instance=page)
    page.save_revision().publish()
    fields = {"title": plan["title"][OTHER], "slug": plan["slug"][OTHER], "body": _html(plan["body"][OTHER])}
    translate(page=page, fields=fields, locale=english)
    say(page.title)


def _bank(plan: dict[str, Any], home: HomePage, english: Locale, say: Callable[[str], None]) -> None:
    if BankPage.objects.exists():
        return
    page = BankPage(
        title=plan["title"][SOURCE],
        slug=plan["slug"],
        translation_key=UUID(plan["key"]),
        locale=home.locale,
        lede=plan["lede"][SOURCE],
    )
    home.add_child(instance=page)
    page.save_revision().publish()
    fields = {"title": plan["title"][OTHER], "slug": plan["slug"], "lede": plan["lede"][OTHER]}
    translate(page=page, fields=fields, locale=english)
    for editors in Group.objects.filter(name=EDITOR):
        editors.permissions.add(*_permissions(FAULTS))
    say(page.title)


def _html(paragraphs: list[dict[str, str]]) -> str:
    return "".join(f"<{tag}>{escape(text, quote=False)}</{tag}>" for one in paragraphs for tag, text in one.items())


def _groups(say: Callable[[str], None]) -> None:
    Group.objects.filter(name__in=("Moderators", "Editors")).delete()  # Wagtail's own, in no use here
    for name, permissions in PERMISSIONS.items():
        group, created = Group.objects.get_or_create(name=name)
        if created:
            group.permissions.set(_permissions(permissions))
            say(name)
            if name == EDITOR:
                _page_permissions(group)


def _review(name: str, say: Callable[[str], None]) -> None:
    """Of studies; Wagtail's own is for everything, and its moderators are in no use here."""
    idle = Workflow.objects.filter(workflow_pages__page=Page.get_first_root_node(), name="Moderators approval")
    in_use = Task.objects.exclude(pk__in=GroupApprovalTask.objects.filter(groups=None))
    idle.exclude(workflow_tasks__task__in=in_use).delete()
    if reviewing.establish(name=name, groups=list(Group.objects.filter(name=EDITOR))):
        say(name)


def _permissions(names: tuple[str, ...]) -> list[Permission]:
    found = [
        Permission.objects.filter(content_type__app_label=a, codename=c).first()
        for a, _dot, c in (n.partition(".") for n in names)
    ]
    missing = [name for name, one in zip(names, found, strict=True) if one is None]
    if missing:
        raise LookupError(f"no such permission: {', '.join(missing)}")
    return [one for one in found if one]


def _page_permissions(group: Group) -> None:
    root, collection = Page.get_first_root_node(), Collection.get_first_root_node()
    pages = Permission.objects.filter(
        content_type__app_label="wagtailcore", codename__in=("add_page", "change_page", "publish_page", "lock_page")
    )
    for permission in pages:
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
    files = Permission.objects.filter(
        content_type__app_label__in=("wagtailimages", "wagtaildocs"),
        codename__in=(
            "add_image",
            "change_image",
            "choose_image",
            "add_document",
            "change_document",
            "choose_document",
        ),
    )
    for permission in files:
        GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=permission)


def _support(plan: list[dict[str, str]], say: Callable[[str], None]) -> None:
    if SupportService.objects.exists():
        return
    for position, service in enumerate(plan, 1):
        SupportService.objects.create(position=position, reviewed_on=date(2026, 11, 10), **service)
        say(service["name"])
