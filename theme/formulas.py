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
_WORD = r"[\w.,\u00a0\u0300-\u036f⁰-⁹₀-₉]+"
_SPACED = frozenset("=≈<>≤≥+−-×⋅·/→∓±")
_BEFORE_SIGNS = _SPACED | frozenset("([{")


@lru_cache(maxsize=1024)
def to_mathml(latex: str, language: str, *, description: str = "", display: str = "inline") -> SafeString:
    """MathML of a LaTeX formula, its decimal signs those of `language`; `description` is what is read aloud.

    Raises ValueError with a sentence for the person who wrote the formula.
    """
    math = _read(latex, language, display)
    if description:
        math.set("alttext", description)
        math.set("aria-label", description)
    return mark_safe(tostring(math, encoding="unicode"))  # noqa: S308  # ElementTree has escaped it


def _read(latex: str, language: str, display: str) -> Element:
    _require_balanced(latex)
    try:
        math: Element = convert_to_element(latex, display=display)
    except Exception as error:  # latex2mathml's errors have no common class of their own
        raise ValueError(_("The formula “%(latex)s” cannot be read as LaTeX.") % {"latex": latex}) from error
    for element in math.iter():
        _clean(element, language)
    for element in math.iter():
        _mark_signs(element)
    return math


def _mark_signs(row: Element) -> None:
    """A minus that follows nothing, a bracket or another sign belongs to its number, and bars to what is between them.

    Browsers would set them apart like a minus between two numbers.
    """
    before, is_open = "(", False
    for child in row:
        text = (child.text or "") if child.tag == "mo" else ""
        if text in ("-", "−") and before in _BEFORE_SIGNS:
            child.set("form", "prefix")
        elif text == "|" and (is_open or before in _BEFORE_SIGNS):
            child.set("form", "postfix" if is_open else "prefix")
            text, is_open = "" if is_open else "(", not is_open
        before = text


def to_text(latex: str, language: str) -> str:
    """The same formula as plain text, for mail, spreadsheets and citations: "N = (M² · σ²) / (P · (1 − P))".

    Raises ValueError with a sentence for the person who wrote the formula.
    """
    text = re.sub(r" +", " ", _spoken(_read(latex, language, "inline"))).strip()
    return re.sub(rf"([-+−·×/±∓] |[√^_])−({_WORD})", r"\1(−\2)", text)  # no two signs side by side


_SUPERSCRIPTS = str.maketrans("0123456789-+", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺")
_SUBSCRIPTS = str.maketrans("0123456789-+", "₀₁₂₃₄₅₆₇₈₉₋₊")


def _spoken(element: Element) -> str:
    """One line of a MathML tree; what is above, below or under a root is put in brackets where it is no single word."""
    tag = element.tag.rpartition("}")[2]
    parts = [_spoken(child) for child in element]
    if tag == "mfrac":
        return f"{_bracketed(parts[0])} / {_bracketed(parts[1])}"
    if tag == "msqrt":
        return f"√{_bracketed(''.join(parts))}"
    if tag in ("msub", "msup", "msubsup", "munder", "mover"):
        return _raised(tag, parts)
    if tag == "mo":
        sign = (element.text or "").replace("-", "−").replace("⋅", "·")
        return f" {sign} " if sign in _SPACED and element.get("form") != "prefix" else sign
    return (element.text or "").replace(";", "; ") + "".join(parts)


def _raised(tag: str, parts: list[str]) -> str:
    base, *others = (part.strip() for part in parts)
    if tag == "mover":
        return f"{base}\u0304" if others[0] in ("¯", "ˉ", "‾", "_", "―") else f"{base}\u0302"
    text = base
    if tag in ("msub", "msubsup", "munder"):
        under = others[0]
        text += under.translate(_SUBSCRIPTS) if under.isdigit() else f"_{_bracketed(under)}"
    if tag in ("msup", "msubsup"):
        over = others[-1]
        text += over.translate(_SUPERSCRIPTS) if over.isdigit() else f"^{_bracketed(over)}"
    return text


def _bracketed(text: str) -> str:
    text = text.strip()
    plain = re.fullmatch(rf"\|?−?{_WORD}\|?", text) is not None
    return text if plain else f"({text})"


def localised(text: str, language: str) -> str:
    """Figures such as "-2.3%" or "0.45 (0.23, 0.91)" as `language` writes them."""
    text = re.sub(r"(?<![\w.,])-(?=\.?\d)", "−", text)
    if language[:2] not in _DECIMAL_COMMA:
        return re.sub(r"(?<=\d)\s+%", "%", text)
    text = re.sub(r"(?<=\d),(?=\s)", ";", text)
    text = re.sub(r"(?<=\d)\.(?=\d)", ",", text)
    return re.sub(r"(?<=\d)\s*%", "\u00a0%", text)


def _as_written(number: str, language: str) -> str:
    """Digits with a decimal point as `language` groups and divides them: 5 217,39 or 5,217.39."""
    whole, point, fraction = number.partition(".")
    text = f"{int(whole):,}" if whole.lstrip("0") == whole and whole else whole  # 01 is no number but two digits
    if language[:2] in _DECIMAL_COMMA:
        text, point = text.replace(",", "\u00a0"), point.replace(".", ",")
    return text + point + fraction


def _require_balanced(latex: str) -> None:
    bare = re.sub(r"\\[{}\\]", "", latex)
    if not latex.strip() or bare.count("{") != bare.count("}"):
        raise ValueError(_("The formula “%(latex)s” is empty or its braces do not match.") % {"latex": latex})


def _clean(element: Element, language: str) -> None:
    text = unescape(element.text or "")
    if element.tag in ("mi", "mo") and (text == "&" or re.match(r"\\\w", text)):
        raise ValueError(_("The formula has a command that is not known here: “%(command)s”.") % {"command": text})
    if element.tag in ("mn", "mi") and _NUMBER.fullmatch(text):
        text = _as_written(text, language)
    element.text = text or None
    for name in set(element.attrib) - _ATTRIBUTES - {"xmlns"}:
        del element.attrib[name]
