"""The bank in a real browser: search, filter, compare, take away and cite, with and without JavaScript, under axe.

SCREENSHOTS=<folder> keeps a picture of each page.
"""

from collections.abc import Iterator
from pathlib import PurePath

import pytest
from playwright.sync_api import Browser, expect

from courses.evidence import loading, sheet
from courses.evidence.models import StudyPage
from incubator.management.commands.demo import STUDIES
from tests.evidence.factories import bank
from tests.story.looking import faults
from tests.story.person import DESK, PHONE, Person

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("live_database")]

WORDS = {
    "es": {
        "find": "Buscar",
        "compare": "Comparar lo elegido",
        "query": "comunitária",
        "found": "de 6",
        "all": "Ver todos los estudios",
    },
    "en": {
        "find": "Search",
        "compare": "Compare the chosen ones",
        "query": "comunity",
        "found": "of 6",
        "all": "See all studies",
    },
}
FEW = 6


@pytest.fixture
def site(live_database: object, live_site: str) -> str:
    """Some of the published studies, pairs included."""
    bank()
    rows = sheet.read(STUDIES.read_bytes())
    chosen = [row for row in rows if row.facts.get("doi") in WANTED]
    for row in chosen:
        row.read_with = [told for told in row.read_with if told["study"] in WANTED]
    loading.load(rows=chosen)
    return live_site


WANTED = {
    "10.1186/s12916-014-0122-5",
    "10.1016/S0140-6736(06)69744-4",
    "10.1080/16549716.2019.1711336",
    "10.1136/bmjgh-2019-002223",
    "10.1016/j.jadohealth.2019.10.004",
    "10.1007/s11121-023-01595-1",
}


@pytest.fixture(params=["es", "en"])
def reader(request: pytest.FixtureRequest, browser: Browser, site: str) -> Iterator[Person]:
    person = Person(browser, site, request.param)
    yield person
    assert person.trouble == []
    person.context.close()


@pytest.fixture(params=["es", "en"])
def unscripted(request: pytest.FixtureRequest, browser: Browser, site: str) -> Iterator[Person]:
    person = Person(browser, site, request.param, scripted=False)
    yield person
    assert person.trouble == []
    person.context.close()


def walks_the_bank(person: Person) -> list[str]:
    """Search with an error of typing, take the list away; choose two in different searches, compare, cite one. The names of the files."""
    words, page = WORDS[person.language], person.page
    person.goes(f"/{person.language}/evidence/")
    expect(page.locator("input[name=study]")).to_have_count(FEW)
    page.locator("input[name=q]").fill(words["query"])
    page.locator("input[name=q]").press("Enter")
    expect(page.locator("#count")).to_contain_text(words["found"])
    page.wait_for_url("**q=*")
    assert 0 < page.locator("input[name=study]").count() < FEW
    with page.expect_download() as taken:
        page.locator(".finding__exports a", has_text="CSV").click()
    person.goes(f"/{person.language}/evidence/?theme=prevention")
    page.locator("input[name=study]").first.check()
    page.locator("input[name=q]").fill("zzzzzz")
    page.get_by_role("button", name=words["find"], exact=True).click()
    page.wait_for_url("**study=*")
    expect(page.locator(".finding__compare fieldset input")).to_be_checked()
    page.locator(".finding__answer .empty").get_by_role("link", name=words["all"]).click()
    page.wait_for_url("**/evidence/?study=*")
    expect(page.locator("input[name=study]:checked")).to_have_count(1)
    page.locator("input[name=study]:not(:checked)").last.check()
    page.get_by_role("button", name=words["compare"]).click()
    page.wait_for_url("**/compare/?study=*&study=*")
    expect(page.locator(".compare thead th")).to_have_count(2)
    person.follows(page.locator(".compare thead a").first)
    with page.expect_download() as cited:
        page.get_by_role("link", name="BibTeX").click()
    return [taken.value.suggested_filename, cited.value.suggested_filename]


def filters_the_bank(person: Person) -> str:
    """Opens the filters, chooses a theme, and takes the choice back. The path on which that ends."""
    words, page = WORDS[person.language], person.page
    person.goes(f"/{person.language}/evidence/")
    page.locator(".finding__filters > summary").click()
    page.locator(".finding__group > summary").first.click()
    page.locator("#theme-autonomy").check()
    if not person.scripted:
        person.follows(page.get_by_role("button", name=words["find"], exact=True))
    page.wait_for_url("**theme=autonomy*")
    expect(page.locator(".chips li")).to_have_count(1)
    expect(page.locator("#count strong")).to_have_text("1")
    expect(page.locator("input[name=study]")).to_have_count(1)
    for number in ("#chosen", "#chosen-theme"):
        expect(page.locator(number)).to_have_text("(1)")
    person.follows(page.locator(".chips a"))
    expect(page.locator("input[name=study]")).to_have_count(FEW)
    return person.path


def test_a_filter_follows_what_is_chosen(reader: Person) -> None:
    assert filters_the_bank(reader) == f"/{reader.language}/evidence/"


def test_a_filter_is_used_without_javascript(unscripted: Person) -> None:
    assert filters_the_bank(unscripted) == f"/{unscripted.language}/evidence/"


@pytest.mark.parametrize(("language", "filters"), [("es", "Filtros"), ("en", "Filters")])
def test_filters_stand_open_beside_the_list_where_there_is_room(
    language: str, filters: str, browser: Browser, site: str
) -> None:
    person = Person(browser, site, language, width=DESK)
    person.goes(f"/{language}/evidence/")
    expect(person.page.get_by_role("heading", name=filters, exact=True)).to_be_visible()
    expect(person.page.locator(".finding__group > summary").first).to_be_visible()
    assert person.page.locator(".finding__filters > summary").is_hidden()
    person.context.close()


def test_the_bank_is_used_in_both_languages(reader: Person) -> None:
    assert [PurePath(name).suffix for name in walks_the_bank(reader)] == [".csv", ".bib"]


def test_the_bank_is_used_without_javascript(unscripted: Person) -> None:
    assert [PurePath(name).suffix for name in walks_the_bank(unscripted)] == [".csv", ".bib"]


@pytest.mark.parametrize(
    ("language", "scheme", "width"),
    [("es", "light", PHONE), ("en", "dark", PHONE), ("en", "light", DESK), ("es", "dark", DESK)],
)
def test_pages_are_accessible(language: str, scheme: str, width: int, browser: Browser, site: str) -> None:
    person = Person(browser, site, language, width=width, color_scheme=scheme, reduced_motion="reduce")
    found: list[str] = []
    for name, path in pages(language).items():
        person.goes(path)
        person.page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
        found += faults(person, name)
    assert [*found, *person.trouble] == []
    person.context.close()


def pages(language: str) -> dict[str, str]:
    studies = StudyPage.objects.filter(locale__language_code=language).order_by("doi")
    sasa, image = (studies.get(doi=doi) for doi in ("10.1186/s12916-014-0122-5", "10.1016/S0140-6736(06)69744-4"))
    keys = "&".join(f"study={study.translation_key}" for study in studies[:4])
    start = f"/{language}/evidence/"
    return {
        "list": start,
        "nothing": f"{start}?q=zzzzzz&theme=autonomy",
        "study": f"{start}{sasa.slug}/",
        "study-with-two-scales": f"{start}{image.slug}/",
        "flagged": f"{start}{studies.get(status='flagged').slug}/",
        "compare": f"{start}compare/?{keys}",
        "compare-none": f"{start}compare/",
        "map": f"{start}map/",
        "map-by-certainty": f"{start}map/?by=certainty",
        "appraisal": f"{start}appraisal/",
        "report": f"{start}reports/{sasa.translation_key}/",
    }
