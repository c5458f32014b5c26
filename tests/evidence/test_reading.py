"""Pages of studies, comparison, map, files: what readers see, and what nobody may see."""

from typing import Any

import pytest
import rispy
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pybtex.database import parse_string
from wagtail.models import PageViewRestriction

from courses.evidence import citing, drawing, exporting, loading, sheet
from courses.evidence.models import StudyPage
from tests.evidence.factories import bank, in_english, study
from tests.evidence.test_pages import EFFECT, effects

pytestmark = pytest.mark.django_db


@pytest.fixture
def sasa() -> StudyPage:
    return study(
        "SASA!",
        authors="Abramsky T\nDevries KM\net al.",
        year=2014,
        doi="10.1186/abc",
        countries=["UG"],
        recipients=["community"],
        outcomes="Violencia física",
        effect_summary="Bajó 52 %",
        effects=effects("Violencia física"),
        english={
            "outcomes": "Physical violence",
            "effect_summary": "52% lower",
            "effects": effects("Physical violence"),
        },
    )


def body(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "es",
            ["no informado", "0,48 (IC 95 %: 0,16 a 1,39)", "Aún sin valorar.", "Razón de riesgos ajustada", "Uganda"],
        ),
        ("en", ["not reported", "0.48 (95% CI: 0.16 to 1.39)", "Not appraised yet.", "Adjusted risk ratio", "Uganda"]),
    ],
)
def test_a_study_is_read_in_both_languages(client, sasa, language, told):
    text = body(client, f"/{language}/evidence/sasa/").replace("\u00a0", " ")
    assert [words for words in told if words not in text] == []
    assert '<h1 class="study__title" lang="en">SASA!</h1>' in text


def test_a_citation_follows_apa(sasa):
    assert citing.apa(sasa) == "Abramsky, T., Devries, K. M., et al. (2014). SASA! https://doi.org/10.1186/abc"


def test_two_studies_of_one_author_and_year_have_names_of_their_own(sasa):
    other = study("Other", authors="Ábramsky T", year=2014)
    assert citing.keys([sasa, other]) == ["abramsky2014", "abramsky2014b"]


@pytest.mark.parametrize(("code", "begins"), [("bib", "@misc{abramsky2014,"), ("ris", "TY  - GEN\n")])
def test_a_study_is_cited_in_files(client, sasa, code, begins):
    response = client.get(f"/es/evidence/cite/{sasa.translation_key}/{code}/")
    assert response["Content-Disposition"] == f'attachment; filename="abramsky2014.{code}"'
    assert response.content.decode().startswith(begins)


@pytest.mark.parametrize("title", ["Ñandú {", "a } b", r"\input{x} 100 % & $5 # _", 'dijo "no"', "=cmd|' /C calc'!A0"])
def test_any_title_makes_a_file_that_can_be_read(title):
    page = study(title, authors="Pérez, José\nThe {Bank\net al.", reference="WP 5")
    (entry,) = parse_string(citing.to_bibtex([page]), "bibtex").entries.values()
    assert set(entry.fields) == {"title", "note", "language"}
    assert [str(one.last_names[0]) for one in entry.persons["author"]][::2] == ["Pérez", "others"]
    (ris,) = rispy.loads(citing.to_ris([page]))
    assert (ris["title"], ris["authors"][0], ris["note"]) == (title, "Pérez, José", "WP 5")


def test_the_line_of_no_effect_stands_between_the_ends_of_an_interval_that_crosses_it(sasa):
    (panel,) = drawing.panels(sasa.effects, "es")
    (row,) = panel.rows
    assert float(row.low) < float(panel.no_effect_at) < float(row.low) + float(row.wide)


def test_effects_on_different_scales_have_figures_of_their_own():
    difference = EFFECT | {"value": EFFECT["value"] | {"measure": "rd", "estimate": "-5", "low": "", "high": ""}}
    page = study(outcomes="Violencia", effects=[*effects("Violencia"), difference | {"id": "b"}])
    assert [len(panel.rows) for panel in drawing.panels(page.effects, "es")] == [1, 1]


def test_a_pair_is_told_on_both_pages_and_in_both_languages(client, sasa):
    raw: Any = [{"type": "study", "id": "a", "value": {"study": sasa.pk, "why": "Pocos conglomerados"}}]
    told: Any = [{"type": "study", "id": "a", "value": {"study": sasa.pk, "why": "Few clusters"}}]
    study("IMAGE", read_with=raw, english={"read_with": told})
    for path, words in (
        ("/es/evidence/image/", "Pocos conglomerados"),
        ("/es/evidence/sasa/", "Pocos conglomerados"),
        ("/en/evidence/image/", "Few clusters"),
        ("/en/evidence/sasa/", "Few clusters"),
    ):
        assert words in body(client, path), path


@pytest.mark.parametrize("others", [1, 3])
def test_a_study_takes_as_many_queries_beside_many_others(client, sasa, others, django_assert_max_num_queries):
    for number in range(others):
        raw: Any = [{"type": "study", "id": "a", "value": {"study": sasa.pk, "why": f"Razón {number}"}}]
        study(f"Other {number}", recipients=["community"], read_with=raw)
    client.get("/es/evidence/sasa/")
    with django_assert_max_num_queries(24):
        client.get("/es/evidence/sasa/")


def test_studies_stand_side_by_side(client, sasa):
    other = study("Other trial")
    text = body(client, f"/es/evidence/compare/?study={sasa.translation_key}&study={other.translation_key}")
    assert ("SASA!" in text, "Other trial" in text) == (True, True)


def test_a_comparison_names_no_study_that_is_private_or_unknown(client, sasa):
    hidden = study("Hidden trial")
    PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)
    query = f"study={sasa.translation_key}&study={hidden.translation_key}&study=nonsense"
    text = body(client, f"/es/evidence/compare/?{query}")
    assert ("Hidden" in text, "se dejaron fuera" in text) == (False, True)


def test_a_fifth_study_is_left_out_with_a_sentence(client):
    keys = [study(f"Trial {number}").translation_key for number in range(5)]
    text = body(client, "/es/evidence/compare/?" + "&".join(f"study={key}" for key in keys))
    assert ("Trial 3" in text, "Trial 4" in text, "Caben hasta cuatro" in text) == (True, False, True)


def test_what_is_left_out_is_said_to_who_comes_from_the_list_too(client):
    keys = [study(f"Trial {number}").translation_key for number in range(5)]
    chosen = "&".join(f"study={key}" for key in [*keys, "nonsense"])
    response = client.get(f"/es/evidence/compare/?q=&sort=year&{chosen}", follow=True)
    assert response.request["QUERY_STRING"] == chosen
    text = response.content.decode()
    assert ("Caben hasta cuatro" in text, "se dejaron fuera" in text) == (True, True)


def test_a_comparison_says_of_which_language_a_text_is(client):
    told = {
        "certainty": 4,
        "certainty_reason": "Muchos casos.",
        "unintended_sought": "yes",
        "unintended_found": "Ninguno.",
    }
    one = study("Solo aquí", population="Mujeres adultas", **told)
    other = study("En ambas", population="Hombres", english={"title": "In both", "population": "Men"})
    text = body(client, f"/en/evidence/compare/?study={one.translation_key}&study={other.translation_key}")
    assert text.count("Only in Spanish") == 1
    for own in ("Mujeres adultas", "Muchos casos.", "Ninguno."):
        assert f'<span lang="es">{own}</span></td>' in text
    assert "<td>Men</td>" in text


@pytest.mark.parametrize("by", ["design", "certainty", "nonsense"])
def test_the_map_counts_and_leads_to_the_list(client, by):
    study("Trial", design="rct_cluster", certainty=4, certainty_reason="Preciso.")
    text = body(client, f"/es/evidence/map/?by={by}")
    wanted = "certainty=4" if by == "certainty" else "design=rct_cluster"
    assert f'href="/es/evidence/?theme=prevention&amp;{wanted}"' in text
    assert text.count("map__circle") == 1


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("es/evidence/", "El banco aún no tiene estudios"),
        ("en/evidence/", "The bank holds no study yet."),
        ("es/evidence/compare/", "Aún no se ha elegido ningún estudio."),
        ("en/evidence/compare/", "No study is chosen yet."),
        ("es/evidence/map/", "0 estudios en el banco."),
        ("en/evidence/map/", "0 studies in the bank."),
    ],
)
def test_an_empty_bank_is_said(client, path, told):
    bank()
    assert told in body(client, f"/{path}")


@pytest.mark.parametrize("path", ["map/", "compare/", "export/csv/", "export/xlsx/", "export/bib/", "export/ris/"])
def test_what_is_made_of_many_studies_takes_as_many_queries_as_of_two(client, sasa, path):
    keys = [sasa.translation_key]
    taken = []
    for more in (1, 2):
        for number in range(more):
            pair: Any = [{"type": "study", "id": "a", "value": {"study": sasa.pk, "why": "Se leen juntos."}}]
            keys.append(study(f"More {number}", english={}, read_with=pair).translation_key)
        address = f"/es/evidence/{path}?" + "&".join(f"study={key}" for key in keys)
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        taken.append(len(queries))
    assert taken[0] == taken[1]


@pytest.mark.parametrize(("language", "told"), [("es", "Sin comparación"), ("en", "No comparison")])
def test_the_page_about_appraisal_holds_the_anchors(client, language, told):
    bank()
    assert told in body(client, f"/{language}/evidence/appraisal/")


@pytest.mark.parametrize("code", ["csv", "xlsx", "bib", "ris"])
def test_the_list_is_taken_away_without_what_is_private(client, sasa, code):
    hidden = study("Hidden trial")
    PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)
    response = client.get(f"/es/evidence/export/{code}/?q=")
    assert response["Content-Disposition"] == f'attachment; filename="evidence.{code}"'
    assert b"Hidden" not in response.content
    assert client.get("/es/evidence/export/exe/").status_code == 404


def test_what_the_table_exports_is_read_back_unchanged(sasa):
    study("=cmd|' /C calc'!A0", english={}, sample="", seen="")
    before = exporting.table(list(StudyPage.objects.filter(locale__language_code="es")))
    written = exporting.to_csv(before)
    assert b'"=cmd' not in written
    StudyPage.objects.all().delete()
    bank().refresh_from_db()
    loading.load(rows=sheet.read(written))
    after = exporting.table(list(StudyPage.objects.filter(locale__language_code="es").order_by("pk")))
    assert after == before
    assert (
        in_english(StudyPage.objects.get(doi="10.1186/abc", locale__language_code="es")).outcomes == "Physical violence"
    )
