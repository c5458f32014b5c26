from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from wagtail_localize.models import StringTranslation

from courses.evidence import loading
from courses.evidence.exporting import to_csv
from courses.evidence.models import StudyPage
from courses.evidence.row import SheetError
from courses.evidence.sheet import read
from incubator.environment import BASE_DIR
from tests.evidence.factories import bank, in_english, study

STUDIES = BASE_DIR / "incubator" / "programme" / "evidence" / "studies.csv"
HEAD = "title,authors,year,country,theme,design,outcome_es,outcome_en,effect_summary_es,effect_summary_en,url_or_doi"
ROW = '"A trial","Abramsky T, et al.",2014,Uganda,prevention,rct_cluster,Violencia,Violence,−26 %,−26%,10.1186/abc'


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def load(path: Path, **options: Any) -> str:
    out = StringIO()
    call_command("load_studies", str(path), stdout=out, stderr=out, **options)
    return out.getvalue()


def faults(text: str) -> list[tuple[int, str]]:
    with pytest.raises(SheetError) as refused:
        read(text.encode())
    return [(fault.line, fault.column) for fault in refused.value.faults]


@pytest.mark.django_db
def test_the_published_studies_are_there_in_both_languages_and_loading_them_again_changes_nothing():
    bank()
    assert load(STUDIES) == "Studies: 43 new, 0 changed, 0 unchanged.\n"
    spanish = StudyPage.objects.live().filter(locale__language_code="es")
    assert (spanish.count(), StudyPage.objects.live().filter(locale__language_code="en").count()) == (43, 43)
    revisions = sorted(StudyPage.objects.values_list("latest_revision", flat=True))
    assert load(STUDIES) == "Studies: 0 new, 0 changed, 43 unchanged.\n"
    assert sorted(StudyPage.objects.values_list("latest_revision", flat=True)) == revisions
    sasa = spanish.get(doi="10.1186/s12916-014-0122-5")
    assert (sasa.countries, sasa.themes, sasa.design, sasa.status) == (
        ["UG"],
        ["prevention"],
        "rct_cluster",
        "published",
    )
    assert in_english(sasa).effects[1].value["outcome"] == "Past-year physical partner violence"
    assert [block.value["why"][:12] for block in in_english(sasa).read_with] == ["Few clusters"] * 2
    assert spanish.filter(status="registered").count() == 3
    assert not spanish.exclude(certainty=None).exists()


@pytest.mark.django_db
def test_a_row_that_changed_changes_its_study_alone(tmp_path):
    bank()
    table = tmp_path / "studies.csv"
    table.write_text(f"{HEAD}\n{ROW}\n{ROW.replace('A trial', 'Another').replace('abc', 'def')}\n")
    load(table)
    table.write_text(table.read_text().replace("Violence,−26 %,−26%,10.1186/abc", "Violence,−26 %,−27%,10.1186/abc"))
    assert load(table) == "Studies: 0 new, 1 changed, 1 unchanged.\n"
    assert in_english(StudyPage.objects.get(doi="10.1186/abc", locale__language_code="es")).effect_summary == "−27%"


@pytest.mark.django_db
def test_a_study_that_an_editor_changed_is_not_overwritten_unasked(tmp_path, admin_user):
    bank()
    table = tmp_path / "studies.csv"
    table.write_text(f"{HEAD}\n{ROW}\n")
    load(table)
    page = StudyPage.objects.get(locale__language_code="es")
    page.year = 2015
    page.save_revision(user=admin_user).publish(user=admin_user)
    with pytest.raises(CommandError):
        load(table)
    assert StudyPage.objects.get(pk=page.pk).year == 2015
    load(table, overwrite=True)
    assert StudyPage.objects.get(pk=page.pk).year == 2014


@pytest.mark.django_db
def test_a_study_that_an_editor_took_down_stays_down_unless_asked(tmp_path):
    bank()
    table = tmp_path / "studies.csv"
    table.write_text(f"{HEAD}\n{ROW}\n")
    load(table)
    for page in StudyPage.objects.all():
        page.unpublish()
    with pytest.raises(CommandError):
        load(table)
    assert not StudyPage.objects.live().exists()
    load(table, overwrite=True)
    assert StudyPage.objects.live().count() == 2
    in_english(StudyPage.objects.get(locale__language_code="es")).unpublish()
    with pytest.raises(CommandError):
        load(table)
    load(table, overwrite=True)
    assert StudyPage.objects.live().count() == 2


@pytest.mark.django_db
def test_a_translation_that_an_editor_changed_is_not_overwritten_unasked(tmp_path, admin_user):
    bank()
    table = tmp_path / "studies.csv"
    table.write_text(f"{HEAD}\n{ROW}\n")
    load(table)
    page = StudyPage.objects.get(locale__language_code="es")
    theirs = StringTranslation.objects.get(context__object_id=page.translation_key, data="−26%")
    StringTranslation.objects.filter(pk=theirs.pk).update(data="−26.5%", tool_name="", last_translated_by=admin_user)
    theirs.refresh_from_db()
    assert load(table) == "Studies: 0 new, 0 changed, 1 unchanged.\n"
    table.write_text(f"{HEAD}\n{ROW.replace('−26%', '−27%')}\n")
    with pytest.raises(CommandError):
        load(table)
    theirs.refresh_from_db()
    assert theirs.data == "−26.5%"
    load(table, overwrite=True)
    theirs.refresh_from_db()
    assert theirs.data == "−27%"
    assert load(table) == "Studies: 0 new, 0 changed, 1 unchanged.\n"


@pytest.mark.django_db
def test_studies_of_one_title_and_year_are_told_apart_by_their_doi(tmp_path):
    bank()
    table = tmp_path / "studies.csv"
    table.write_text(f"{HEAD}\n{ROW}\n")
    load(table)
    table.write_text(f"{HEAD}\n{ROW.replace('10.1186/abc', '10.9999/zzz')}\n")
    assert load(table) == "Studies: 1 new, 0 changed, 0 unchanged.\n"
    table.write_text(f"{HEAD}\n{ROW}\n{ROW.replace('10.1186/abc', '10.9999/zzz')}\n")
    assert load(table) == "Studies: 0 new, 0 changed, 2 unchanged.\n"
    table.write_text(f"{HEAD}\n{ROW}\n{ROW.replace('10.1186/abc', '')}\n")
    with pytest.raises(CommandError):
        load(table)


@pytest.mark.django_db
def test_one_fault_and_nothing_is_changed(tmp_path):
    bank()
    table = tmp_path / "studies.csv"
    table.write_text(f"{HEAD}\n{ROW}\n{ROW.replace('A trial', 'Another').replace('Uganda', 'Ugandia')}\n")
    with pytest.raises(CommandError) as refused:
        load(table)
    assert str(refused.value) == "1 fault; nothing was changed."
    assert not StudyPage.objects.exists()


@pytest.mark.django_db
def test_the_same_study_twice_is_refused(tmp_path):
    bank()
    table = tmp_path / "studies.csv"
    table.write_text(f"{HEAD}\n{ROW}\n{ROW}\n")
    with pytest.raises(CommandError):
        load(table)


@pytest.mark.django_db
def test_without_a_bank_there_is_a_sentence(tmp_path):
    table = tmp_path / "studies.csv"
    table.write_text(f"{HEAD}\n{ROW}\n")
    StudyPage.objects.all().delete()
    with pytest.raises(CommandError):
        load(table)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("", [(0, "")]),
        ("name\nx", [(0, "")]),
        ("title,colour\nx,y", [(1, "colour")]),
        ("title,title\nx,y", [(1, "title")]),
        ("title,year\nx", [(2, "")]),
        ("title,year\nx,20x4", [(2, "year")]),
        ("title,country\nx,Atlantis", [(2, "country")]),
        ("title,theme\nx,weather", [(2, "theme")]),
        ("title,design\nx,guess", [(2, "design")]),
        ("title,checked_on\nx,30/11/2026", [(2, "checked_on")]),
        ("title,key\nx,1", [(2, "key")]),
        ("title,year\n,2014", [(2, "title")]),
        ("title,outcome_1_colour\nx,red", [(2, "outcome_1_colour")]),
        ("title,languages,outcome_1_en\nx,es,Violence", [(2, "outcome_1_en")]),
        ("title,languages,read_with_1,read_with_1_why_es\nx,en,x,Algo", [(2, "read_with_1_why_es")]),
        ("title,read_with_1_why_es,read_with_1_why_en\nx,Algo,Some", [(2, "read_with_1")]),
        ("title,year\nA\0trial,2014", [(0, "")]),
    ],
)
def test_a_fault_is_said_with_its_row_and_column(text, places):
    assert faults(text) == places


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("cells", "places"),
    [
        ({"summary_es": "Algo"}, ["summary_en"]),
        ({"outcome_1_en": "Violence", "outcome_1_measure": "rr", "outcome_1_estimate": "0.8"}, ["outcome_1_es"]),
        ({"read_with_1": "A", "read_with_1_why_es": "Algo"}, ["read_with_1_why_en"]),
    ],
)
def test_what_is_told_in_one_of_its_languages_only_is_not_taken_in(cells, places):
    bank()
    study("A")
    file = to_csv(
        [["title", "theme", "outcome_es", "outcome_en", *cells], ["x", "prevention", "A", "A", *cells.values()]]
    )
    with pytest.raises(SheetError, match="written in one language only") as refused:
        loading.load(rows=read(file))
    assert [fault.column for fault in refused.value.faults if "one language" in fault.message] == places
    assert StudyPage.objects.count() == 1


def test_a_file_in_another_encoding_is_refused():
    with pytest.raises(SheetError):
        read("title\nNiñas".encode("latin-1"))


@pytest.mark.parametrize(
    ("cell", "fields"),
    [
        ("10.1186/abc", {"doi": "10.1186/abc"}),
        ("https://example.org/a (NCT1)", {"address": "https://example.org/a", "reference": "NCT1"}),
        ("https://example.org/a", {"address": "https://example.org/a", "reference": ""}),
        ("NBER WP 25627", {"reference": "NBER WP 25627"}),
    ],
)
def test_an_address_is_read_as_what_it_is(cell, fields):
    (row,) = read(f"title,url_or_doi\nx,{cell}".encode())
    assert row.facts == {"title": "x"} | fields
