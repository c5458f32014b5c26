"""The one web font: Source Sans 3, cut down to what Spanish, English and statistics need.

The font's licence (OFL) reserves the name "Source", so the cut is called Incubadora Sans and travels with the licence.
It is a build product: made under VAR, never committed, found by `FontFinder`.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import fontpkg_source_sans_3
from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

FAMILY = "Incubadora Sans"
FILE = "theme/incubadora-sans.woff2"
LICENCE = "theme/incubadora-sans-OFL.txt"
WEIGHTS = (400, 700)
SOURCE = Path(fontpkg_source_sans_3.ROOT)
UPRIGHT = SOURCE / "files" / "SourceSans3[wght].ttf"

LATIN = [*range(0x20, 0x7F), *range(0xA0, 0x180)]
GREEK = [*range(0x391, 0x3A2), *range(0x3A3, 0x3AA), *range(0x3B1, 0x3CA)]
SIGNS = [ord(sign) for sign in "√−≤≥≠≈±×÷∞∑∏∂∫∆Ω·•…†‡‰′″€–—‑‘’‚“”„‹›«»←→↑↓↔✓✗○●◦■□▲▶►▼◀★ﬁﬂ№™"]
SCRIPTS = [*range(0x2070, 0x2072), *range(0x2074, 0x208F), *range(0x2090, 0x209D)]
SPACES = [0x2007, 0x2009, 0x200A, 0x202F, 0x2060]
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "liga", "case", "sups", "subs", "ordn"]
# The names a reader or a system sees; the copyright line and the licence stay as they are.
SHOWN = {
    1: FAMILY,
    2: "Regular",
    3: FAMILY,
    4: FAMILY,
    6: "IncubadoraSans",
    16: FAMILY,
    17: "Regular",
    25: "IncubadoraSans",
}
KEPT = (0, 13, 14)


def folder() -> Path:
    return Path(settings.VAR) / "fonts"


def make() -> tuple[Path, bool]:
    """The font's file and whether it was made now: an up-to-date one is left alone."""
    path, stamp = folder() / FILE, folder() / "stamp"
    recipe = _recipe()
    if path.exists() and stamp.exists() and stamp.read_text() == recipe:
        return path, False
    path.parent.mkdir(parents=True, exist_ok=True)
    font = _cut()
    font.flavor = "woff2"
    half = path.with_suffix(f".{os.getpid()}")
    font.save(half)
    half.replace(path)
    (folder() / LICENCE).write_bytes((SOURCE / "LICENSE").read_bytes())
    stamp.write_text(recipe)
    return path, True


def _recipe() -> str:
    """Changes when this module or the package's font does."""
    parts = [Path(__file__).read_bytes(), str(UPRIGHT.stat().st_size).encode()]
    return hashlib.sha256(b"".join(parts)).hexdigest()


def _cut() -> TTFont:
    options = subset.Options()
    options.layout_features = FEATURES
    options.name_IDs = list(KEPT)
    options.hinting = False
    options.notdef_outline = True
    options.drop_tables = [*options.drop_tables, "DSIG"]
    font = TTFont(UPRIGHT)
    # Subset first: limiting the axis is slow in proportion to the glyphs that are left.
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[*LATIN, *GREEK, *SIGNS, *SCRIPTS, *SPACES])
    cutter.subset(font)
    font = instancer.instantiateVariableFont(font, {"wght": WEIGHTS})
    _rename(font)
    return font


def _rename(font: TTFont) -> None:
    names = font["name"]
    for name, text in SHOWN.items():
        names.setName(text, name, 3, 1, 0x409)


class FontFinder(BaseFinder):
    """Shows the made font to staticfiles. `collectstatic` makes it first, so no deployment can forget it."""

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        found = [str(folder() / path)] if path in (FILE, LICENCE) and (folder() / path).exists() else []
        return found[0] if found and not find_all else found  # Django takes [] for nothing, None for a match

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        make()
        storage = FileSystemStorage(location=folder())
        for path in (FILE, LICENCE):
            yield path, storage
