"""Files of a course folder as nodes that know their line. Every scalar stays text: "no" is a word, 1.10 keeps its zero."""

import unicodedata
from dataclasses import dataclass
from pathlib import Path

import yaml
from django.utils.translation import gettext as _

from courses.catalogue.folders.faults import Place

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MAXIMUM_BYTES = 1_000_000
MAXIMUM_DEPTH = 12


@dataclass(frozen=True)
class Scalar:
    text: str
    line: int


@dataclass(frozen=True)
class Items:
    items: "tuple[Node, ...]"
    line: int


@dataclass(frozen=True)
class Fields:
    fields: "dict[str, Node]"
    line: int


Node = Scalar | Items | Fields


class Unreadable(Exception):
    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.message, self.line = message, line


def read_file(file: Path, place: Place) -> Fields | None:
    """The fields of a YAML file; None if it cannot be read, with the fault at `place`."""
    try:
        node = _parsed(_text(file))
        if not isinstance(node, Fields):
            raise Unreadable(_("The file must hold fields (“name: value”)."), 1)
    except Unreadable as error:
        place.at("", error.line).fault(error.message)
        return None
    return node


def _text(file: Path) -> str:
    if file.stat().st_size > MAXIMUM_BYTES:
        raise Unreadable(_("The file is larger than %(size)d bytes.") % {"size": MAXIMUM_BYTES})
    try:
        return unicodedata.normalize("NFC", file.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Unreadable(_("The file is not written in UTF-8.")) from error


def _parsed(text: str) -> Node:
    try:
        _require_plain(text)
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        message = _("This is not YAML: %(problem)s.") % {"problem": error.problem or error.context}
        raise Unreadable(message, mark.line + 1 if mark else 0) from error
    except yaml.YAMLError as error:  # a character that YAML does not allow: it has no mark
        raise Unreadable(_("This is not YAML: %(problem)s.") % {"problem": error}) from error
    if root is None:
        raise Unreadable(_("The file is empty."))
    return _node(root)


def _require_plain(text: str) -> None:
    """No anchors (they can multiply without end), no tags, no bottomless nesting: before anything is built."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        line = event.start_mark.line + 1 if event.start_mark else 0
        if getattr(event, "anchor", None) is not None:
            raise Unreadable(_("Anchors and aliases (& and *) are not read; put the text into quotes."), line)
        if getattr(event, "tag", None) is not None:
            raise Unreadable(_("Tags (!) are not read; put the text into quotes."), line)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAXIMUM_DEPTH:
            raise Unreadable(_("The fields are nested too deeply."), line)


def _node(node: yaml.Node) -> Node:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.ScalarNode):
        return Scalar(node.value, line)
    if isinstance(node, yaml.SequenceNode):
        return Items(tuple(_node(item) for item in node.value), line)
    fields: dict[str, Node] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise Unreadable(_("The name of a field must be a word."), key.start_mark.line + 1)
        if key.value in fields:
            message = _("The field “%(name)s” stands here twice.") % {"name": key.value}
            raise Unreadable(message, key.start_mark.line + 1)
        fields[key.value] = _node(value)
    return Fields(fields, line)
