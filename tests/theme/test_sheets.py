"""The style sheets: small, in their layers, in logical directions."""

import gzip
import re
from pathlib import Path

import pytest

SHEETS = {path.name: path.read_text() for path in (Path(__file__).parents[2] / "theme/static/theme").glob("*.css")}
PHYSICAL = re.compile(r"(?:margin|padding|border)-(?:left|right|top|bottom)\b|(?<![-\w])(?:left|right|top|bottom): ")


def test_sheets_are_small() -> None:
    assert len(gzip.compress("".join(SHEETS.values()).encode())) <= 10_000


@pytest.mark.parametrize("name", SHEETS)
def test_sheet_stands_in_its_layer(name: str) -> None:
    assert f"@layer {name.removesuffix('.css')}" in SHEETS[name]


@pytest.mark.parametrize("name", SHEETS)
def test_sheet_speaks_in_logical_directions(name: str) -> None:
    assert PHYSICAL.findall(SHEETS[name]) == []


@pytest.mark.parametrize("name", sorted(set(SHEETS) - {"tokens.css"}))
def test_sheet_takes_its_colours_from_the_tokens(name: str) -> None:
    assert re.findall(r"#[0-9a-f]{6}", SHEETS[name]) == []


def test_sheets_use_only_tokens_that_exist() -> None:
    every = "".join(SHEETS.values())
    known = set(re.findall(r"(--[\w-]+):", every))
    assert set(re.findall(r"var\((--[\w-]+)\)", every)) - known == set()
