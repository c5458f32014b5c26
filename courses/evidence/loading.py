"""Studies from a table into pages: the whole table or nothing, and nothing twice."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import OperationalError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from courses import translating
from courses.evidence import composing
from courses.evidence.matching import Matches, comes_home
from courses.evidence.pages import TAKEN, BankPage, StudyPage
from courses.evidence.refusing import faults, undone
from courses.evidence.row import Fault, Row, SheetError
from courses.evidence.standing import complete, locale, says, stands, told_in
from courses.translating import SOURCE

SLUG_LENGTH = 80
SLUG_MOST = 250  # with room for a number
Progress = Callable[[list[Row]], Iterable[Row]]


@dataclass
class Loaded:
    """The titles of the studies."""

    made: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)


def load(*, rows: list[Row], overwrite: bool = False, progress: Progress = list) -> Loaded:
    """Raises SheetError, with everything that is wrong, and then nothing is changed."""
    try:
        with transaction.atomic():
            return _load(rows, overwrite, progress)
    except OperationalError as error:
        message = _("The database did not answer in time: is another load or an import at work? Nothing was changed.")
        raise SheetError([Fault(0, "", message)]) from error


def _load(rows: list[Row], overwrite: bool, progress: Progress) -> Loaded:
    banks = _banks()
    if not {SOURCE, *(row.home for row in rows)} <= banks.keys():
        raise SheetError([Fault(0, "", _("There is no evidence bank yet: run prepare_site first."))])
    matches = Matches(rows)
    for row in rows:
        if page := matches.page(row):
            complete(row, page)
    standing = {row.line for row in rows if (page := matches.page(row)) and stands(row, page, matches.partners(row))}
    if wrong := faults(matches, standing, overwrite):
        raise SheetError(wrong)
    there = set(matches.pages)
    for row in progress(rows):
        page = matches.page(row)
        if page is None or (comes_home(row, page) and row.line not in standing):
            matches.pages[row.line] = _made(row, banks[row.home], page)
    done = Loaded()
    for row in progress(rows):
        changes = row.line not in standing and _store(row, matches, overwrite)
        kind = done.unchanged if not changes else done.changed if row.line in there else done.made
        kind.append(row.facts["title"])
    return done


def _banks() -> dict[str, BankPage]:
    """By language. Loads wait for each other here."""
    banks = BankPage.objects.select_for_update(of=("self",)).select_related("locale")
    return {bank.locale.language_code: bank for bank in banks.order_by("pk")}


def _made(row: Row, bank: BankPage, other: StudyPage | None) -> StudyPage:
    """A draft; others may then be read with it. `other` is the study in another language."""
    key = other.translation_key if other else row.key
    alias = StudyPage.objects.filter(translation_key=key, locale=bank.locale).first() if other else None
    if alias is not None:  # it only repeated the other language
        alias.alias_of = None
        alias.save()
        return alias
    slug = free_slug(row.facts["title"], other.slug if other else row.slug, key)
    page = StudyPage(slug=slug, locale=bank.locale, live=False, **composing.facts_and_texts(row, row.home))
    if key:
        page.translation_key = key
    BankPage.objects.get(pk=bank.pk).add_child(instance=page)
    return page


def free_slug(title: str, chosen: str = "", key: UUID | None = None) -> str:
    """The address of a new study, of its title where none was chosen; numbered where another study has it."""
    words = chosen or slugify(title)[:SLUG_LENGTH].strip("-") or "study"
    stem = words[:SLUG_MOST]
    others = StudyPage.objects.filter(slug__startswith=stem).exclude(translation_key=key)
    taken = {*others.values_list("slug", flat=True), *TAKEN}
    return next(slug for n in range(1, len(taken) + 2) if (slug := words if n == 1 else f"{stem}-{n}") not in taken)


def _store(row: Row, matches: Matches, overwrite: bool) -> bool:
    """Whether anything was to be changed, now that every page is there. Raises SheetError for what editors did since."""
    here = matches.pages[row.line]
    versions = StudyPage.objects.select_for_update().filter(translation_key=here.translation_key)
    page = {one.pk: one for one in versions}.get(here.pk)
    if page is None:
        raise SheetError([Fault(row.line, "title", _("The study was deleted meanwhile: load the table again."))])
    partners: list[Any] = matches.partners(row)
    if stands(row, page, partners):
        return False
    if message := undone(row, page, partners, overwrite):
        raise SheetError([Fault(row.line, "title", message)])
    if not page.live or not says(row, page, partners):
        told = composing.facts_and_texts(row, row.home)
        told |= composing.streams(row, page.translation_key, partners, row.home)
        for name, value in told.items():
            setattr(page, name, value)
        page.save_revision().publish()
    for language in row.others:
        fresh = StudyPage.objects.get(pk=page.pk)
        fields = told_in(language, row, fresh, partners)
        translating.translate(page=fresh, fields=fields, locale=locale(language))
    return True
