"""What a bibliography (RIS or BibTeX) says of studies; an entry that cannot be read spoils no other."""

import re
from collections import UserDict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from courses.evidence.places import folded
from courses.evidence.vocabulary import PublicationLanguage

LARGEST = 1_000_000  # bytes
MOST_ENTRIES = 500
LONGEST_ENTRY = 20_000  # characters
_DOI_HOST = re.compile(r"^(https?://(dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
_RIS_START = re.compile(r"(?m)^[ \t]*TY[ \t]{0,4}-")
_BIBTEX_ANY = re.compile(r"@\s*\w+\s*[{(]")
_BIBTEX_COMMAND = re.compile(rf"(?m)^[ \t]*(?:{_BIBTEX_ANY.pattern})")
_BIBTEX_START = re.compile(r"(?m)^(?=[ \t]*@)")
_BIBTEX_NOT_ENTRY = re.compile(r"\s*@\s*(comment|preamble|string)\b", re.IGNORECASE)
_BIBTEX_STRING = re.compile(r"\s*@\s*string\b", re.IGNORECASE)
_RIS_END = re.compile(r"(?m)^ER[ \t]{0,4}-.*$")
# What pybtex leaves of the commands that it writes itself, and any other.
_COMMANDS = {"textbraceleft": "{", "textbraceright": "}", "textbackslash": "\\"}
_ESCAPED = re.compile(r"\\([_%&#$~{}])")
_COMMAND = re.compile(r"\\(?:([A-Za-z]+)[ ]?|([,;: ]))")


_LANGUAGES = {
    PublicationLanguage.ENGLISH: ("en", "eng", "english", "ingles"),
    PublicationLanguage.SPANISH: ("es", "spa", "spanish", "espanol", "castellano"),
    PublicationLanguage.PORTUGUESE: ("pt", "por", "portuguese", "portugues"),
    PublicationLanguage.FRENCH: ("fr", "fra", "fre", "french", "frances", "francais"),
}


class BibliographyError(Exception):
    """A file that cannot be read; the message is a sentence."""


@dataclass
class Entry:
    """`fault` says why it cannot be taken, `twin` which study it is already."""

    facts: dict[str, Any]
    fault: str = ""
    twin: str = ""

    @property
    def is_new(self) -> bool:
        return not self.fault and not self.twin


def read(content: bytes) -> list[Entry]:
    """The fields of a study for each entry, in order. Raises BibliographyError where none can be read."""
    if len(content) > LARGEST:
        raise BibliographyError(_("The file is larger than 1 MB; divide it."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BibliographyError(_("The file is not written in UTF-8.")) from error
    found = list(_bibtex(text) if _is_bibtex(text) else _ris(text))
    if not found:
        raise BibliographyError(_("The file holds no entry in RIS or BibTeX."))
    if all(entry.fault for entry in found):
        raise BibliographyError(_("The file can be read neither as RIS nor as BibTeX."))
    return found


def _is_bibtex(text: str) -> bool:
    """Whatever a programme wrote above the first entry."""
    bibtex, ris = _BIBTEX_COMMAND.search(text), _RIS_START.search(text)
    return bibtex is not None and (ris is None or bibtex.start() < ris.start())


def _bounded(parts: Iterable[str]) -> list[str]:
    """Before any of them is read, which takes its time."""
    found = list(parts)
    if len(found) > MOST_ENTRIES:
        message = _("The file holds more than %(most)d entries; divide it.")
        raise BibliographyError(message % {"most": MOST_ENTRIES})
    return found


def _ris(text: str) -> Iterator[Entry]:
    import rispy  # only where it is asked for

    for part in _bounded(filter(str.strip, _RIS_END.split(text))):
        try:
            (one,) = rispy.loads(f"{part.strip()}\nER  - \n")
        except Exception:  # whatever the library raises for what is malformed
            yield _unreadable(part)
            continue
        yield _entry(
            title=one.get("title") or one.get("primary_title") or "",
            authors=one.get("authors") or one.get("first_authors") or [],
            year=str(one.get("year") or one.get("publication_year") or one.get("date") or ""),
            series=_first(one, "journal_name", "secondary_title", "alternate_title3", "tertiary_title", "publisher"),
            doi=one.get("doi") or "",
            address=(one.get("urls") or [""])[0],
            language=one.get("language") or "",
        )


def _bibtex(text: str) -> Iterator[Entry]:
    parts = [part for part in _BIBTEX_START.split(text) if part.lstrip().startswith("@")]
    entries = _bounded(part for part in parts if not _BIBTEX_NOT_ENTRY.match(part))
    strings = _strings(parts)
    yield from (_unreadable(part) for part in parts if _hides_an_entry(part))
    for part in entries:
        try:
            (entry,) = strings.read(part).entries.values()
            yield _of_bibtex(entry)
        except Exception:  # whatever the library raises for what is malformed
            yield _unreadable(part)


def _hides_an_entry(part: str) -> bool:
    """Behind a command that is none, on its line."""
    if not _BIBTEX_NOT_ENTRY.match(part):
        return False
    return any(not _BIBTEX_NOT_ENTRY.match(one[0]) for one in _BIBTEX_ANY.finditer(part))


class _Strings(UserDict[str, str]):
    """What @string commands abbreviate, whatever the case. They name each other and are named as often as somebody
    likes: what is given out to one command or entry is bounded."""

    given = held = 0

    def read(self, part: str) -> Any:
        """The bibliography of this part of a file. Raises whatever the library raises for what is malformed."""
        from pybtex.database.input.bibtex import Parser

        if len(part) > LONGEST_ENTRY:
            raise ValueError("longer than any entry")
        self.given = 0
        parser = Parser()
        parser.macros = self
        return parser.parse_string(part)

    def __setitem__(self, name: str, text: str) -> None:
        self.held += len(text)
        if self.held > LARGEST:
            raise ValueError("longer than any file")
        super().__setitem__(name.lower(), text)

    def __getitem__(self, name: str) -> str:
        text = super().__getitem__(name.lower())
        self.given += len(text)
        if self.given > LONGEST_ENTRY:
            raise ValueError("longer than any entry")
        return text


def _strings(parts: Iterable[str]) -> _Strings:
    """Of the whole file; one that cannot be read is passed over."""
    from pybtex.database.input.bibtex import month_names

    found = _Strings(month_names)
    for part in parts:
        if _BIBTEX_STRING.match(part):
            with suppress(Exception):
                found.read(part)
    return found


def _of_bibtex(entry: Any) -> Entry:
    fields = {name.lower(): value for name, value in entry.fields.items()}
    people = [_plain(str(person)) for person in entry.persons.get("author", [])]
    return _entry(
        title=_plain(fields.get("title", "")),
        authors=["et al." if one == "others" else one for one in people],
        year=fields.get("year") or fields.get("date", ""),
        series=_plain(_first(fields, "journal", "journaltitle", "series", "institution", "publisher")),
        doi=_plain(fields.get("doi", "")),
        address=_ESCAPED.sub(r"\1", fields.get("url", "")),
        language=fields.get("langid") or fields.get("language", ""),
    )


def _first(fields: Mapping[str, Any], *names: str) -> str:
    """Of those that say where it was published; a report's series is whoever published it."""
    return next((str(fields[name]) for name in names if fields.get(name)), "")


def _plain(latex: str) -> str:
    from pybtex.richtext import Text

    text = str(Text.from_latex(latex))
    return _COMMAND.sub(lambda found: " " if found[2] else _COMMANDS.get(found[1], ""), text)


def _entry(*, title: str, authors: list[str], year: str, series: str, doi: str, address: str, language: str) -> Entry:
    number = re.match(r"\d{4}", year.strip())
    return Entry(
        {
            "title": " ".join(title.split()),
            "authors": "\n".join(authors),
            "year": int(number[0]) if number else None,
            "series": " ".join(series.split()),
            "doi": _DOI_HOST.sub("", doi.strip()),
            "address": address.strip(),
            "publication_language": _language(language),
        }
    )


def _language(told: str) -> str:
    """The code of what a file calls it ("es", "es-PE", "spa", "Spanish", "español"); none where it says nothing or a
    language that the bank does not know."""
    word = re.split(r"[-_ ]", folded(told.strip()))[0]
    return next((code for code, names in _LANGUAGES.items() if word in names), "")


def _unreadable(part: str) -> Entry:
    """Named by how it begins."""
    begins = " ".join(part.split())[:80]
    entry = _entry(title=begins, authors=[], year="", series="", doi="", address="", language="")
    entry.fault = _("This entry cannot be read.")
    return entry
