"""Which study of the bank each row of a table is about, and which others it names."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from courses.evidence.lookup import in_source_first, study_named
from courses.evidence.pages import StudyPage
from courses.evidence.places import folded
from courses.evidence.row import Row
from courses.translating import SOURCE


class Matches:
    """`pages` holds the page that a row is about, by its line; of a study in several languages the source's. `unclear`
    are the lines that could be about several."""

    def __init__(self, rows: list[Row]) -> None:
        self.rows = rows
        self.pages, self.unclear = _pages(rows)
        self._named: dict[str, Row] = {}
        for row in rows:
            for name in (folded(row.facts["title"]), doi(row), str(row.key or "")):
                if name:
                    self._named.setdefault(name, row)

    def page(self, row: Row) -> StudyPage | None:
        return self.pages.get(row.line)

    def are_two(self, one: Row, other: Row) -> bool:
        """Whether the bank holds the two as different studies."""
        pages = self.page(one), self.page(other)
        return all(pages) and pages[0] != pages[1]

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


def _pages(rows: list[Row]) -> tuple[dict[int, StudyPage], set[int]]:
    """By key; of those left by DOI; else by title and year, where the DOIs do not tell them apart. Also the lines that
    could be about more than one."""
    studies = in_source_first(StudyPage.objects.select_related("locale"))
    there = list({page.translation_key: page for page in reversed(studies)}.values())
    by_key = {page.translation_key: page for page in there}
    found = {row.line: by_key[row.key] for row in rows if row.key in by_key}
    by_doi = {page.doi.lower(): page for page in _left(there, found) if page.doi}
    found |= {row.line: by_doi[doi(row)] for row in rows if row.line not in found and doi(row) in by_doi}
    by_title = defaultdict(list)
    for page in there:
        by_title[folded(page.title), page.year].append(page)
    unclear = set()
    for row in rows:
        if row.line in found:
            continue
        same = by_title[folded(row.facts["title"]), row.facts.get("year")]
        same = [page for page in same if not (page.doi and doi(row))]
        same = [page for page in same if not page.doi] or same
        if len(same) == 1 and not (row.key and same[0] not in _left(same, found)):
            found[row.line] = same[0]
        elif same and not row.key:  # one with a key of its own is another study
            unclear.add(row.line)
    return found, unclear


def _left(pages: list[StudyPage], found: dict[int, StudyPage]) -> list[StudyPage]:
    taken = {page.pk for page in found.values()}
    return [page for page in pages if page.pk not in taken]


def keys(rows: Iterable[Row]) -> set[UUID]:
    return {row.key for row in rows if row.key}
