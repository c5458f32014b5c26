"""The list as a page: its words, links and states, with and without htmx."""

from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.models import PageViewRestriction

from courses.evidence.models import StudyPage
from tests.evidence.factories import bank, in_english, study

pytestmark = pytest.mark.django_db


def asked(query: str = "", language: str = "es", **headers: str) -> BeautifulSoup:
    answer = Client().get(f"/{language}/evidence/?{query}", headers=headers)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def texts(page: BeautifulSoup, selector: str) -> list[str]:
    return [" ".join(found.get_text().split()) for found in page.select(selector)]


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_as_many_queries_for_one_study_as_for_three(number, django_assert_num_queries):
    for count in range(number):
        study(f"Study {count}", themes=["prevention"], countries=["PE"], english={})
    asked("q=study")
    with django_assert_num_queries(6):
        page = asked("q=study&theme=prevention&country=PE&sort=year")
    assert len(page.select(".study-list > li")) == number


def test_an_empty_bank_says_so():
    bank()
    assert texts(asked(), ".empty") == [
        "El banco aún no tiene estudios. Estarán aquí en cuanto se publique el primero."
    ]


def test_a_study_links_to_its_page_in_the_language_of_the_reader():
    page = study("A trial", english={})
    for language, slug in (("es", page.slug), ("en", in_english(page).slug)):
        links = [link["href"] for link in asked(language=language).select(".study-list h3 a")]
        assert links == [f"/{language}/evidence/{slug}/"]


def test_a_study_in_the_other_language_says_so_and_is_marked():
    study("A trial", summary="En castellano.")
    page = asked(language="en")
    assert texts(page, ".study-list .status") == ["Only in Spanish"]
    assert page.select_one(".study-list__summary")["lang"] == "es"
    assert page.select_one(".study-list h3 a")["hreflang"] == "es"


def test_a_status_that_is_not_the_usual_one_is_a_word():
    study("A trial", status="retracted")
    assert texts(asked(), ".study-list .status.is-wait") == ["Retractado"]


def test_chips_take_one_filter_away_each():
    study("A trial", countries=["PE"], year=2020)
    chips = asked("q=trial&country=PE&country=BO&year=2020&page=1").select(".chips a")
    assert [chip.get_text(" ", strip=True).split(": ", 1)[1] for chip in chips[:-1]] == [
        "«trial» ×", "País: Bolivia ×", "País: Perú ×", "Año: 2020 ×",
    ]  # fmt: skip
    left = [parse_qs(urlsplit(chip["href"]).query) for chip in chips]
    assert left[1] == {"q": ["trial"], "country": ["PE"], "year": ["2020"]}
    assert left[-1] == {}


def test_an_empty_result_suggests_what_to_loosen_and_how_much_that_shows():
    study("Uno", countries=["PE"], year=2020)
    study("Dos", countries=["PE"], year=2021)
    study("Tres", countries=["BO"], year=2022)
    page = asked("country=PE&year=2022")
    assert texts(page, ".empty li") == ["sin el filtro «Año» (2 estudios)", "sin el filtro «País» (1 estudio)"]
    for link, number in zip(page.select(".empty li a"), (2, 1), strict=True):
        assert len(asked(urlsplit(link["href"]).query).select(".study-list > li")) == number


def test_an_empty_search_suggests_fewer_words_or_both_languages():
    study("Uno", summary="Gallinero.", english={"summary": "Henhouse."})
    assert texts(asked("q=gallinero+zzz"), ".empty li") == ["sin la palabra «zzz» (1 estudio)"]
    assert texts(asked("q=gallinero&in=en"), ".empty li") == ["en ambos idiomas (1 estudio)"]


def test_words_that_are_too_long_get_a_sentence():
    study("Uno")
    assert texts(asked(f"q={'x' * 201}"), "#id_q_error") == ["La búsqueda admite hasta 200 caracteres; acórtela."]


def test_pages_have_twenty_studies_and_keep_the_question():
    for number in range(21):
        study(f"Study {number}", year=2000)
    page = asked("q=study&year=2000")
    assert len(page.select(".study-list > li")) == 20
    assert page.select_one("a[rel=next]")["href"] == "?q=study&year=2000&page=2"
    assert len(asked("q=study&year=2000&page=2").select(".study-list > li")) == 1
    assert len(asked("q=study&year=2000&page=999").select(".study-list > li")) == 1


def test_htmx_gets_the_results_their_number_and_the_counts_and_the_address():
    study("Uno", countries=["PE"])
    answer = Client().get("/es/evidence/?q=&country=PE&sort=relevance&in=", headers={"HX-Request": "true"})
    page = BeautifulSoup(answer.content, "html.parser")
    assert answer.headers["HX-Replace-Url"] == "/es/evidence/?country=PE"
    assert "HX-Request" in answer.headers["Vary"]
    assert texts(page, "#count") == ["1 estudio de 1"]
    assert texts(page, "#n-country-PE") == ["1"]
    assert page.select("html, form#finding") == []


def test_the_count_is_read_out_and_every_filter_has_its_legend():
    study("Uno", countries=["PE"])
    page = asked()
    assert texts(page, "[role=status]") == ["1 estudio de 1"]
    assert texts(page, "fieldset legend")[:3] == ["Tema", "Región", "País"]


def test_what_is_written_into_the_search_is_not_html():
    study("Uno")
    assert asked("q=%3Cscript%3Ealert(1)%3C/script%3E").select("main script") == []


def test_studies_are_chosen_for_the_comparison_by_their_key():
    page = study("Uno", english={})
    boxes = asked().select("input[name=study]")
    assert [box["value"] for box in boxes] == [str(page.translation_key)]


def test_what_is_chosen_for_the_comparison_goes_along_with_the_search():
    one, other = (study(name, themes=[theme]) for name, theme in (("Uno", "prevention"), ("Dos", "autonomy")))
    page = asked(f"theme=prevention&study={other.translation_key}&study={one.translation_key}&study=x&study={uuid4()}")
    shown, elsewhere = page.select("input[name=study]")
    assert (shown["value"], elsewhere["value"]) == (str(one.translation_key), str(other.translation_key))
    assert all(box.has_attr("checked") and box["form"] == "finding" for box in (shown, elsewhere))
    assert texts(page, ".finding__compare fieldset span") == ["Dos"]
    chip = page.select_one(".chips a")["href"]
    assert parse_qs(urlsplit(chip).query) == {"study": [str(other.translation_key), str(one.translation_key)]}
    assert "study=" not in page.select_one(".finding__exports a")["href"]


def test_what_is_chosen_stays_where_nothing_is_found():
    page = asked(f"q=zzz&study={study('Uno').translation_key}")
    assert texts(page, ".finding__compare fieldset span") == ["Uno"]
    assert page.select_one(".empty p:last-child a")["href"].endswith(
        f"?study={StudyPage.objects.get().translation_key}"
    )


def test_a_private_study_is_not_kept_for_the_comparison():
    hidden = study("Secreto")
    study("Uno")
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    assert "Secreto" not in str(asked(f"study={hidden.translation_key}"))


def test_the_comparison_leaves_the_search_behind(client):
    key = study("Uno").translation_key
    response = client.get(f"/es/evidence/compare/?q=a&theme=prevention&study={key}")
    assert response["Location"] == f"/es/evidence/compare/?study={key}"
    page = BeautifulSoup(client.get(response["Location"]).content, "html.parser")
    assert "Un solo estudio no es una comparación: elija otro." in texts(page, ".notice")
    assert page.find("a", string="Elegir otros estudios")["href"] == f"/es/evidence/?study={key}"


def test_seed_studies_makes_invented_studies_that_say_so(settings):
    bank()
    with pytest.raises(CommandError):
        call_command("seed_studies", 2)
    call_command("seed_studies", 2, "--yes")
    assert StudyPage.objects.filter(title__startswith="Invented study").live().count() == 4
    assert texts(asked(), "[role=status]") == ["2 estudios de 2"]
