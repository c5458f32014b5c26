"""Whether a study of the bank says already what a row of a table says."""

from dataclasses import replace
from typing import Any

from wagtail.models import Locale

from courses import translating
from courses.evidence import composing, exporting, sheet
from courses.evidence.pages import StudyPage
from courses.evidence.row import Row, SheetError
from courses.evidence.vocabulary import Status


def stands(row: Row, page: StudyPage, partners: list[Any]) -> bool:
    """Whether there is nothing to change."""
    return _is_said(row, page, partners) or _is_exported(row, page)


def says(row: Row, page: StudyPage, partners: list[Any]) -> bool:
    """The page itself, in the row's first language."""
    if page.locale.language_code != row.home:
        return False
    told = composing.facts_and_texts(row, row.home)
    streams = composing.streams(row, page.translation_key, partners, row.home)
    return all(getattr(page, name) == value for name, value in told.items()) and all(
        getattr(page, name).get_prep_value() == value.get_prep_value() for name, value in streams.items()
    )


def told_in(language: str, row: Row, page: StudyPage, partners: list[Any]) -> dict[str, Any]:
    """What a translation says, without what is empty: it makes no segment."""
    fields = composing.texts_and_streams(row, page.translation_key, partners, language)
    return {name: value for name, value in fields.items() if len(value)}


def locale(language: str) -> Locale:
    return Locale.objects.get(language_code=language)


def _is_said(row: Row, page: StudyPage, partners: list[Any]) -> bool:
    """Whether the pages of every language are public and say what the row says, through wagtail-localize."""
    if None in partners or not page.live or not says(row, page, partners):
        return False
    public = StudyPage.objects.live().filter(translation_key=page.translation_key, alias_of=None)
    return public.filter(locale__language_code__in=row.others).count() == len(row.others) and all(
        translating.is_translated(page=page, fields=told_in(language, row, page, partners), locale=locale(language))
        for language in row.others
    )


def complete(row: Row, page: StudyPage) -> None:
    """What the table has no column for stays as everybody may see it in the bank."""
    told = None if row.columns is None else _exported(page)
    if told is None:
        return
    kept = {name: value for name, value in told.facts.items() if not row.has(name)}
    if row.has("design") and kept.get("status") == Status.REGISTERED:
        del kept["status"]  # which the design tells: it ends in “_ongoing”
    row.facts = kept | row.facts
    for language in row.languages:
        row.texts[language] |= {name: text for name, text in told.texts[language].items() if not row.has(name)}
    row.effects = row.effects if row.has("effects") else told.effects
    row.read_with = row.read_with if row.has("read_with") else told.read_with


def _exported(page: StudyPage) -> Row | None:
    """The row in which the bank would tell of the study; None if not everybody may see it."""
    try:
        return next(iter(sheet.read(exporting.to_csv(exporting.table([page])))), None)
    except SheetError:  # it holds what no table may, such as a code that is no more
        return None


def _is_exported(row: Row, page: StudyPage) -> bool:
    told = _exported(page)
    return told is not None and told == replace(row, slug=row.slug or told.slug, key=told.key)
