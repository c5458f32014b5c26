"""Studies as editors make them: the source page first, its translation through wagtail-localize."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import yaml
from wagtail.models import Locale, Page, Site

from courses.evidence.lookup import study_named
from courses.evidence.models import BankPage, StudyPage
from courses.translating import translate
from incubator.pages import HomePage


def bank(language: str = "es") -> BankPage:
    """The bank of either language, with no more of a site than it stands on: a whole one takes seconds a test."""
    if not BankPage.objects.exists():
        _make_bank()
    return BankPage.objects.get(locale__language_code=language)


def _make_bank() -> None:
    spanish, english = (Locale.objects.get_or_create(language_code=code)[0] for code in ("es", "en"))
    home = HomePage.objects.filter(locale=spanish).first()
    if home is None:
        home = HomePage(title="Inicio", slug="inicio", locale=spanish, lede="Formación")
        Page.get_first_root_node().add_child(instance=home)
        home.save_revision().publish()
        translate(page=home, fields={"title": "Home", "slug": "home", "lede": "Training"}, locale=english)
        Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "testserver", "root_page": home})
    page = BankPage(title="Banco de evidencia", slug="evidence", locale=spanish, lede="Estudios")
    home.add_child(instance=page)
    page.save_revision().publish()
    fields = {"title": "Evidence bank", "slug": "evidence", "lede": "Studies"}
    translate(page=page, fields=fields, locale=english)


def study(title: str = "A trial", english: dict[str, Any] | None = None, **fields: Any) -> StudyPage:
    """A published study in Spanish, and in English where `english` says its texts."""
    page = StudyPage(title=title, themes=fields.pop("themes", ["prevention"]), **fields)
    parent = bank()
    page.locale = parent.locale
    parent.add_child(instance=page)
    page.save_revision().publish()
    page = StudyPage.objects.get(pk=page.pk)
    if english is not None:
        translate(page=page, fields=english, locale=Locale.objects.get(language_code="en"))
    return page


def in_english(page: StudyPage) -> StudyPage:
    return StudyPage.objects.get(translation_key=page.translation_key, locale__language_code="en")


def shelve_what_is_cited(*folders: Path) -> None:
    """A bare page in each language for every study that lessons of these folders cite; the whole table takes longer."""
    for file in sorted(file for folder in folders for file in folder.glob("[0-9][0-9]-*.yaml")):
        for block in yaml.safe_load(file.read_text(encoding="utf-8"))["content"]:
            for item in block["items"] if block["type"] == "studies" else ():
                if study_named(item["study"]) is None:
                    _shelve(item["study"])


def _shelve(name: str) -> None:
    doi = name if name.startswith("10.") else ""
    key = uuid4()
    for language in ("es", "en"):
        page = StudyPage(title=name, slug=f"s-{key}", doi=doi, themes=["prevention"], translation_key=key)
        page.locale = bank(language).locale
        bank(language).add_child(instance=page)
