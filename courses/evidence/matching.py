"""Which study of the bank each row of a table is about, and which others it names."""

from collections.abc import Iterable
from uuid import UUID

from courses.evidence.lookup import in_source_first, study_named
from courses.evidence.pages import StudyPage
from courses.evidence.places import folded
from courses.evidence.row import Row
from courses.translating import SOURCE


class Matches:
    """`pages` holds the page that a row is about, by its line; of a study in several languages the source's."""

    def __init__(self, rows: list[Row]) -> None:
        self.rows, self.pages = rows, _pages(rows)
        self._named: dict[str, Row] = {}
        for row in rows:
            for name in (folded(row.facts["title"]), doi(row), str(row.key or "")):
                if name:
                    self._named.setdefault(name, row)

    def page(self, row: Row) -> StudyPage | None:
        return self.pages.get(row.line)

    def knows(self, name: str) -> bool:
        """Whether the table or the bank has a study of this DOI, title or key."""
        return folded(name) in self._named or study_named(name) is not None

    def partners(self, row: Row) -> list[StudyPage | None]:
        """The pages that it is to be read with, None for one that is yet to be made."""
        return [self._partner(told["study"]) for told in row.read_with]

    def _partner(self, name: str) -> StudyPage | None:
        row = self._named.get(folded(name))
        return self.page(row) if row else study_named(name)


def doi(row: Row) -> str:
    return str(row.facts.get("doi", "")).lower()


def comes_home(row: Row, page: StudyPage) -> bool:
    """Whether the study was written in another language only, and the row brings the source."""
    return row.home == SOURCE != page.locale.language_code


def lacks_source(row: Row, page: StudyPage) -> bool:
    """Whether the row is without the language from which the page is translated."""
    return row.home != SOURCE == page.locale.language_code


def _pages(rows: Iterable[Row]) -> dict[int, StudyPage]:
    """By key; else by DOI, or by title and year where the DOIs do not tell them apart."""
    studies = in_source_first(StudyPage.objects.select_related("latest_revision", "locale"))
    there = list({page.translation_key: page for page in reversed(studies)}.values())
    by_key = {page.translation_key: page for page in there}
    found = {row.line: by_key[row.key] for row in rows if row.key in by_key}
    spoken_for = {page.translation_key for page in found.values()}
    others = [page for page in there if page.translation_key not in spoken_for]
    by_doi = {page.doi.lower(): page for page in others if page.doi}
    by_title = {(folded(page.title), page.year): page for page in others}
    for row in rows:
        if row.line not in found:
            same_title = by_title.get((folded(row.facts["title"]), row.facts.get("year")))
            if same_title and same_title.doi and doi(row) not in ("", same_title.doi.lower()):
                same_title = None
            if page := by_doi.get(doi(row)) or same_title:
                found[row.line] = page
    return found


def keys(rows: Iterable[Row]) -> set[UUID]:
    return {row.key for row in rows if row.key}
