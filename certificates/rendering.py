"""Turns frozen claims into the bytes of a tagged PDF. Nothing is read from anywhere but this repository and the claims.

Whatever does not change between documents is made once per process: the fonts, the style sheet, the band's image.
"""

import base64
import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

import segno
from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher

from certificates import fonts, layout

BOTH = ("es", "en")
VARIANT = "pdf/ua-1"
_STYLE = Path(__file__).parent / "templates" / "certificates" / "pdf" / "certificado.css"

INDIGO, COCHINEAL = "#1f2f4f", "#8f1d3f"
# One millimetre a cell; a dot is paper, I indigo, C cochineal: a thick ring says "certificado", also in grey.
_TILE = [
    "III...III",
    "II.....II",
    "I...C...I",
    "...CCC...",
    "..CC.CC..",
    ".CC.I.CC.",
    "CC.III.CC",
    ".CC.I.CC.",
    "..CC.CC..",
    "...CCC...",
    "I...C...I",
    "II.....II",
    "III...III",
]
_SELVEDGE = 0.3  # mm of paper above and below each tile

_lock = Lock()  # a font configuration is not for two threads at once


class RenderingError(Exception):
    """The document wanted something from outside of itself."""


@dataclass(frozen=True)
class Engine:
    fonts: FontConfiguration
    style: CSS
    images: dict[str, Any]
    kept: frozenset[str]
    fetcher: URLFetcher


def render(claims: dict[str, Any], document_number: str = "", languages: Sequence[str] = BOTH) -> bytes:
    """A PDF/UA-1 of one page. The same claims give the same bytes, apart from WeasyPrint's version."""
    source = html(claims, document_number, languages)
    with _lock, _uncollected():
        engine = _engine()
        try:
            return _write(source, engine.style, engine.fonts, engine.images, engine.fetcher, claims["code"])
        finally:
            for image in engine.images.keys() - engine.kept:
                del engine.images[image]


@contextmanager
def _uncollected() -> Iterator[None]:
    """A page is some 100,000 objects that all live until it is written: looking for garbage among them is a tenth
    of the work and finds none. It is collected afterwards, as ever."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def html(claims: dict[str, Any], document_number: str = "", languages: Sequence[str] = BOTH, style: str = "") -> str:
    """The page as HTML; with `style`, that style sheet is inside, and plain WeasyPrint can set it without us."""
    printed = [language for language in languages if language in claims["texts"]] or claims["languages"][:1]
    first = claims["texts"][printed[0]]
    document = f"{first['document']} {document_number}".strip() if document_number else ""
    context = {
        "claims": claims,
        "languages": printed,
        "first": first,
        "second": claims["texts"][printed[1]] if len(printed) > 1 else None,
        "document": document,
        "page": layout.page(claims, printed, has_document=bool(document)),
        "qr": qr(claims["address"]),
        "host": urlsplit(claims["address"]).netloc,
        "style": style,
    }
    return render_to_string("certificates/pdf/certificado.html", context)


def qr(address: str) -> str:
    """A data URI. The mask is fixed: trying all eight costs more than the rest of the picture."""
    code = segno.make(address, error="m", mask=4, boost_error=False, micro=False)
    return str(code.png_data_uri(scale=4, border=0))


def stylesheet(*, embedded: bool = True) -> str:
    """The style sheet; its fonts as data, or by their address for whoever may read files."""
    faces = "".join(
        f'@font-face {{ font-family: "{face.family}"; src: url({_data("font/ttf", face.path.read_bytes()) if embedded else face.path.as_uri()}) }}\n'
        for face in fonts.FACES
    )
    band = f".band {{ background: url({_data('image/svg+xml', tile().encode())}) 0 0 / 9mm 13mm repeat-y }}\n"
    return faces + _STYLE.read_text() + band


def tile() -> str:
    """The motif of the woven band as SVG, a bar per run of cells."""
    height = len(_TILE)
    bars = {"I": "", "C": ""}
    for y, row in enumerate(_TILE):
        top = y + (_SELVEDGE if y == 0 else 0)
        foot = y + 1 - (_SELVEDGE if y == height - 1 else 0)
        for x, colour, length in _runs(row):
            bars[colour] += f"M{x} {top:g}h{length}V{foot:g}h-{length}z"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="9mm" height="{height}mm" viewBox="0 0 9 {height}">'
        f'<path fill="{INDIGO}" d="{bars["I"]}"/><path fill="{COCHINEAL}" d="{bars["C"]}"/></svg>'
    )


def _runs(row: str) -> list[tuple[int, str, int]]:
    """(start, colour, length) of each run of one colour."""
    starts = [x for x in range(len(row)) if row[x] != "." and (x == 0 or row[x] != row[x - 1])]
    return [(x, row[x], len(row[x:]) - len(row[x:].lstrip(row[x]))) for x in starts]


def _data(kind: str, content: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


@lru_cache(maxsize=1)
def _engine() -> Engine:
    configuration = FontConfiguration()
    fetcher = URLFetcher(allowed_protocols=("data",), allow_redirects=False, fail_on_errors=True)
    style = CSS(string=stylesheet(), font_config=configuration, url_fetcher=fetcher)
    images: dict[str, Any] = {}
    _write('<html lang="es"><title>-</title><div class="band"></div>', style, configuration, images, fetcher, "-")
    return Engine(configuration, style, images, frozenset(images), fetcher)


def _write(
    source: str, style: CSS, configuration: FontConfiguration, images: dict[str, Any], fetcher: URLFetcher, name: str
) -> bytes:
    try:
        written = HTML(string=source, url_fetcher=fetcher).write_pdf(
            font_config=configuration,
            stylesheets=[style],
            cache=images,
            pdf_variant=VARIANT,
            pdf_identifier=name.encode(),
        )
    except FatalURLFetchingError as error:  # not an Exception: it would end the worker
        raise RenderingError(str(error)[:200]) from error
    return bytes(written)
