"""Formulas and figures as each language writes them. What is stored always has a decimal point."""

import re
from functools import lru_cache
from html import unescape
from xml.etree.ElementTree import Element, tostring

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from latex2mathml.converter import convert_to_element

# Everything else that latex2mathml may write (links, colours) has no place in a formula.
_ATTRIBUTES = frozenset(
    [
        "accent",
        "accentunder",
        "columnalign",
        "columnspacing",
        "display",
        "displaystyle",
        "fence",
        "form",
        "linebreak",
        "linethickness",
        "lspace",
        "mathvariant",
        "maxsize",
        "minsize",
        "movablelimits",
        "notation",
        "rowspacing",
        "rspace",
        "scriptlevel",
        "separator",
        "stretchy",
        "width",
    ]
)
_DECIMAL_COMMA = frozenset({"es"})
_NUMBER = re.compile(r"\d*\.?\d+")


@lru_cache(maxsize=1024)
def to_mathml(latex: str, language: str, *, description: str = "", display: str = "inline") -> SafeString:
    """MathML of a LaTeX formula, its decimal signs those of `language`; `description` is what is read aloud.

    Raises ValueError with a sentence for the person who wrote the formula.
    """
    _require_balanced(latex)
    try:
        math = convert_to_element(latex, display=display)
    except Exception as error:  # latex2mathml's errors have no common class of their own
        raise ValueError(_("The formula “%(latex)s” cannot be read as LaTeX.") % {"latex": latex}) from error
    for element in math.iter():
        _clean(element, language)
    if description:
        math.set("alttext", description)
        math.set("aria-label", description)
    return mark_safe(tostring(math, encoding="unicode"))  # noqa: S308  # ElementTree has escaped it


def localised(text: str, language: str) -> str:
    """Figures such as "-2.3%" or "0.45 (0.23, 0.91)" as `language` writes them."""
    text = re.sub(r"(?<![\w.,])-(?=\.?\d)", "−", text)
    if language[:2] not in _DECIMAL_COMMA:
        return re.sub(r"(?<=\d)\s+%", "%", text)
    text = re.sub(r"(?<=\d),(?=\s)", ";", text)
    text = re.sub(r"(?<=\d)\.(?=\d)", ",", text)
    return re.sub(r"(?<=\d)\s*%", "\u00a0%", text)


def _require_balanced(latex: str) -> None:
    bare = re.sub(r"\\[{}\\]", "", latex)
    if not latex.strip() or bare.count("{") != bare.count("}"):
        raise ValueError(_("The formula “%(latex)s” is empty or its braces do not match.") % {"latex": latex})


def _clean(element: Element, language: str) -> None:
    text = unescape(element.text or "")
    if element.tag in ("mi", "mo") and (text == "&" or re.match(r"\\\w", text)):
        raise ValueError(_("The formula has a command that is not known here: “%(command)s”.") % {"command": text})
    if element.tag in ("mn", "mi") and _NUMBER.fullmatch(text) and language[:2] in _DECIMAL_COMMA:
        text = text.replace(".", ",")
    element.text = text or None
    for name in set(element.attrib) - _ATTRIBUTES - {"xmlns"}:
        del element.attrib[name]
