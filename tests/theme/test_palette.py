"""The colours of `tokens.css`, measured on the grounds they stand on (WCAG 2.2)."""

import re
from pathlib import Path

import pytest

TOKENS = (Path(__file__).parents[2] / "theme/static/theme/tokens.css").read_text()
LIGHT, DARK = TOKENS.split("prefers-color-scheme: dark")

# text, ground, what the look measured in light and in dark
MEASURED = [
    ("ink", "page", 16.5, 15.2),
    ("ink-soft", "page", 7.6, 9.4),
    ("ink-soft", "surface", 6.9, 8.4),
    ("brand", "page", 11.7, 11.3),
    ("on-band", "band", 11.7, 13.5),
    ("band-soft", "band", 8.9, 10.2),
    ("thread", "band", 6.0, 7.0),
    ("link", "page", 7.6, 10.1),
    ("on-action", "action", 7.6, 10.0),
    ("good", "good-ground", 6.1, 7.8),
    ("wait", "wait-ground", 6.7, 8.5),
    ("on-exit", "exit", 7.4, 7.4),
    ("danger", "page", 7.4, 9.1),
    ("line-strong", "page", 4.7, 5.8),
    ("line", "page", 1.5, 1.8),
]
TEXT = [(text, ground) for text, ground, *_ in MEASURED if not text.startswith("line")] + [
    ("on-thread", "thread"),
    ("on-halo", "halo"),
    ("on-light", "on-band"),
    ("on-light", "band-soft"),
    ("link", "surface"),
    ("ink", "good-ground"),
    ("ink", "wait-ground"),
    ("danger", "surface"),
]
CONTROLS = [
    ("line-strong", "page"),
    ("line-strong", "surface"),
    ("halo", "band"),
    ("action", "page"),
    ("action", "surface"),
]


def colours(*sheets: str) -> dict[str, str]:
    return {name: value for sheet in sheets for name, value in re.findall(r"--([\w-]+): (#[0-9a-f]{6});", sheet)}


PALETTES = {"light": colours(LIGHT), "dark": colours(LIGHT, DARK)}


def luminance(colour: str) -> float:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_of_black_and_white_is_21() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize(("text", "ground", "light", "dark"), MEASURED)
def test_palette_measures_what_the_look_says(text: str, ground: str, light: float, dark: float) -> None:
    measured = [contrast(PALETTES[mode][text], PALETTES[mode][ground]) for mode in ("light", "dark")]
    assert measured == pytest.approx([light, dark], abs=0.1)


@pytest.mark.parametrize("mode", PALETTES)
@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_palette_text_can_be_read(mode: str, text: str, ground: str) -> None:
    assert contrast(PALETTES[mode][text], PALETTES[mode][ground]) >= 4.5


@pytest.mark.parametrize("mode", PALETTES)
@pytest.mark.parametrize(("control", "ground"), CONTROLS)
def test_palette_controls_can_be_seen(mode: str, control: str, ground: str) -> None:
    assert contrast(PALETTES[mode][control], PALETTES[mode][ground]) >= 3
