"""How a study is cited: APA as a line, BibTeX and RIS through the libraries of those formats."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from courses.evidence.authors import Author, authors

if TYPE_CHECKING:
    from courses.evidence.pages import StudyPage

# What pybtex leaves as it is and BibTeX would count or take for a command.
_BIBTEX = str.maketrans({"{": r"{\textbraceleft}", "}": r"{\textbraceright}", "\\": r"{\textbackslash}", "$": r"\$"})


def address(study: "StudyPage") -> str:
    """Where the publication is to be read."""
    return f"https://doi.org/{study.doi}" if study.doi else study.address


def apa(study: "StudyPage") -> str:
    """After APA 7, without italics; what the source does not give is left out."""
    return _joined(*apa_parts(study))


def apa_parts(study: "StudyPage") -> tuple[str, str, str]:
    """Who and when; the title; where."""
    named, others = authors(study.authors)
    people = [f"{one.family}, {one.initials}" if one.given else one.family for one in named]
    who = _listed([*people, "et al."] if others else people, others)
    year = f"({study.year})." if study.year else _("(no date).")
    where = ", ".join(part for part in (study.series, study.reference) if part)
    return _joined(who, year), _ended(study.title), _joined(_ended(where), address(study))


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _listed(people: list[str], others: bool) -> str:
    if len(people) < 2 or others:
        return _ended(", ".join(people))
    return _ended(f"{', '.join(people[:-1])}, & {people[-1]}")


def _ended(text: str) -> str:
    return text if not text or text[-1] in ".?!" else f"{text}."


def keys(studies: Iterable["StudyPage"]) -> list[str]:
    """For each a name in ASCII, different from the others': abramsky2014, abramsky2014b."""
    told: Counter[str] = Counter()
    found = []
    for study in studies:
        named, _others = authors(study.authors)
        first = named[0].family if named else study.title.split()[0]
        plain = unicodedata.normalize("NFKD", first).encode("ascii", "ignore").decode().lower()
        name = f"{re.sub(r'[^a-z]', '', plain) or 'study'}{study.year or ''}"
        told[name] += 1
        number = told[name]
        found.append(name if number == 1 else f"{name}{chr(96 + number) if number <= 26 else f'-{number}'}")
    return found


def to_bibtex(studies: list["StudyPage"]) -> str:
    from pybtex.database import BibliographyData, Entry, Person  # only where it is asked for

    entries = {}
    for key, study in zip(keys(studies), studies, strict=True):
        fields = {
            "title": study.title,
            "year": str(study.year or ""),
            "journal" if study.series else "note": study.series or study.reference,
            "doi": study.doi,
            "url": study.address,
            "language": study.publication_language,
        }
        named, others = authors(study.authors)
        people = [_person(one) for one in named]
        people += [Person("others")] if others else []
        kind = "article" if study.series else "misc"
        told = {name: value.translate(_BIBTEX) for name, value in fields.items() if value}
        entries[key] = Entry(kind, fields=told, persons={"author": people} if people else {})
    return str(BibliographyData(entries).to_string("bibtex"))


def _person(author: Author) -> Any:
    """A body stands in braces, so that its name is not taken apart."""
    from pybtex.database import Person

    family, given = author.family.translate(_BIBTEX), author.given.translate(_BIBTEX)
    return Person(last=family, first=given) if given else Person(f"{{{family}}}")


def to_ris(studies: Iterable["StudyPage"]) -> str:
    from rispy import RisWriter, dumps

    class Writer(RisWriter):
        def set_header(self, count: int) -> str:
            """No number before an entry: it is not of the format."""
            return ""

    entries = []
    for study in studies:
        named, _others = authors(study.authors)
        fields = {
            "type_of_reference": "JOUR" if study.series else "GEN",
            "title": study.title,
            "authors": [f"{one.family}, {one.given}" if one.given else one.family for one in named],
            "year": str(study.year or ""),
            "journal_name": study.series,
            "note": study.reference,
            "doi": study.doi,
            "urls": [study.address] if study.address else [],
            "language": study.publication_language,
        }
        entries.append({name: value for name, value in fields.items() if value})
    return str(dumps(entries, implementation=Writer))
