"""Studies to take away. What the CSV holds, `sheet.read` reads back."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from wagtail.models import Page

from courses.evidence import authors, citing
from courses.evidence.pages import StudyPage
from courses.evidence.sheet import EFFECT_CODES, guarded
from courses.translating import LANGUAGES, SOURCE

PLAIN = tuple(name for name in StudyPage.FACTS)
Table = list[list[str]]


def table(studies: Iterable[StudyPage]) -> Table:
    """A row of names, then one row for each study, in both languages."""
    keys = [study.translation_key for study in studies]
    pages: dict[Any, dict[str, StudyPage]] = {key: {} for key in keys}
    for page in StudyPage.objects.live().public().filter(translation_key__in=keys).select_related("locale"):
        pages[page.translation_key][page.locale.language_code] = page
    there = [languages for languages in pages.values() if languages]
    partners = _partners(there)
    effects = max((len(_any(languages).effects) for languages in there), default=0)
    pairs = max((len(_any(languages).read_with) for languages in there), default=0)
    rows = [_row(languages, effects, pairs, partners) for languages in there]
    head = list(rows[0]) if rows else ["key", *PLAIN]
    return [head, *([row[name] for name in head] for row in rows)]


def _partners(there: list[dict[str, StudyPage]]) -> dict[int, str]:
    """The key of each page that is to be read with one of these, if everybody may see it."""
    wanted = {told["study"] for languages in there for page in languages.values() for told in _pairs(page)}
    public = Page.objects.live().public().filter(pk__in=wanted)
    return {pk: str(key) for pk, key in public.values_list("pk", "translation_key")}


def _pairs(page: StudyPage) -> list[dict[str, Any]]:
    """As stored, with the partner's number: a stream that is asked for its values fetches its pages, one by one."""
    return [block["value"] for block in page.read_with.raw_data]


def _any(languages: dict[str, StudyPage]) -> StudyPage:
    return languages.get(SOURCE) or next(iter(languages.values()))


def _row(languages: dict[str, StudyPage], effects: int, pairs: int, partners: dict[int, str]) -> dict[str, str]:
    study = _any(languages)
    row = {"key": str(study.translation_key), "slug": study.slug}
    row["languages"] = "; ".join(one for one in LANGUAGES if one in languages)
    row |= {name: _cell(getattr(study, name)) for name in PLAIN}
    row["authors"] = authors.to_list(study.authors)
    for name in StudyPage.TEXTS:
        row |= {f"{name}_{one}": _told(languages, one, name) for one in LANGUAGES}
    for number in range(effects):
        row |= _effect(languages, number)
    for number in range(pairs):
        row |= _pair(languages, number, partners)
    return row


def _told(languages: dict[str, StudyPage], language: str, name: str) -> str:
    return _cell(getattr(languages[language], name)) if language in languages else ""


def _cell(value: Any) -> str:
    return "; ".join(value) if isinstance(value, list) else "" if value is None else str(value)


def _effect(languages: dict[str, StudyPage], number: int) -> dict[str, str]:
    name = f"outcome_{number + 1}"
    told = _told_at(number, {one: page.effects.raw_data for one, page in languages.items()})
    source = next((value for value in told.values() if value), {})
    row = {f"{name}_{one}": str(told[one].get("outcome") or "") for one in LANGUAGES}
    row |= {f"{name}_{code}": str(source.get(code) or "") for code in EFFECT_CODES}
    return row | {f"{name}_absolute_{one}": str(told[one].get("absolute") or "") for one in LANGUAGES}


def _pair(languages: dict[str, StudyPage], number: int, partners: dict[int, str]) -> dict[str, str]:
    name = f"read_with_{number + 1}"
    told = _told_at(number, {one: page.read_with.raw_data for one, page in languages.items()})
    key = next((partners[value["study"]] for value in told.values() if value.get("study") in partners), "")
    whys = {f"{name}_why_{one}": str(told[one].get("why") or "") if key else "" for one in LANGUAGES}
    return {name: key} | whys


def _told_at(number: int, streams: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What each language has in the place of the source's block of this number: a block of the same id, for a
    translation may wait for its turn; where it shares no ids, because it was written on its own, that of the number."""
    source = list(streams[SOURCE] if SOURCE in streams else next(iter(streams.values())))
    ids = [block.get("id") for block in source]
    told: dict[str, dict[str, Any]] = {one: {} for one in LANGUAGES}
    for one, stream in streams.items() if number < len(ids) else ():
        blocks = list(stream)
        own = {block.get("id"): block for block in blocks}
        block = own.get(ids[number]) if own.keys() & set(ids) else dict(enumerate(blocks)).get(number)
        told[one] = dict(block["value"]) if block else {}
    return told


def to_csv(rows: Sequence[Sequence[str]]) -> bytes:
    """UTF-8 with the mark that Excel looks for; no cell is taken for a formula."""
    file = io.StringIO()
    csv.writer(file).writerows([[guarded(cell) for cell in row] for row in rows])
    return file.getvalue().encode("utf-8-sig")


def to_xlsx(rows: Sequence[Sequence[str]]) -> bytes:
    from openpyxl import Workbook  # 20 MiB that no other page needs
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = Workbook(write_only=True)
    sheet = book.create_sheet("studies")
    for row in rows:
        sheet.append([ILLEGAL_CHARACTERS_RE.sub("", guarded(cell)) for cell in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def written(studies: list[StudyPage], code: str) -> bytes:
    """The file of a format; KeyError for one that there is not."""
    ways = {
        "csv": lambda: to_csv(table(studies)),
        "xlsx": lambda: to_xlsx(table(studies)),
        "bib": lambda: citing.to_bibtex(studies).encode(),
        "ris": lambda: citing.to_ris(studies).encode(),
    }
    return ways[code]()
