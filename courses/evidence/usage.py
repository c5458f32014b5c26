"""Where studies are used outside of the bank; filled by the rooms above, which know their own pages."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from wagtail.models import Page

if TYPE_CHECKING:
    from courses.evidence.pages import StudyPage

Finder = Callable[["StudyPage", str], Iterable[Page]]

_finders: list[Finder] = []


def register(finder: Finder) -> None:
    """`finder(study, language)`: public pages of that language that cite the study, given in the source language."""
    if finder not in _finders:
        _finders.append(finder)


def pages_citing(study: "StudyPage", language: str) -> list[Page]:
    return [page for finder in _finders for page in finder(study, language)]
