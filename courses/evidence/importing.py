"""Drafts from a bibliography (RIS or BibTeX): what the file gives and nothing more, and no study twice."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import OperationalError, transaction
from django.utils.translation import gettext as _

from courses.evidence.bibliography import BibliographyError, Entry
from courses.evidence.loading import free_slug
from courses.evidence.pages import BankPage, StudyPage
from courses.evidence.places import folded
from courses.records import trail
from courses.translating import SOURCE

IMPORTED = "evidence.studies_imported"


def look(entries: Iterable[Entry]) -> list[Entry]:
    """What would become of each entry; changes nothing in the bank."""
    seen: dict[Any, str] = {}
    for page in StudyPage.objects.all():
        seen |= dict.fromkeys(_names({"title": page.title, "year": page.year, "doi": page.doi}), page.title)
    looked = []
    for given in entries:
        entry = Entry(given.facts, fault=given.fault or _fault(given.facts))
        names = _names(entry.facts)
        entry.twin = "" if entry.fault else next((seen[name] for name in names if name in seen), "")
        if entry.is_new:
            seen |= dict.fromkeys(names, entry.facts["title"])
        looked.append(entry)
    return looked


def _names(facts: dict[str, Any]) -> list[Any]:
    names: list[Any] = [(folded(facts["title"]), facts["year"])]
    return [facts["doi"].lower(), *names] if facts["doi"] else names


def _fault(facts: dict[str, Any]) -> str:
    if not facts["title"]:
        return _("The entry has no title.")
    given = {name for name, value in facts.items() if value}
    others = [field.name for field in StudyPage._meta.fields if field.name not in given]
    try:
        StudyPage(**facts).clean_fields(exclude=others)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def take(*, entries: Iterable[Entry], by: Any = None) -> list[StudyPage]:
    """Drafts of what is new. Imports wait for each other at the bank, so that no study comes twice."""
    try:
        with transaction.atomic():
            return _take(entries, by)
    except OperationalError as error:
        message = _("The database did not answer in time: is another load or an import at work? Nothing was changed.")
        raise BibliographyError(message) from error


def _take(entries: Iterable[Entry], by: Any) -> list[StudyPage]:
    bank = BankPage.objects.select_for_update().filter(locale__language_code=SOURCE).first()
    if bank is None:
        raise BibliographyError(_("There is no evidence bank yet: run prepare_site first."))
    made = [_draft(entry.facts, bank.pk, by) for entry in look(entries) if entry.is_new]
    if made:
        trail.record(action=IMPORTED, subject=bank, actor=by, pages=[page.pk for page in made])
    return made


def _draft(facts: dict[str, Any], bank: int, by: Any) -> StudyPage:
    parent = BankPage.objects.get(pk=bank)
    page = StudyPage(slug=free_slug(facts["title"]), locale=parent.locale, live=False, owner=by, **facts)
    parent.add_child(instance=page)
    page.save_revision(user=by, clean=False)
    return page
