"""What the bank exports comes back as it was, rows find their studies, and faults their columns."""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.http import QueryDict
from wagtail.models import PageViewRestriction

from courses.evidence import shelf
from courses.evidence.exporting import table, to_csv
from courses.evidence.finding import find
from courses.evidence.loading import load
from courses.evidence.models import BankPage, StudyPage
from courses.evidence.row import SheetError
from courses.evidence.sheet import read
from tests.evidence.factories import in_english, study
from tests.evidence.tables import effect, exported, refused, row, spanish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english_bank")]


def test_texts_of_different_effects_are_not_put_together():
    told = row()
    told.texts["es"]["outcomes"], told.texts["en"]["outcomes"] = "Dos", "Two"
    told.effects = [effect(1, "Uno", "One"), effect(2, "Dos", "Two")]
    load(rows=[told])
    page = spanish()
    page.effects = page.effects.stream_block.to_python(page.effects.get_prep_value()[1:])
    page.save_revision().publish()
    head, cells = table([spanish()])
    shown = dict(zip(head, cells, strict=True))
    assert [shown[f"outcome_1_{name}"] for name in ("es", "en", "estimate")] == ["Dos", "Two", "-2"]
    assert load(rows=read(exported())).unchanged == ["A trial"]


def test_an_export_of_another_installation_doubles_no_study():
    without = row(3, title="Registered", doi="")
    load(rows=[row(), without])
    theirs = [replace(row(), key=uuid4()), replace(without, key=uuid4())]
    assert len(load(rows=theirs).unchanged) == 2
    assert StudyPage.objects.count() == 4


def test_the_key_of_another_page_is_refused():
    assert "key of another page" in refused(replace(row(), key=BankPage.objects.first().translation_key))


def test_a_very_long_text_is_read_back():
    study("A trial", summary="ñ" * 140_000)
    assert load(rows=read(exported())).unchanged == ["A trial"]


def test_what_the_form_would_refuse_in_english_is_refused():
    told = row()
    told.texts["es"]["outcomes"], told.texts["en"]["outcomes"] = "Uno", "One"
    told.effects = [effect(1, "Uno", "O" * 300)]
    assert "row 2, outcome_1_en: Ensure this value has at most 200" in refused(told)


def test_studies_of_one_title_are_counted_apart():
    load(rows=[row()])
    done = load(rows=[row(), row(3, doi="10.1186/other")])
    assert (done.made, done.changed, done.unchanged) == (["A trial"], [], ["A trial"])


def test_words_of_what_was_replaced_crowd_out_no_others():
    study("Otro", summary="microfinanzak")
    changing = study("Uno", summary="nada")
    for letter in "abcdefgh":
        changing.summary = f"microfinanx{letter}"
        changing.save_revision().publish()
        shelf.shelf()
    changing.summary = "nada"
    changing.save_revision().publish()
    assert [face.title for face in find(QueryDict("q=microfinanxaz"), "es").faces] == ["Otro"]


def test_a_table_of_a_few_columns_empties_no_others():
    told = row(series="A journal", certainty=4)
    told.texts["es"]["certainty_reason"] = told.texts["en"]["certainty_reason"] = "x"
    told.texts["es"]["outcomes"], told.texts["en"]["outcomes"] = "Uno", "One"
    told.effects = [effect(1, "Uno", "One")]
    load(rows=[told])
    few = read(b"title,doi,year,theme,checked_by\nA trial,10.1186/abc,2014,prevention,Ana")
    assert load(rows=few).changed == ["A trial"]
    page = spanish()
    assert (page.checked_by, page.series, page.certainty, page.summary) == ("Ana", "A journal", 4, "Un resumen.")
    assert [page.effects[0].value["outcome"], in_english(page).effects[0].value["outcome"]] == ["Uno", "One"]
    assert load(rows=read(b"title,doi,year,theme\nA trial,10.1186/abc,2014,prevention")).unchanged == ["A trial"]
    for version in StudyPage.objects.all():
        PageViewRestriction.objects.create(page=version, restriction_type="login")
    few = read(b"title,doi,year,theme,checked_by\nA trial,10.1186/abc,2014,prevention,Eva")
    assert "would lose what it says of: journal or series, certainty" in refused(few[0])
    load(rows=few, overwrite=True)
    assert (spanish().series, spanish().checked_by, len(spanish().effects)) == ("", "Eva", 0)


def test_a_row_that_could_be_about_several_studies_is_refused():
    load(rows=[row(doi=""), row(3, doi="", title="Otro")])
    StudyPage.objects.filter(title="Otro").update(title="A trial")
    assert "Several studies of the bank have it" in refused(row(doi=""))


@pytest.mark.parametrize("order", [1, -1])
def test_studies_of_one_title_are_matched_by_their_doi_first(order):
    two = [row(), row(3, doi="")]
    two[1].texts["es"]["summary"], two[1].texts["en"]["summary"] = "Otro.", "Other."
    load(rows=two[:1])
    study("A trial", year=2014, summary="Otro.", english={"summary": "Other."})
    theirs = [replace(one, key=uuid4()) for one in two][::order]
    assert len(load(rows=theirs).unchanged) == 2


def test_two_studies_of_one_doi_are_read_back():
    load(rows=[row()])
    study("Another", doi="10.1186/abc", year=2015)
    assert len(load(rows=read(exported())).unchanged) == 2


def test_effects_and_pairs_that_were_taken_out_are_read_back():
    other = row(3, title="Another", doi="10.1186/other")
    told = row()
    told.texts["es"]["outcomes"], told.texts["en"]["outcomes"] = "Uno", "One"
    told.effects = [effect(1, "Uno", "One")]
    told.read_with = [{"study": "10.1186/other", "why_es": "Juntos", "why_en": "Together"}]
    load(rows=[told, other])
    page = StudyPage.objects.get(title="A trial", locale__language_code="es")
    page.effects, page.read_with = [], []
    page.save_revision().publish()
    study("Third", outcomes="x", effects=in_english(page).effects.get_prep_value())
    assert len(load(rows=read(exported())).unchanged) == 3


def test_what_the_table_itself_corrects_is_corrected():
    head = b"title,year,theme,design,status,url_or_doi,cost_es,cost_en\n"
    load(rows=read(head + b"A trial,2014,prevention,rct_cluster_ongoing,,AEARCTR-1,Diez,Ten\n"))
    assert (spanish().status, spanish().reference, spanish().cost) == ("registered", "AEARCTR-1", "Diez")
    load(rows=read(head + b"A trial,2014,prevention,rct_cluster,,10.1186/abc,,\n"))
    assert (spanish().status, spanish().reference, spanish().doi, spanish().cost) == (
        "published",
        "",
        "10.1186/abc",
        "",
    )


def test_a_new_study_of_a_title_that_several_have_is_made_by_its_key():
    load(rows=[replace(row(doi=""), key=uuid4()), replace(row(3, doi=""), key=uuid4())])
    assert "Several studies" in refused(row(doi=""))
    assert load(rows=[replace(row(doi=""), key=uuid4())]).made == ["A trial"]
    theirs = [replace(row(line, doi="", year=2015), key=uuid4()) for line in (2, 3)]
    load(rows=theirs[:1])
    theirs[0].key = uuid4()
    done = load(rows=theirs)
    assert (len(done.unchanged), len(done.made)) == (1, 1)


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        (
            {"outcome_3_es": "A", "outcome_3_en": "B", "outcome_3_measure": "rr", "outcome_3_estimate": "-1"},
            "outcome_3_measure",
        ),
        ({"read_with_2": "nobody", "read_with_2_why_es": "A", "read_with_2_why_en": "B"}, "read_with_2"),
        ({"url_or_doi": "10.1/x"}, "url_or_doi"),
        ({"certainty": "4"}, "certainty_reason"),
    ],
)
def test_a_fault_is_said_at_the_column_of_the_table(cells, column):
    told = {
        "title": "x",
        "theme": "prevention",
        "outcome_es": "A",
        "outcome_en": "A",
        "read_with_1": "",
        "outcome_1_es": "",
    }
    with pytest.raises(SheetError) as error:
        load(rows=read(to_csv([[*told, *cells], [*told.values(), *cells.values()]])))
    assert column in {fault.column for fault in error.value.faults}


def test_a_long_address_that_is_taken_is_numbered():
    study("Otro", slug="a" * 255)
    told = replace(row(), slug="a" * 255)
    load(rows=[told])
    assert StudyPage.objects.get(title="A trial", locale__language_code="es").slug == "a" * 250 + "-2"


def test_a_table_without_the_status_ends_a_trial_and_keeps_a_concern():
    told = b"title,year,theme,design\nA trial,2014,prevention,rct_cluster"
    load(rows=read(told + b"_ongoing\n"))
    assert spanish().status == "registered"
    load(rows=read(told))
    assert spanish().status == "published"
    load(rows=read(told.replace(b"design", b"design,status") + b",flagged\n"))
    assert load(rows=read(told)).unchanged == ["A trial"]
    assert spanish().status == "flagged"
