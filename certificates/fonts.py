"""The three faces of the certificate: cut once per machine from the variable fonts, measured by their own tables."""

import os
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import fontpkg  # type: ignore[import-untyped]  # it has no types
from django.conf import settings
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

RECIPE = 1  # part of the file name: raise it when the cut changes
MM_PER_POINT = 25.4 / 72

# Latin with every accent that a name in Peru can carry, Vietnamese included; punctuation, currency. Cutting to these
# first makes the instances in 3 seconds instead of 17. Other scripts fall back to the fonts of the machine.
_UNICODES = [
    *range(0x20, 0x250),
    *range(0x300, 0x370),
    *range(0x1E00, 0x1F00),
    *range(0x2000, 0x2070),
    *range(0x20A0, 0x20C0),
]
_FEATURES = ["kern", "liga", "ccmp", "locl", "mark", "mkmk"]


@dataclass(frozen=True)
class Face:
    """`family` is how the style sheet calls it; "Source" is a reserved name, so a cut font has another."""

    family: str
    source: str
    style: str
    axes: tuple[tuple[str, int], ...]

    @property
    def path(self) -> Path:
        """The static font, made if this machine does not have it yet."""
        version = fontpkg.family(self.source).version
        path: Path = settings.VAR / "fonts" / f"{self.family.replace(' ', '-')}-{version}-{RECIPE}.ttf"
        if not path.exists():
            _cut(self, path)
        return path

    def width(self, text: str, points: float) -> float:
        """Advance in mm, without kerning; a character that the font lacks counts as a square."""
        advances, square = _advances(self)
        units = sum(advances.get(ord(char), square) for char in text)
        return units / square * points * MM_PER_POINT


SERIF = Face("Certificate Serif", "Source Serif 4", "normal", (("opsz", 24), ("wght", 410)))
SANS = Face("Certificate Sans", "Source Sans 3", "normal", (("wght", 400),))
ITALIC = Face("Certificate Italic", "Source Sans 3", "italic", (("wght", 400),))
FACES = (SERIF, SANS, ITALIC)


def _cut(face: Face, path: Path) -> None:
    """Written beside and renamed: several workers may start at once."""
    options = subset.Options(layout_features=_FEATURES, hinting=False, notdef_outline=True)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=_UNICODES)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(dir=path.parent, suffix=".part")
    with TTFont(fontpkg.path(face.source, style=face.style)) as font, os.fdopen(handle, "wb") as file:
        cutter.subset(font)
        static = instancer.instantiateVariableFont(font, dict(face.axes))
        _rename(static, face.family)
        static.save(file)
        os.fchmod(file.fileno(), 0o644)  # mkstemp lets only its own user read
    Path(unfinished).replace(path)


def _rename(font: TTFont, family: str) -> None:
    names = font["name"]
    for record in list(names.names):
        if record.nameID in (1, 3, 4, 6, 16):
            name = family.replace(" ", "") if record.nameID == 6 else family
            names.setName(name, record.nameID, record.platformID, record.platEncID, record.langID)


@lru_cache(maxsize=len(FACES))
def _advances(face: Face) -> tuple[dict[int, int], int]:
    """Units per character, and units per em."""
    with TTFont(face.path) as font:
        widths = font["hmtx"].metrics
        return {code: widths[name][0] for code, name in font.getBestCmap().items()}, font["head"].unitsPerEm
