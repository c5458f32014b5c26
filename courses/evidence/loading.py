"""Studies from a table into pages: the whole table or nothing, and nothing twice."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from courses import translating
from courses.evidence import composing
from courses.evidence.matching import Matches, comes_home
from courses.evidence.pages import TAKEN, BankPage, StudyPage
from courses.evidence.refusing import faults
from courses.evidence.row import Fault, Row, SheetError
from courses.evidence.standing import locale, says, stands, told_in
from courses.translating import SOURCE

SLUG_LENGTH = 80
Progress = Callable[[list[Row]], Iterable[Row]]


@dataclass
class Loaded:
    """The titles of the studies."""

    made: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)


def load(*, rows: list[Row], overwrite: bool = False, progress: Progress = list) -> Loaded:
    """Raises SheetError, with everything that is wrong, before anything is changed."""
    done = Loaded()
    with transaction.atomic():
        banks = _banks()
        if not {SOURCE, *(row.home for row in rows)} <= banks.keys():
            raise SheetError([Fault(0, "", _("There is no evidence bank yet: run prepare_site first."))])
        matches = Matches(rows)
        standing = {
            row.line for row in rows if (page := matches.page(row)) and stands(row, page, matches.partners(row))
        }
        if wrong := faults(matches, standing, overwrite):
            raise SheetError(wrong)
        there = set(matches.pages)
        for row in progress(rows):
            page = matches.page(row)
            if page is None or (comes_home(row, page) and row.line not in standing):
                matches.pages[row.line] = _made(row, banks[row.home], page)
        for row in progress(rows):
            changes = row.line not in standing and _store(row, matches)
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
    others = StudyPage.objects.filter(slug__startswith=words).exclude(translation_key=key)
    taken = {*others.values_list("slug", flat=True), *TAKEN}
    return next(slug for n in range(1, len(taken) + 2) if (slug := words if n == 1 else f"{words}-{n}") not in taken)


def _store(row: Row, matches: Matches) -> bool:
    """Whether anything was to be changed, now that every page is there."""
    page = StudyPage.objects.select_related("locale").get(pk=matches.pages[row.line].pk)
    partners: list[Any] = matches.partners(row)
    if stands(row, page, partners):
        return False
    if not page.live or not says(row, page, partners):
        streams = composing.streams(row, page.translation_key, partners, row.home)
        for name, value in (composing.facts_and_texts(row, row.home) | streams).items():
            setattr(page, name, value)
        page.save_revision().publish()
    for language in row.others:
        fresh = StudyPage.objects.get(pk=page.pk)
        fields = told_in(language, row, fresh, partners)
        translating.translate(page=fresh, fields=fields, locale=locale(language))
    return True
