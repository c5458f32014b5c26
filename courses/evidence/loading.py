"""Studies from a table into pages: the whole table or nothing, and nothing twice."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Locale

from courses import translating
from courses.evidence import composing, exporting, sheet
from courses.evidence.lookup import in_source_first, study_named
from courses.evidence.pages import TAKEN, BankPage, StudyPage
from courses.evidence.places import folded
from courses.evidence.row import Fault, Row, SheetError
from courses.translating import SOURCE

SLUG_LENGTH = 80
Progress = Callable[[list[Row]], Iterable[Row]]


@dataclass
class Loaded:
    made: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)


def load(*, rows: list[Row], by: Any = None, overwrite: bool = False, progress: Progress = list) -> Loaded:
    """Raises SheetError, with everything that is wrong, before anything is changed."""
    done = Loaded()
    with transaction.atomic():
        banks = _banks()
        if not {SOURCE, *(row.home for row in rows)} <= banks.keys():
            raise SheetError([Fault(0, "", _("There is no evidence bank yet: run prepare_site first."))])
        pages = _pages(rows)
        faults = _faults(rows, pages, overwrite)
        if faults:
            raise SheetError(faults)
        for row in progress(rows):
            page = pages.get(row.line)
            (done.made if page is None else done.unchanged).append(row.facts["title"])
            if page is None or _comes_home(row, page):
                pages[row.line] = _made(row, banks[row.home], page)
        for row in progress(rows):
            if _store(row, pages[row.line], _partners(row, rows, pages), by) and row.facts["title"] in done.unchanged:
                done.unchanged.remove(row.facts["title"])
                done.changed.append(row.facts["title"])
    return done


def _banks() -> dict[str, BankPage]:
    """By language. Loads wait for each other here."""
    banks = BankPage.objects.select_for_update(of=("self",)).select_related("locale")
    return {bank.locale.language_code: bank for bank in banks.order_by("pk")}


def _pages(rows: list[Row]) -> dict[int, StudyPage]:
    """The page that each row is about, by its line: by key, by DOI, by title and year.

    Of a study in several languages that is the page in the source language.
    """
    studies = in_source_first(StudyPage.objects.select_related("latest_revision", "locale"))
    there = list({page.translation_key: page for page in reversed(studies)}.values())
    by_key = {page.translation_key: page for page in there}
    by_doi = {page.doi.lower(): page for page in there if page.doi}
    by_title = {(folded(page.title), page.year): page for page in there}
    found = {}
    for row in rows:
        title = (folded(row.facts["title"]), row.facts.get("year"))
        page = (row.key and by_key.get(row.key)) or by_doi.get(_doi(row)) or by_title.get(title)
        if page is not None and row.key is None and page.doi and _doi(row) not in ("", page.doi.lower()):
            continue  # another study of that title and year
        if page is not None and (row.key in (None, page.translation_key)):
            found[row.line] = page
    return found


def _comes_home(row: Row, page: StudyPage) -> bool:
    """Whether the study was written in another language only, and the row brings the source."""
    return row.home == SOURCE != page.locale.language_code


def _lacks_source(row: Row, page: StudyPage) -> bool:
    """Whether the row is without the language from which the page is translated."""
    return row.home != SOURCE == page.locale.language_code


def _doi(row: Row) -> str:
    return str(row.facts.get("doi", "")).lower()


def _faults(rows: list[Row], pages: dict[int, StudyPage], overwrite: bool) -> list[Fault]:
    faults = list(_twice(rows, pages))
    for row in rows:
        page = pages.get(row.line)
        twin = StudyPage(slug=row.slug or "a", **composing.facts_and_texts(row, row.home))
        twin.effects = composing.effects(row, page.translation_key if page else UUID(int=row.line), row.home)
        faults += _invalid(row, twin)
        faults += [
            Fault(
                row.line, f"read_with_{number}", _("No study of this table or of the bank has this DOI, key or title.")
            )
            for number, told in enumerate(row.read_with, 1)
            if _partner(told.get("study", ""), rows) is None and study_named(told.get("study", "")) is None
        ]
        message = "" if page is None else _kept(row, page, overwrite)
        if (message or row.gaps) and not (page and stands(row, page, _known_partners(row, rows, pages))):
            faults += row.gaps
            faults += [Fault(row.line, "title", message % {"title": page.title})] if page and message else []
    return faults


def _twice(rows: list[Row], pages: dict[int, StudyPage]) -> Iterable[Fault]:
    seen: dict[Any, Row] = {}
    for row in rows:
        title = (folded(row.facts["title"]), row.facts.get("year"))
        page = pages[row.line].pk if row.line in pages else None
        for column, name in (("key", row.key), ("doi", _doi(row)), ("title", title), ("title", page)):
            earlier = seen.setdefault((column, name), row) if name else row
            if earlier is not row and not (name == title and _told_apart(row, earlier)):
                message = _("The study stands in row %(row)d already.") % {"row": earlier.line}
                yield Fault(row.line, column, message)


def _told_apart(one: Row, other: Row) -> bool:
    """Two studies of the same title and year; equal keys or DOIs are a fault of their own."""
    return bool((one.key and other.key) or (_doi(one) and _doi(other)))


def _invalid(row: Row, twin: StudyPage) -> Iterable[Fault]:
    skipped = ["path", "depth", "locale", "content_type", "read_with", "draft_title", "page_ptr"]
    try:
        twin.clean_fields(exclude=skipped)
        twin.effects.stream_block.clean(twin.effects)
        twin.clean()
    except ValidationError as error:
        messages = getattr(error, "error_dict", None) and error.message_dict
        if messages is None:
            return [Fault(row.line, "outcome", "; ".join(error.messages) or _("An effect cannot be read."))]
        return [Fault(row.line, name, message) for name, found in messages.items() for message in found]
    return []


def _kept(row: Row, page: StudyPage, overwrite: bool) -> str:
    """Why the study is not to be changed; "" if it may be."""
    if _lacks_source(row, page):
        return _("“%(title)s” is written in Spanish first: give its Spanish texts too, or change it in the admin.")
    return "" if overwrite else _taken_down(page) or _edited(page)


def _taken_down(page: StudyPage) -> str:
    versions = page.get_translations(inclusive=True)
    if versions.filter(live=False, first_published_at__isnull=False).exists():
        return _("“%(title)s” was taken down in the admin; --overwrite publishes it again.")
    return ""


def _edited(page: StudyPage) -> str:
    by_a_person = page.latest_revision is not None and page.latest_revision.user_id is not None
    if by_a_person or translating.is_edited_by_hand(page):
        return _("“%(title)s” was edited in the admin; --overwrite replaces that.")
    return ""


def _partner(name: str, rows: list[Row]) -> Row | None:
    wanted = folded(name)
    for row in rows:
        if wanted in (folded(row.facts["title"]), row.facts.get("doi", "").lower(), str(row.key)):
            return row
    return None


def _partners(row: Row, rows: list[Row], pages: dict[int, StudyPage]) -> list[StudyPage]:
    """The page of each study that the row is to be read with."""
    return [page for page in _known_partners(row, rows, pages) if page is not None]


def _known_partners(row: Row, rows: list[Row], pages: dict[int, StudyPage]) -> list[Any]:
    found = []
    for told in row.read_with:
        partner = _partner(told["study"], rows)
        found.append(pages.get(partner.line) if partner else study_named(told["study"]))
    return found


def stands(row: Row, page: StudyPage, partners: list[Any]) -> bool:
    """Whether there is nothing to change."""
    return _is_said(row, page, partners) or _is_exported(row, page)


def _is_said(row: Row, page: StudyPage, partners: list[Any]) -> bool:
    """Whether the pages of every language say what the row says, through wagtail-localize."""
    if None in partners or not page.live or not _says(row, page, partners):
        return False
    return all(
        translating.is_translated(page=page, fields=_told_in(language, row, page, partners), locale=_locale(language))
        for language in row.others
    )


def _is_exported(row: Row, page: StudyPage) -> bool:
    """Whether the bank would tell what everybody may see of the study in the words of the row."""
    for told in sheet.read(exporting.to_csv(exporting.table([page]))):
        return told == replace(row, slug=row.slug or told.slug, key=told.key)
    return False


def _says(row: Row, page: StudyPage, partners: list[Any]) -> bool:
    if page.locale.language_code != row.home:
        return False
    told = composing.facts_and_texts(row, row.home)
    streams = composing.streams(row, page.translation_key, partners, row.home)
    return all(getattr(page, name) == value for name, value in told.items()) and all(
        getattr(page, name).get_prep_value() == value.get_prep_value() for name, value in streams.items()
    )


def _told_in(language: str, row: Row, page: StudyPage, partners: list[Any]) -> dict[str, Any]:
    """Without what is empty: it makes no segment."""
    fields = composing.texts_and_streams(row, page.translation_key, partners, language)
    return {name: value for name, value in fields.items() if len(value)}


def _made(row: Row, bank: BankPage, other: StudyPage | None) -> StudyPage:
    """A draft; others may then be read with it. `other` is the study in another language."""
    key = other.translation_key if other else row.key
    facts = composing.facts_and_texts(row, row.home)
    page = StudyPage(locale=bank.locale, live=False, **facts)
    page.slug = other.slug if other else free_slug(row.facts["title"], row.slug)
    if key:
        page.translation_key = key
    BankPage.objects.get(pk=bank.pk).add_child(instance=page)
    return page


def free_slug(title: str, chosen: str = "") -> str:
    """The address of a new study, of its title where none was chosen; numbered where it is taken."""
    words = chosen or slugify(title)[:SLUG_LENGTH].strip("-") or "study"
    taken = {*StudyPage.objects.filter(slug__startswith=words).values_list("slug", flat=True), *TAKEN}
    return next(slug for n in range(1, len(taken) + 2) if (slug := words if n == 1 else f"{words}-{n}") not in taken)


def _store(row: Row, page: StudyPage, partners: list[StudyPage], by: Any) -> bool:
    """Whether anything was to be changed."""
    page = StudyPage.objects.select_related("latest_revision", "locale").get(pk=page.pk)
    if stands(row, page, partners):
        return False
    if not page.live or not _says(row, page, partners):
        streams = composing.streams(row, page.translation_key, partners, row.home)
        for name, value in (composing.facts_and_texts(row, row.home) | streams).items():
            setattr(page, name, value)
        page.save_revision(user=by).publish(user=by)
    for language in row.others:
        fresh = StudyPage.objects.get(pk=page.pk)
        fields = _told_in(language, row, fresh, partners)
        translating.translate(page=fresh, fields=fields, locale=_locale(language), by=by)
    return True


def _locale(language: str) -> Locale:
    return Locale.objects.get(language_code=language)
