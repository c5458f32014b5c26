"""Whether a study of the bank says already what a row of a table says."""

from dataclasses import replace
from typing import Any

from wagtail.models import Locale

from courses import translating
from courses.evidence import composing, exporting, sheet
from courses.evidence.pages import StudyPage
from courses.evidence.row import Row, SheetError


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


def _is_exported(row: Row, page: StudyPage) -> bool:
    """Whether the bank would tell what everybody may see of the study in the words of the row."""
    try:
        exported = sheet.read(exporting.to_csv(exporting.table([page])))
    except SheetError:  # it holds what no table may, such as a code that is no more
        return False
    return [replace(row, slug=row.slug or told.slug, key=told.key) for told in exported] == exported != []
