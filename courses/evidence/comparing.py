"""Up to four studies side by side, and the map of all of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from courses.evidence import reading
from courses.evidence.filtering import FACETS, NONE
from courses.evidence.listing import language_in_list
from courses.evidence.pages import StudyPage
from courses.evidence.shelf import shelf
from courses.evidence.shelving import Shelf

MOST = 4
LARGEST = 22  # px, of the radius of a cell's circle


@dataclass(frozen=True)
class Chosen:
    study: StudyPage
    without: str  # the query string of the comparison without it
    foreign: str  # the name of the page's language where it is not the reader's


@dataclass(frozen=True)
class Told:
    lead: str  # in the reader's language
    text: str
    language: str  # where it is not the reader's


@dataclass(frozen=True)
class Comparison:
    chosen: list[Chosen]
    rows: list[tuple[str, list[Told]]]
    said: list[str]
    query: str  # the query string of this comparison


def comparison(data: QueryDict, language: str) -> Comparison:
    """What is no public study is passed over with a sentence that does not name it."""
    keys, unknown = _keys(data.getlist("study"))
    held = {face.key: face.page for face in shelf().shown(language)}
    known = [key for key in keys if key in held]
    said = []
    if unknown or len(known) < len(keys):
        said.append(_("Some of the chosen studies are not in the bank; they were left out."))
    if len(known) > MOST:
        said.append(_("Up to four studies fit side by side; the first four are shown."))
    known = known[:MOST]
    pages = StudyPage.objects.select_related("locale").in_bulk([held[key] for key in known])
    studies = [pages[held[key]] for key in known if held[key] in pages]
    chosen = [
        Chosen(
            study,
            _query(key for key in known if key != study.translation_key),
            language_in_list(foreign) if (foreign := _foreign(study, language)) else "",
        )
        for study in studies
    ]
    if len(studies) == 1:
        said.append(_("One study alone is no comparison: choose another."))
    return Comparison(chosen, _rows(studies, language), said, _query(study.translation_key for study in studies))


def _keys(given: Iterable[str]) -> tuple[list[UUID], int]:
    found: dict[UUID, None] = {}
    unknown = 0
    for text in given:
        try:
            found[UUID(text)] = None
        except ValueError:
            unknown += 1
    return list(found), unknown


def _query(keys: Iterable[UUID]) -> str:
    return "&".join(f"study={key}" for key in keys)


def _foreign(study: StudyPage, language: str) -> str:
    own = study.locale.language_code
    return "" if own == language else own


def _rows(studies: list[StudyPage], language: str) -> list[tuple[str, list[Told]]]:
    if not studies:
        return []
    foreign = [_foreign(study, language) for study in studies]
    facts = [[*reading.done(study), *reading.found(study), *reading.sure(study)] for study in studies]
    return [
        (row[0].name, [Told(fact.lead, fact.told, own * fact.own) for fact, own in zip(row, foreign, strict=True)])
        for row in zip(*facts, strict=True)
    ]


@dataclass(frozen=True)
class Cell:
    count: int
    radius: str
    query: str


@dataclass(frozen=True)
class Map:
    by: str
    columns: list[str]
    rows: list[tuple[str, list[Cell]]]
    total: int


def evidence_map(by: str, language: str) -> Map:
    """How many studies there are of each theme, by design or by certainty."""
    held = shelf()
    facets = held.facets[language]
    columns = [(code, label) for code, label in FACETS[by].choices() if code in facets.get(by, {}) or code != NONE]
    themes = [(code, label) for code, label in FACETS["theme"].choices() if code != NONE]
    counts = {
        (theme, code): _both(held, language, ("theme", theme), (by, code))
        for theme, _t in themes
        for code, _c in columns
    }
    most = max([*counts.values(), 1])
    rows = [
        (
            label,
            [
                Cell(
                    counts[theme, code],
                    f"{LARGEST * (counts[theme, code] / most) ** 0.5:.1f}",
                    f"theme={theme}&{by}={code}",
                )
                for code, _label in columns
            ],
        )
        for theme, label in themes
    ]
    return Map(by, [label for _code, label in columns], rows, held.total)


def _both(held: Shelf, language: str, *chosen: tuple[str, str]) -> int:
    found = held.everything
    for name, code in chosen:
        found &= held.facets[language].get(name, {}).get(code, 0)
    return found.bit_count()
