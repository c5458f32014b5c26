"""Lessons cite studies of the bank: while they are edited, when they are released, in folders, and as the bank tells."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from courses.catalogue.checking import check
from courses.catalogue.comparing import difference
from courses.catalogue.content import definitions
from courses.catalogue.facts import Release
from courses.catalogue.folders.exporting import exported
from courses.catalogue.folders.faults import FolderError
from courses.catalogue.folders.storing import load
from courses.catalogue.folders.validating import read_folder
from courses.catalogue.folders.writing import write_folder
from courses.catalogue.freezing import freeze
from courses.catalogue.pages import LessonPage
from courses.catalogue.releasing import release
from courses.evidence.lookup import name_of, study_named
from courses.evidence.pages import StudyPage
from tests.catalogue.factories import block, exercise, item, make_course
from tests.catalogue.folder_samples import LESSON, files, key, written
from tests.evidence.factories import bank, in_english, study

pytestmark = pytest.mark.django_db
DOI = "10.1186/s12916-014-0122-5"


@pytest.fixture
def sasa() -> StudyPage:
    return study("The SASA! study", english={}, authors="Abramsky T\net al.", year=2014, doi=DOI)


def citing(*studies: StudyPage, note: str = "Mire el intervalo.") -> list[dict[str, Any]]:
    items = [item({"study": page.pk, "note": note}) for page in studies]
    note_first = block("note", {"text": "<p>Sin casos.</p>"})
    return [note_first, block("studies", items), exercise("single_choice")]


def cited_html(made: Release, language: str) -> str:
    blocks = made.lessons.get().html[language]
    return next(each["html"] for each in blocks if each["type"] == "studies")


def test_a_release_keeps_the_citation_and_leads_to_the_bank_in_each_language(sasa: StudyPage) -> None:
    made = release(course=make_course(content=citing(sasa)))
    for language, why in (("es", "Mire el intervalo."), ("en", "EN Mire el intervalo.")):
        html = cited_html(made, language)
        assert f'href="/{language}/evidence/studies/{sasa.translation_key}/"' in html
        assert '<cite lang="en">The SASA! study.</cite>' in html
        assert "Abramsky, T., et al. (2014)." in html
        assert f'<span class="sources__note">{why}</span>' in html
    frozen = next(raw for raw in made.lessons.get().content["es"] if raw["type"] == "studies")
    assert frozen["value"][0]["value"]["study"] == str(sasa.translation_key)


def test_a_release_says_the_same_when_the_study_is_gone(sasa: StudyPage) -> None:
    made = release(course=make_course(content=citing(sasa)))
    before = cited_html(made, "es")
    sasa.delete()
    assert cited_html(Release.objects.get(pk=made.pk), "es") == before


def test_another_title_in_the_bank_is_a_change_of_words(sasa: StudyPage) -> None:
    course = make_course(content=citing(sasa))
    made = release(course=course)
    assert difference(made, freeze(course)).is_empty
    StudyPage.objects.filter(translation_key=sasa.translation_key).update(title="SASA!, a trial")
    changed = {name: told for name, told in vars(difference(made, freeze(course))).items() if told}
    assert changed == {"reworded": 1}


def test_what_readers_of_a_language_cannot_open_is_not_released(sasa: StudyPage) -> None:
    course = make_course(content=citing(sasa))
    assert check(course) == []
    in_english(sasa).unpublish()
    (problem,) = check(course)
    assert "· en" in problem.where
    assert problem.message == (
        "El estudio «The SASA! study» no está publicado en este idioma o no todas las personas pueden verlo."
    )


def test_a_private_study_is_not_released(sasa: StudyPage) -> None:
    course = make_course(content=citing(sasa))
    PageViewRestriction.objects.create(page=bank(), restriction_type="login")
    assert [problem.where.split(" · ")[1] for problem in check(course)] == ["es"]


def test_the_study_is_the_one_of_the_source_language_in_whichever_it_is_chosen(sasa: StudyPage) -> None:
    definition = definitions()["studies"]
    value = definition.to_python(citing(in_english(sasa))[1]["value"])
    assert definition.clean(value)[0]["study"].pk == sasa.pk


def test_a_study_tells_which_lessons_use_it(client: Client, sasa: StudyPage) -> None:
    make_course(content=citing(sasa))
    for page, heading, lesson in (
        (sasa, "Lecciones que lo usan", "Lección 1"),
        (in_english(sasa), "Lessons that use it", "EN Lección 1"),
    ):
        told = client.get(page.url).content.decode()
        assert heading in told
        assert f">{lesson}</a>" in told


@pytest.mark.parametrize("hide", ["unpublish", "restrict"])
def test_a_lesson_that_not_everybody_may_see_is_not_told_of(client: Client, sasa: StudyPage, hide: str) -> None:
    make_course(content=citing(sasa))
    lesson = LessonPage.objects.get(locale__language_code="es")
    if hide == "unpublish":
        lesson.unpublish()
    else:
        PageViewRestriction.objects.create(page=lesson.get_parent(), restriction_type="login")
    assert lesson.title not in client.get(sasa.url).content.decode()


def test_lessons_that_use_a_study_cost_the_same_however_many(client: Client, sasa: StudyPage) -> None:
    make_course(content=citing(sasa))
    client.get(sasa.url)
    with CaptureQueriesContext(connection) as one:
        assert client.get(sasa.url).content.decode().count(">Lección ") == 1
    make_course(content=citing(sasa), lessons=3)
    with CaptureQueriesContext(connection) as four:
        assert client.get(sasa.url).content.decode().count(">Lección ") == 4
    assert len(four) == len(one)


def test_the_lasting_address_follows_the_page(client: Client, sasa: StudyPage) -> None:
    address = f"/evidence/studies/{sasa.translation_key}/"
    assert client.get(f"/es{address}")["Location"] == sasa.url
    assert client.get(f"/en{address}")["Location"] == in_english(sasa).url
    in_english(sasa).unpublish()
    assert client.get(f"/en{address}")["Location"] == sasa.url


def test_the_lasting_address_of_what_is_hidden_says_so_and_no_title(client: Client, sasa: StudyPage) -> None:
    PageViewRestriction.objects.create(page=sasa, restriction_type="login")
    in_english(sasa).unpublish()
    response = client.get(f"/es/evidence/studies/{sasa.translation_key}/")
    assert response.status_code == 410
    assert "Este estudio no está en el banco" in response.content.decode()
    assert sasa.title not in response.content.decode()


def folder_citing(folder: Path, *names: str) -> Path:
    made = files()
    items = [{"id": key(9000 + number), "study": name} for number, name in enumerate(names)]
    made[LESSON]["content"].append({"id": key(8999), "type": "studies", "items": items})
    written(folder, made)
    return folder


def test_a_folder_names_studies_by_doi_and_by_title(sasa: StudyPage, tmp_path: Path) -> None:
    study("Líderes en Acción", english={})
    folder = folder_citing(tmp_path / "one", DOI, "Líderes en Acción")
    load(folder=folder)
    chosen = LessonPage.objects.get(title="Lección 2").content[-1].value
    assert [each["study"].title for each in chosen] == ["The SASA! study", "Líderes en Acción"]
    write_folder(exported(code=read_folder(folder).code), tmp_path / "two")
    assert read_folder(tmp_path / "two") == read_folder(folder)


def test_a_study_that_the_bank_lacks_is_a_fault_at_its_place(sasa: StudyPage, tmp_path: Path) -> None:
    folder = folder_citing(tmp_path / "one", DOI, "10.1/no")
    with pytest.raises(FolderError) as refused:
        read_folder(folder)
    (fault,) = refused.value.faults
    assert fault.path.endswith("items[1].study")
    assert fault.message == "El banco de evidencia no tiene el estudio «10.1/no»; cargue primero los estudios."


def test_studies_that_share_a_name_are_named_by_their_key(sasa: StudyPage) -> None:
    other = study("The SASA! study", english={})
    assert (name_of(sasa), name_of(other)) == (DOI, str(other.translation_key))
    assert study_named(str(other.translation_key)) == other
