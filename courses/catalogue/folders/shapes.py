"""What fields look like in a course folder.

A shape reads a node of the file into a plain value (texts as `{language: text}`, Markdown in its one normal form),
makes of that value what Wagtail stores for one language, and gets the value back from what Wagtail stores for all.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.translation import gettext as _

from courses.catalogue.folders.faults import Place
from courses.catalogue.folders.markdown import from_markdown, to_markdown
from courses.catalogue.folders.pictures import read_picture
from courses.catalogue.folders.reading import Fields, Items, Node, Scalar
from courses.catalogue.folders.richtext import from_html, to_html
from courses.catalogue.folders.text import Refused, Text, difference
from courses.catalogue.folders.values import identifier, same, yes_or_no
from courses.translating import LANGUAGES, SOURCE

Value = Any


class Library(Protocol):
    """Numbers that the database gives to what a folder names in its own way, and back."""

    def image(self, picture: Mapping[str, Any]) -> int | None: ...
    def picture(self, image: int | None) -> Mapping[str, Any]: ...
    def link(self, href: str) -> Mapping[str, str]: ...
    def address(self, attributes: Mapping[str, str]) -> str: ...


class Shape(Protocol):
    def read(self, node: Node | None, place: Place) -> Value:
        """The value of a node; what is wrong with it is added to the place."""

    def stored(self, value: Value, language: str, library: Library) -> Any:
        """What Wagtail keeps for one language."""

    def value(self, stored: Mapping[str, Any], library: Library) -> Value:
        """The value of what Wagtail keeps for every language. Raises Refused."""

    def written(self, value: Value) -> Any:
        """The value as YAML shows it; None is left out."""


@dataclass(frozen=True)
class Plain:
    """The same in every language."""

    convert: Callable[[str], Value]
    default: Value = None
    number: bool = False

    def read(self, node: Node | None, place: Place) -> Value:
        if node is None:
            return self.default
        if not isinstance(node, Scalar):
            place.fault(_("One value stands here, the same in every language."))
            return self.default
        try:
            return self.convert(unicodedata.normalize("NFC", node.text))
        except ValueError as error:
            place.fault(str(error))
            return self.default

    def stored(self, value: Value, language: str, library: Library) -> Any:
        return value

    def value(self, stored: Mapping[str, Any], library: Library) -> Value:
        values = [self._converted(stored[language]) for language in LANGUAGES]
        if any(value != values[0] for value in values):
            raise Refused(_("A value that has no language differs between languages; synchronise the translation."))
        return values[0]

    def _converted(self, value: Any) -> Value:
        if value is None:
            return self.default
        return value if isinstance(value, bool) else self.convert(str(value))

    def written(self, value: Value) -> Any:
        if self.number and isinstance(value, str):
            return float(value) if "." in value else int(value)
        return None if value in (None, "") else value


@dataclass(frozen=True)
class Words:
    """Plain words, in every language or in none."""

    lines: bool = False

    def read(self, node: Node | None, place: Place) -> Value:
        return {language: self.tidy(text) for language, (text, _at) in _each_language(node, place).items()}

    def tidy(self, text: str) -> str:
        lines = [" ".join(filter(None, re.split(r"[ \t]+", line))).strip() for line in text.splitlines()]
        return "\n".join(lines).strip() if self.lines else " ".join(filter(None, lines))

    def stored(self, value: Value, language: str, library: Library) -> Any:
        return value[language]

    def value(self, stored: Mapping[str, Any], library: Library) -> Value:
        return {language: self.tidy(stored[language] or "") for language in LANGUAGES}

    def written(self, value: Value) -> Any:
        return value if any(value.values()) else None


@dataclass(frozen=True)
class Rich:
    """Markdown, its paragraphs and links corresponding in every language."""

    links: bool = True

    def read(self, node: Node | None, place: Place) -> Value:
        texts: dict[str, Text] = {}
        for language, (source, at) in _each_language(node, place).items():
            try:
                texts[language] = self._checked(from_markdown(source))
            except Refused as refused:
                at.fault(refused.message, paragraph=refused.paragraph)
        for language in set(texts) & set(LANGUAGES) - {SOURCE}:
            other = difference(texts[SOURCE], texts[language]) if SOURCE in texts else None
            if other and texts[SOURCE] and texts[language]:
                place.at(language).fault(other.message, paragraph=other.paragraph)
        return {language: to_markdown(texts.get(language, ())) for language in LANGUAGES}

    def _checked(self, text: Text) -> Text:
        for number, paragraph in enumerate(text, 1):
            if paragraph.links and not self.links:
                raise Refused(_("This text takes no links."), number)
        return text

    def stored(self, value: Value, language: str, library: Library) -> Any:
        return to_html(from_markdown(value[language]), library.link)

    def value(self, stored: Mapping[str, Any], library: Library) -> Value:
        return {language: to_markdown(from_html(stored[language] or "", library.address)) for language in LANGUAGES}

    def written(self, value: Value) -> Any:
        return value if any(value.values()) else None


@dataclass(frozen=True)
class Group:
    """Fields side by side."""

    fields: Mapping[str, Shape]

    def read(self, node: Node | None, place: Place) -> Value:
        given = node.fields if isinstance(node, Fields) else {}
        if node is not None and not isinstance(node, Fields):
            place.fault(_("Fields (“name: value”) stand here."))
        for name in set(given) - set(self.fields):
            place.at(name, given[name].line).fault(_unknown(self.fields))
        return {
            name: shape.read(given.get(name), place.at(name, given[name].line if name in given else 0))
            for name, shape in self.fields.items()
        }

    def stored(self, value: Value, language: str, library: Library) -> Any:
        return {name: shape.stored(value[name], language, library) for name, shape in self.fields.items()}

    def value(self, stored: Mapping[str, Any], library: Library) -> Value:
        return {
            name: shape.value({language: stored[language].get(name) for language in LANGUAGES}, library)
            for name, shape in self.fields.items()
        }

    def written(self, value: Value) -> Any:
        written = {name: shape.written(value[name]) for name, shape in self.fields.items()}
        return {name: part for name, part in written.items() if part is not None}


@dataclass(frozen=True)
class Many:
    """Items, each with its id: its fields beside it, or its one value as `value`."""

    item: Shape

    def read(self, node: Node | None, place: Place) -> Value:
        if node is None:
            return []
        if not isinstance(node, Items):
            place.fault(_("A list stands here: one item after each “-”."))
            return []
        return [self._read_item(item, place.at(f"[{index}]", item.line)) for index, item in enumerate(node.items)]

    def _read_item(self, node: Node, place: Place) -> Value:
        group = Group({"id": Plain(identifier), **self._fields})
        value = group.read(node, place)
        if value["id"] is None:
            place.at("id").fault(_("An id is missing; every item has a UUID of its own, so that it can be reworded."))
        return value

    @property
    def _fields(self) -> Mapping[str, Shape]:
        return self.item.fields if isinstance(self.item, Group) else {"value": self.item}

    def stored(self, value: Value, language: str, library: Library) -> Any:
        inner = Group(self._fields)
        items = [(item["id"], inner.stored(item, language, library)) for item in value]
        bare = not isinstance(self.item, Group)
        return [{"type": "item", "id": id_, "value": raw["value"] if bare else raw} for id_, raw in items]

    def value(self, stored: Mapping[str, Any], library: Library) -> Value:
        rows = by_id({language: stored[language] or [] for language in LANGUAGES})
        return [{"id": id_, **self._item(raws, library)} for id_, raws in rows]

    def _item(self, stored: Mapping[str, Any], library: Library) -> Value:
        if isinstance(self.item, Group):
            return self.item.value(stored, library)
        return {"value": self.item.value(stored, library)}

    def written(self, value: Value) -> Any:
        inner = Group(self._fields)
        return [{"id": item["id"], **inner.written(item)} for item in value] or None


PICTURE: Mapping[str, Shape] = {"file": Plain(same, ""), "alt": Words(), "decorative": Plain(yes_or_no, False)}


@dataclass(frozen=True)
class Picture:
    """A file of the folder with its description in every language, or marked as decorative."""

    def read(self, node: Node | None, place: Place) -> Value:
        value = Group(PICTURE).read(node, place)
        return read_picture(value, place)

    def stored(self, value: Value, language: str, library: Library) -> Any:
        return {
            "image": library.image(value),
            "decorative": value["decorative"],
            "alt_text": "" if value["decorative"] else value["alt"][language],
        }

    def value(self, stored: Mapping[str, Any], library: Library) -> Value:
        if len({stored[language]["image"] for language in LANGUAGES}) > 1:
            raise Refused(_("The languages show different images."))
        alt = Words().value({language: stored[language].get("alt_text") for language in LANGUAGES}, library)
        decorative = bool(stored[SOURCE].get("decorative"))
        return {**library.picture(stored[SOURCE]["image"]), "alt": alt, "decorative": decorative}

    def written(self, value: Value) -> Any:
        described = {"decorative": True} if value["decorative"] else {"alt": value["alt"]}
        return {"file": value["file"], **described}


def by_id(stored: Mapping[str, list[Any]]) -> list[tuple[str, dict[str, Any]]]:
    """Items of every language side by side. Raises Refused if the languages do not have the same ones in one order."""
    ids = {language: [item["id"] for item in items] for language, items in stored.items()}
    if any(ids[language] != ids[SOURCE] for language in ids):
        raise Refused(_("The languages do not have the same blocks or items; synchronise the translation."))
    rows = zip(*(stored[language] for language in LANGUAGES), strict=True)
    return [
        (row[0]["id"], {language: item["value"] for language, item in zip(LANGUAGES, row, strict=True)}) for row in rows
    ]


def _each_language(node: Node | None, place: Place) -> dict[str, tuple[str, Place]]:
    """The text of each language and its place; all of them are there, or none is."""
    if node is not None and not isinstance(node, Fields):
        place.fault(_("A text stands here in every language: %(languages)s.") % {"languages": ", ".join(LANGUAGES)})
        node = None
    given = node.fields if node else {}
    for code in set(given) - set(LANGUAGES):
        place.at(code, given[code].line).fault(_unknown(LANGUAGES))
    texts: dict[str, tuple[str, Place]] = {}
    for language in LANGUAGES:
        at = place.at(language, given[language].line if language in given else 0)
        written = given.get(language)
        if written and not isinstance(written, Scalar):
            at.fault(_("A text stands here."))
        text = written.text if isinstance(written, Scalar) else ""
        texts[language] = (unicodedata.normalize("NFC", text), at)
    if any(text.strip() for text, _at in texts.values()):
        for text, at in texts.values():
            if not text.strip():
                at.fault(_("This language is missing."))
    return texts


def _unknown(known: Mapping[str, Any] | tuple[str, ...]) -> str:
    return _("This field is not known here. Known are: %(names)s.") % {"names": ", ".join(known)}
