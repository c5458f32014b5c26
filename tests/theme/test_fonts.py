"""The font that phones download: small, complete, and not called what its licence reserves."""

from io import StringIO
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from fontTools.ttLib import TTFont

from theme import fonts

NEEDED = "AZaz09 áéíóúüñ ÁÉÍÓÚÜÑ ¿¡ «» “” ρσδαβκμΔΣχπλ √−≤≥✓≠×÷±≈ ₀₁₂ ²³ ←→ € % · … – —\u00a0\u202f\u2009"


@pytest.fixture(scope="module")
def made() -> Path:
    return fonts.make()[0]


def test_font_is_small_enough_for_a_phone(made: Path) -> None:
    assert made.stat().st_size <= 50_000


def test_font_has_every_sign_the_lessons_use(made: Path) -> None:
    known = TTFont(made).getBestCmap()
    assert [sign for sign in NEEDED if ord(sign) not in known] == []


def test_font_runs_from_regular_to_bold(made: Path) -> None:
    assert [(a.axisTag, a.minValue, a.maxValue) for a in TTFont(made)["fvar"].axes] == [("wght", 400, 700)]


def test_font_figures_have_one_width(made: Path) -> None:
    font = TTFont(made)
    assert len({font["hmtx"][font.getBestCmap()[ord(figure)]][0] for figure in "0123456789"}) == 1


def test_font_name_leaves_the_reserved_one_alone(made: Path) -> None:
    shown = {str(name) for name in TTFont(made)["name"].names if name.nameID not in fonts.KEPT}
    assert fonts.FAMILY in shown
    assert [name for name in shown if "source" in name.lower()] == []


def test_font_travels_with_its_licence(made: Path) -> None:
    assert "SIL OPEN FONT LICENSE" in (fonts.folder() / fonts.LICENCE).read_text()


def test_command_leaves_a_made_font_alone(made: Path) -> None:
    before, said = made.stat().st_mtime_ns, StringIO()
    call_command("make_fonts", stdout=said)
    assert made.stat().st_mtime_ns == before
    assert said.getvalue().startswith("up to date: ")


def test_finder_shows_font_and_licence_to_collectstatic(made: Path) -> None:
    assert [path for path, _storage in fonts.FontFinder().list(None)] == [fonts.FILE, fonts.LICENCE]
    assert finders.find(fonts.FILE) == str(made)


def test_finder_has_nothing_else() -> None:
    assert fonts.FontFinder().find("theme/tokens.css") == []
    assert fonts.FontFinder().find("../db.sqlite3", find_all=True) == []
