"""What stands around the answer: addresses, languages, tables to take away, what is sent and what is not."""

import csv
import io
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from courses.exercises.calculators.calculator import Curve, Series
from courses.exercises.calculators.plotting import at, nice_ticks, plot
from courses.exercises.calculators.registry import CALCULATORS
from courses.exercises.statistics import VERSION
from tests.exercises.calculators.pages import EVERY, Page, ask

pytestmark = pytest.mark.django_db


def test_the_list_leads_to_every_calculator() -> None:
    page = Page(Client().get("/es/calculators/"))
    assert page.soup.select_one("link[href*='calculators/calculators']") is not None
    links = {str(link["href"]) for link in page.soup.select("main h3 a")}
    assert links == {f"/es/calculators/{slug}/" for slug in CALCULATORS}


def test_strangers_find_the_calculators_from_home_and_from_the_foot() -> None:
    page = Page(Client().get("/en/calculators/means/"))
    assert "/en/calculators/" in {str(link["href"]) for link in page.soup.select("footer a")}


@pytest.mark.parametrize(("slug", "goal"), EVERY)
def test_the_address_of_a_result_gives_the_result_again_in_both_languages(slug: str, goal: str) -> None:
    page = ask(slug, find=goal, alpha="4,5")
    address = str(page.soup.select_one(".citation .actions a")["href"])  # type: ignore[index]
    again = Page(Client().get(address))
    assert (again.figure, again.facts) == (page.figure, page.facts)
    spanish = Page(Client().get(address.replace("/en/", "/es/")))
    assert spanish.figure == ask(slug, "es", find=goal, alpha="4.5").figure
    assert parse_qs(urlsplit(address).query)["v"] == [VERSION]


def test_the_other_language_keeps_what_was_typed() -> None:
    page = ask("means", delta="0,3")
    other = str(page.soup.select_one(".menu .language")["href"])  # type: ignore[index]
    assert Page(Client().get(other)).soup.select_one("#delta")["value"] == "0,3"  # type: ignore[index]


def test_tabs_keep_what_was_typed() -> None:
    tabs = {tab.get_text(): str(tab["href"]) for tab in ask("means", sd="12", P="40").soup.select(".tabs a")}
    page = Page(Client().get(f"/en/calculators/means/{tabs['Power']}"))
    assert [page.soup.select_one(f"#{name}")["value"] for name in ("sd", "P")] == ["12", "40"]  # type: ignore[index]


def test_tabs_keep_what_only_another_goal_asks_for() -> None:
    """Through a tab that does not show it, a change there, and back."""
    tabs = {tab.get_text(): str(tab["href"]) for tab in ask("means", find="size", power="90").soup.select(".tabs a")}
    page = Page(Client().get(f"/en/calculators/means/{tabs['Power']}"))
    sent = {str(one["name"]): str(one.get("value", "")) for one in page.soup.select("#calculator input[name]")}
    assert sent["power"] == "90"
    back = {tab.get_text(): str(tab["href"]) for tab in ask("means", **{**sent, "sd": "2"}).soup.select(".tabs a")}
    size = Page(Client().get(f"/en/calculators/means/{back['Sample size']}"))
    assert [size.soup.select_one(f"#{name}")["value"] for name in ("power", "sd")] == ["90", "2"]  # type: ignore[index]
    assert "power=" not in page.text(".citation")


def test_the_citation_stands_in_both_languages_with_date_inputs_and_version() -> None:
    page = ask("proportions", P="40", find="size")
    lines = {str(line["lang"]): " ".join(line.get_text().split()) for line in page.soup.select(".citation p[lang]")}
    assert set(lines) == {"es", "en"}
    for part in (
        f"formulas {VERSION}",
        "Outcome in the control group: 38%",
        "Size of the treated group: 40%",
        "http://testserver/en/",
    ):
        assert part in lines["en"]
    for part in (f"fórmulas {VERSION}", "38 %", "http://testserver/es/"):
        assert part in lines["es"]


def test_the_citation_says_which_way_was_chosen() -> None:
    for variant in ("pooled", "arcsine"):
        line = ask("proportions", variant=variant).text(".citation p[lang=en]")
        for part in (f"Way of computing: {variant}", "Significance level: 5%", "Test: two-sided", "people in all: 1,"):
            assert part in line


def test_an_address_of_other_formulas_says_so() -> None:
    assert "made with another version" in ask("means", v="0.9").text(".answer")
    assert "made with another version" not in ask("means", v=VERSION).text(".answer")


@pytest.mark.parametrize(("slug", "goal"), EVERY)
def test_a_page_asks_the_database_nothing_of_its_own(slug: str, goal: str, client: Client) -> None:
    client.get("/en/calculators/")
    counts = []
    for path in ("/en/calculators/", f"/en/calculators/{slug}/?find={goal}"):
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_no_request_leaves_the_site(client: Client) -> None:
    page = ask("means")
    addresses = [
        str(node.get("src") or node.get("href")) for node in page.soup.select("script, link[rel=stylesheet], img, use")
    ]
    assert [address for address in addresses if not address.startswith("/")] == []
    assert page.soup.select("[style], script:not([src])") == []


def test_only_reading_is_allowed(client: Client) -> None:
    assert client.post("/en/calculators/means/", {"delta": "1"}).status_code == 405


# Tables


def table(slug: str, name: str, **values: str) -> list[list[str]]:
    response = Client().get(f"/en/calculators/{slug}/{name}.csv", values)
    assert response["Content-Disposition"] == f'attachment; filename="{slug}-{name}.csv"'
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_the_curve_is_taken_away_with_points_in_its_numbers() -> None:
    heads, *rows = table("proportions", "curve")
    assert heads == ["people in all", "power (%)"]
    assert [float(row[0]) for row in rows] == [275, 550, 825, 1100, 1375, 1650, 2200]
    assert float(rows[3][1]) == pytest.approx(80.05, abs=1e-2)


def test_what_is_shown_in_percentage_points_is_taken_away_in_them() -> None:
    page = ask("proportions", find="effect")
    assert page.figure == "9.33 percentage points"
    heads, *rows = table("proportions", "sensitivity", find="effect")
    assert heads[-1] == "as entered (percentage points)"
    assert float(rows[0][-1]) == pytest.approx(9.33, abs=0.005)


def test_the_points_of_the_table_are_computed_not_read_off_the_line() -> None:
    rows = table("cluster-proportions", "curve", find="effect", J="9")
    for count, effect in [(row[0], float(row[2])) for row in rows[1:] if float(row[0]).is_integer()]:
        found = ask("cluster-proportions", find="effect", J=count).figure
        assert float(found.split()[0]) == pytest.approx(effect, abs=0.005)


def test_the_sensitivity_is_taken_away_with_what_was_entered() -> None:
    heads, *rows = table("means", "sensitivity", delta="0.3")
    assert heads == ["input", "value", "-20 %", "-10 %", "+10 %", "+20 %", "as entered"]
    assert (rows[0][0], float(rows[0][1]), float(rows[0][-1])) == (
        "Effect to find",
        0.3,
        352,
    )


def test_an_unknown_table_is_not_there(client: Client) -> None:
    assert client.get("/en/calculators/means/other.csv").status_code == 404


def test_the_workbook_holds_result_curve_and_sensitivity_as_numbers() -> None:
    response = Client().get("/es/calculators/cluster-means/tables.xlsx")
    book = load_workbook(io.BytesIO(response.content))
    result, curve, _sensitivity = (book[name] for name in book.sheetnames)
    assert book.sheetnames == ["Resultado", "Curva", "Sensibilidad"]
    assert isinstance(curve["A2"].value, int | float)
    cells: list[Any] = [cell.value for row in result.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for row in result.iter_rows() for cell in row} <= {"s", "n"}  # no formula among the workings
    assert VERSION in cells


# Curves


def test_ticks_are_round_and_hold_the_range() -> None:
    assert nice_ticks(0.03, 0.98) == [0, 0.25, 0.5, 0.75, 1]
    assert nice_ticks(7, 7) == [6, 8, 10, 12, 14]


def test_a_line_is_read_between_its_points() -> None:
    points = ((0.0, 0.0), (10.0, 5.0))
    assert [at(points, x) for x in (0, 4, 10, 11)] == [0, 2, 5, None]


def test_a_curve_without_two_points_is_not_drawn() -> None:
    curve = Curve("", "", "", (Series("", ((1.0, 1.0),)),), str, str, ())
    assert plot(curve) is None


def test_every_curve_has_its_table_with_the_same_series() -> None:
    page = ask("cluster-means")
    heads = [head.get_text() for head in page.soup.select("#curve-table th[scope=col]")]
    assert heads == ["clusters in all", "ICC 0.025", "ICC 0.05", "ICC 0.1"]
    assert len(page.soup.select("svg.curve__figure polyline")) == 3
