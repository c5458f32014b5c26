"""The calculators in a real browser: with and without JavaScript, by keyboard, on paper, under axe.

SCREENSHOTS=<folder> keeps a picture of each page.
"""

import io
import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from pypdf import PdfReader

from courses.exercises.calculators.registry import CALCULATORS
from tests.exercises.calculators.pages import EVERY
from tests.story.looking import faults
from tests.story.person import DESK, PHONE, Person

pytestmark = pytest.mark.browser


@pytest.fixture
def reader(browser: Browser, live_site: str) -> Iterator[Person]:
    person = Person(browser, live_site, "es")
    yield person
    # The page asks for answers while somebody writes; one that has none yet is refused with 422.
    assert [trouble for trouble in person.trouble if not trouble.startswith("422:")] == []
    person.context.close()


@pytest.fixture
def unscripted(browser: Browser, live_site: str) -> Iterator[Person]:
    person = Person(browser, live_site, "en", scripted=False)
    yield person
    person.context.close()


def test_the_answer_follows_the_fields_and_stands_in_the_address(reader: Person) -> None:
    reader.goes("/es/calculators/proportions/")
    page = reader.page
    page.locator("#p2").fill("31,5")
    expect(page.locator(".answer__figure strong")).to_have_text("1 684")
    assert "p2=31%2C5" in page.url
    assert page.evaluate("document.activeElement.id") == "p2"


def test_an_error_stands_at_its_field_while_writing_and_goes_again(reader: Person) -> None:
    reader.goes("/es/calculators/means/")
    page = reader.page
    page.locator("#sd").fill("-1")
    expect(page.locator("#sd_error")).to_have_text("Debe ser más de 0.")
    expect(page.locator("#problems a")).to_have_attribute("href", "#sd")
    assert page.locator("#sd").get_attribute("aria-invalid") == "true"
    page.locator("#sd").fill("1")
    expect(page.locator(".answer__figure strong")).to_have_text("788")
    expect(page.locator("#sd_error")).to_be_hidden()
    assert page.locator("#sd").get_attribute("aria-invalid") is None


def test_tabs_and_the_other_language_follow_too(reader: Person) -> None:
    reader.goes("/es/calculators/proportions/")
    page = reader.page
    page.locator("#p1").fill("41,5")
    expect(page.locator("#goals a").nth(1)).to_have_attribute("href", "?find=power&p1=41%2C5")
    page.locator(".menu .language").click()
    expect(page.locator("#p1")).to_have_value("41,5")


def test_without_a_network_nothing_is_lost_and_the_answer_comes_later(browser: Browser, live_site: str) -> None:
    person = Person(browser, live_site, "es")
    person.goes("/es/calculators/proportions/")
    person.context.set_offline(True)
    person.page.locator("#p2").fill("31,5")
    expect(person.page.locator("#waiting")).to_be_visible()
    assert person.page.locator("#p2").input_value() == "31,5"
    person.context.set_offline(False)
    expect(person.page.locator(".answer__figure strong")).to_have_text("1 684")
    expect(person.page.locator("#waiting")).to_be_hidden()
    person.context.close()


def test_an_open_table_stays_open_while_the_answer_follows(reader: Person) -> None:
    reader.goes("/es/calculators/means/")
    page = reader.page
    page.locator(".curve summary").click()
    page.locator("#delta").fill("0,5")
    expect(page.locator(".answer__figure strong")).to_have_text("128")
    expect(page.locator("#curve-table")).to_be_visible()


def test_a_form_without_javascript_computes(unscripted: Person) -> None:
    unscripted.goes("/en/calculators/risks/")
    page = unscripted.page
    page.locator("#p_t").fill("8")
    page.get_by_role("button", name="Compute").click()
    expect(page.locator(".answer__figure strong")).to_have_text("−3.4 points")
    expect(page.get_by_role("button", name="Print")).to_be_hidden()


def test_two_readings_are_chosen_without_javascript(unscripted: Person) -> None:
    unscripted.goes("/en/calculators/cost-effectiveness/?n=1.500")
    unscripted.page.locator("#n_error").get_by_role("link", name="1,500").click()
    expect(unscripted.page.locator(".answer__figure strong")).to_have_text("S/ 5,217.39")


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_keyboard_goes_from_field_to_field_to_the_answer(language: str, browser: Browser, live_site: str) -> None:
    person = Person(browser, live_site, language)
    person.goes(f"/{language}/calculators/list-experiment/")
    page = person.page
    page.locator("#mean_t").focus()
    order = []
    for _press in range(9):
        page.keyboard.press("Tab")
        order.append(page.evaluate("document.activeElement.id || document.activeElement.tagName"))
    assert order == ["mean_c", "sd_t", "sd_c", "n_t", "n_c", "SUMMARY", "BUTTON", "A", "SUMMARY"]
    page.locator("#n_c").press("Enter")
    page.wait_for_url("**/calculators/list-experiment/?**")
    assert person.trouble == []
    person.context.close()


NAMES = {
    "es": {
        "field": "Poder estadístico",
        "help": "Con qué frecuencia la evaluación hallaría el efecto, si existe. Lo usual es 80 %. %",
        "figure": "Poder estadístico según el tamaño de muestra, para un efecto de 0,2 desviaciones estándar",
        "said": "Incorpore a 128 personas",
        "region": "Antes de usarlo",
    },
    "en": {
        "field": "Power",
        "help": "How often the evaluation would find the effect, if it is there. Usually 80%. %",
        "figure": "Power by sample size, for an effect of 0.2 standard deviations",
        "said": "Recruit 128 people",
        "region": "Before you use it",
    },
}


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_tree_for_screen_readers_names_what_is_seen(language: str, browser: Browser, live_site: str) -> None:
    person, names = Person(browser, live_site, language), NAMES[language]
    person.goes(f"/{language}/calculators/means/")
    page = person.page
    expect(page.get_by_role("textbox", name=names["field"])).to_have_accessible_description(names["help"])
    expect(page.get_by_role("img", name=names["figure"])).to_be_visible()
    expect(page.get_by_role("region", name=names["region"])).to_be_visible()
    page.locator("#delta").fill("0.5")
    expect(page.locator("#said")).to_contain_text(names["said"])
    person.context.close()


#: Everything that makes a page long; each calculator takes what it asks for.
LONGEST = (
    "takeup_t=60&takeup_c=10&attrition=15&tests=3&R2=0.2&R2c=0.3&quantiles=t&attr_cluster=5&cv=0.4&sides=1&J=39"
    "&P=40&sd=2.5&n_t=1350&n_c=1350&correlation=0.4&se=1.25&year_1=125000.5&year_2=5000&year_3=1&other_cost=20000"
)
#: A4 without a twentieth of its height, so that a page has room to spare, whatever the fonts of a machine.
SHEET = {"width": "210mm", "height": "282mm", "prefer_css_page_size": True}


@pytest.mark.parametrize("language", ["es", "en"])
def test_every_result_prints_on_one_page(language: str, browser: Browser, live_site: str) -> None:
    person = Person(browser, live_site, language, width=DESK)
    pages, cited = {}, {}
    for slug, goal in EVERY:
        person.goes(f"/{language}/calculators/{slug}/?find={goal}&{LONGEST}")
        assert person.page.locator(".answer").count() == 1
        document = PdfReader(io.BytesIO(person.page.pdf(**SHEET)))
        text = " ".join(document.pages[0].extract_text().split())
        pages[slug, goal] = len(document.pages)
        cited[slug, goal] = "formulas 1.0" in text and "fórmulas 1.0" in text
        if folder := os.environ.get("SCREENSHOTS"):
            person.page.pdf(format="A4", prefer_css_page_size=True, path=f"{folder}/{language}-{slug}-{goal}.pdf")
    person.context.close()
    assert pages == dict.fromkeys(EVERY, 1)
    assert cited == dict.fromkeys(EVERY, True)


LOOKS = [("es", "light", PHONE), ("en", "dark", PHONE), ("en", "light", DESK), ("es", "dark", DESK)]


@pytest.mark.parametrize(("language", "scheme", "width"), LOOKS)
def test_pages_are_accessible(language: str, scheme: str, width: int, browser: Browser, live_site: str) -> None:
    person = Person(browser, live_site, language, width=width, color_scheme=scheme, reduced_motion="reduce")
    paths = ["", *(f"{slug}/?find={goal}" for slug, goal in EVERY), "means/?delta=1.234&sd=abc&P=120"]
    found: list[str] = []
    for path in paths:
        person.goes(f"/{language}/calculators/{path}")
        person.page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
        found += faults(person, path.replace("?", "-").replace("&", "-") or "index")
    assert [*found, *person.trouble] == []
    person.context.close()


def test_every_calculator_is_walked() -> None:
    assert {slug for slug, _goal in EVERY} == set(CALCULATORS)
