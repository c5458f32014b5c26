"""The small Markdown of course folders (paragraphs, bold, links, lists) and the rich text that Wagtail keeps.

Both are read into the same paragraphs of runs (`text.py`), so that for any such text
`from_markdown(to_markdown(text)) == text` and `from_html(to_html(text)) == text`.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

from courses.catalogue.folders.text import LINK, Paragraph, Refused, Run, Shape, Text, tidy

_MARKS = re.compile(r"[\\`*_\[\]~]|<(?=[A-Za-z/!?])|&(?=#?\w+;)|!$")
_OPENS_BLOCK = re.compile(r"^([#>+=-])")
_OPENS_NUMBER = re.compile(r"^(\d{1,9})([.)])")
_MARK = r"[^\w\s]|_"
_LETTER = r"[^\s!-/:-@\[-`{-~\ue000\ue001]"
_LISTS: dict[str, Shape] = {"bullet_list_open": "ul", "ordered_list_open": "ol"}
_CONTAINERS = {"bullet_list_close", "ordered_list_close", "list_item_close", "paragraph_open", "paragraph_close"}


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    # What a link may point to is said by LINK, in a sentence; the parser would silently leave it as text.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    return parser


_PARSER = _parser()


def refusal(token: str) -> str:
    """Why a text may not hold what the parser found there."""
    return {
        "em_open": _("Italics are not kept; use bold or plain words."),
        "s_open": _("Struck-out words are not kept."),
        "code_inline": _("Code is not kept; write the words plainly, or a formula block."),
        "fence": _("Code is not kept; write the words plainly, or a formula block."),
        "code_block": _("Code is not kept: the lines begin with four spaces; write them without."),
        "html_inline": _("HTML is not read; write Markdown."),
        "html_block": _("HTML is not read; write Markdown."),
        "image": _("An image does not stand within text; give it a block of its own (type: image)."),
        "heading_open": _("A heading does not stand within text; give it a block of its own (type: heading)."),
        "hardbreak": _("A line break within a paragraph is not kept; begin a new paragraph."),
        "blockquote_open": _("A quotation with “>” is not kept; use quotation marks or a callout."),
        "hr": _("A ruled line is not kept; begin a heading or a new block."),
        "table_open": _("A table does not stand within text; give it a block of its own (type: table)."),
    }.get(token, _("This is not kept (%(what)s).") % {"what": token})


def from_markdown(source: str) -> Text:
    """Raises Refused for whatever is not a paragraph, bold, a link or a list."""
    paragraphs: list[Paragraph] = []
    lists: list[Shape] = []
    for token in _PARSER.parse(source):
        number = len(paragraphs) + 1
        if token.type in _LISTS:
            _require_simple(token, lists, number)
            lists.append(_LISTS[token.type])
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "list_item_open":
            paragraphs.append(Paragraph(lists[-1], ()))
        elif token.type == "inline":
            _add(paragraphs, lists[-1] if lists else "p", token.children or [])
        elif token.type not in _CONTAINERS:
            raise Refused(refusal(token.type), number)
    for number, paragraph in enumerate(paragraphs, 1):
        if not paragraph.runs:
            raise Refused(_("This item of the list, or paragraph, is empty."), number)
    return tuple(paragraphs)


def _require_simple(token: Token, lists: Sequence[Shape], number: int) -> None:
    if lists:
        raise Refused(_("A list within a list is not kept; make it one list."), number - 1)
    if token.attrs.get("start", 1) != 1:
        raise Refused(_("A numbered list begins with 1."), number)


def _add(paragraphs: list[Paragraph], shape: Shape, tokens: Sequence[Token]) -> None:
    if shape == "p":
        paragraphs.append(Paragraph("p", ()))
    elif paragraphs[-1].runs:
        raise Refused(_("An item of a list is one paragraph."), len(paragraphs))
    number = len(paragraphs)
    paragraphs[-1] = Paragraph(shape, tidy(_runs(tokens, number)))


def _runs(tokens: Sequence[Token], number: int) -> Iterator[Run]:
    bold, href = 0, ""
    for token in tokens:
        if token.type in ("strong_open", "strong_close"):
            bold += token.nesting
        elif token.type == "link_open":
            href = _address(token, number)
        elif token.type == "link_close":
            href = ""
        elif token.type in ("text", "softbreak"):
            yield Run(token.content or " " if token.type == "softbreak" else token.content, bool(bold), href)
        else:
            raise Refused(refusal(token.type), number)


def _address(token: Token, number: int) -> str:
    if token.attrs.get("title"):
        raise Refused(_("A link has no title of its own; the linked words say where it leads."), number)
    href = str(token.attrs["href"])
    if not LINK.fullmatch(href):
        raise Refused(
            _("“%(address)s” is not an address for a link: it begins with https://, http://, mailto:, tel: or lesson:.")
            % {"address": href},
            number,
        )
    return href


def to_markdown(text: Text) -> str:
    """One line a paragraph, so that a change to a sentence is a change to a line."""
    groups = []
    for shape, paragraphs in groupby(text, key=lambda paragraph: paragraph.shape):
        lines = [_line(paragraph) for paragraph in paragraphs]
        if shape == "p":
            groups += lines
        elif shape == "ul":
            groups.append("\n".join(f"- {line}" for line in lines))
        else:
            groups.append("\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1)))
    return "\n\n".join(groups)


def _line(paragraph: Paragraph) -> str:
    pieces = []
    for href, runs in groupby(paragraph.runs, key=lambda run: run.href):
        piece = _bolded(list(runs))
        pieces.append(f"[{piece}]({_target(href)})" if href else piece)
    line = _mended("".join(pieces))
    line = _OPENS_NUMBER.sub(r"\1\\\2", line)
    return _OPENS_BLOCK.sub(r"\\\1", line)


def _target(href: str) -> str:
    href = re.sub(r"&(?=#?\w+;)", "&amp;", href)
    return f"<{href}>" if re.search("[()]", href) else href


def _bolded(runs: Sequence[Run]) -> str:
    return "".join(f"\ue000{_escaped(run.text)}\ue001" if run.bold else _escaped(run.text) for run in runs)


def _escaped(text: str) -> str:
    return _MARKS.sub(r"\\\g<0>", text)


def _mended(line: str) -> str:
    """The marks of bold; a letter that touches them from outside where they would not be read is written as a number.

    CommonMark reads `a**(b)**c` as plain asterisks: punctuation within, a letter without.
    """
    line = re.sub(rf"({_LETTER})(?=\ue000({_MARK}))", lambda match: f"&#{ord(match[1])};", line)
    line = re.sub(rf"({_MARK})\ue001({_LETTER})", lambda match: f"{match[1]}\ue001&#{ord(match[2])};", line)
    return line.replace("\ue000", "**").replace("\ue001", "**")
