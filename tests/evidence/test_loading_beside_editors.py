"""What a table meets in a bank that people work in: it undoes nothing of theirs unasked, and says why not."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.http import QueryDict
from django.utils import translation
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation

from courses.evidence import shelf
from courses.evidence.exporting import table, to_csv
from courses.evidence.finding import find
from courses.evidence.loading import load
from courses.evidence.models import BankPage, StudyPage
from courses.evidence.row import Row, SheetError
from courses.evidence.sheet import read
from courses.translating import translate
from tests.evidence.factories import bank, in_english, study

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        bank()
        yield


def row(line: int = 2, **facts: Any) -> Row:
    told = Row(line, facts={"title": "A trial", "year": 2014, "doi": "10.1186/abc", "themes": ["prevention"]} | facts)
    told.texts["es"]["summary"], told.texts["en"]["summary"] = "Un resumen.", "A summary."
    return told


def effect(number: int, spanish: str, english: str) -> dict[str, str]:
    return {"es": spanish, "en": english, "measure": "rd", "estimate": str(-number), "level": "95"}


def spanish() -> StudyPage:
    return StudyPage.objects.get(locale__language_code="es")


def refused(told: Row, **options: Any) -> str:
    before = exported()
    with pytest.raises(SheetError) as error:
        load(rows=[told], **options)
    assert exported() == before
    return str(error.value)


def exported() -> bytes:
    return to_csv(table(StudyPage.objects.order_by("translation_key", "-locale__language_code")))


def test_an_english_that_an_editor_writes_alone_is_not_replaced(admin_user):
    load(rows=[row()])
    Translation.objects.update(enabled=False)
    english = in_english(spanish())
    english.summary = "An editor's summary."
    english.save_revision(user=admin_user).publish(user=admin_user)
    assert "was edited in the admin" in refused(row())
    load(rows=[row()], overwrite=True)
    assert in_english(spanish()).summary == "A summary."


def test_an_english_that_the_spanish_was_made_from_is_not_replaced(admin_user):
    english = StudyPage(title="A trial", slug="a-trial", themes=["prevention"], summary="An editor's summary.")
    english.locale = bank("en").locale
    bank("en").add_child(instance=english)
    english.save_revision(user=admin_user).publish(user=admin_user)
    translate(page=english, fields={"summary": "Un resumen."}, locale=Locale.objects.get(language_code="es"))
    (told,) = read(exported())
    told.texts["en"]["summary"] = "Another summary."
    assert "was edited in the admin" in refused(told)


def test_an_edit_is_not_forgotten_with_the_account(admin_user):
    load(rows=[row()])
    page = spanish()
    page.summary = "De una editora."
    page.save_revision(user=admin_user).publish(user=admin_user)
    admin_user.delete()
    assert "was edited in the admin" in refused(row())
    load(rows=[row()], overwrite=True)
    assert load(rows=[row(year=2015)]).changed == ["A trial"]


def test_a_pair_with_a_study_that_is_hidden_is_not_parted():
    other = row(3, title="Another", doi="10.1186/other")
    pair = row()
    pair.read_with = [{"study": "10.1186/other", "why_es": "Juntos", "why_en": "Together"}]
    load(rows=[pair, other])
    StudyPage.objects.get(title="Another", locale__language_code="es").unpublish()
    page = StudyPage.objects.get(title="A trial", locale__language_code="es")
    (told,) = read(to_csv(table([page])))
    assert (told.read_with, load(rows=[told]).unchanged) == ([], ["A trial"])
    told.facts["year"] = 2015
    assert "would lose what it says of: read together with" in refused(told)
    load(rows=[told], overwrite=True)
    assert not StudyPage.objects.get(pk=page.pk).read_with


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


@pytest.mark.parametrize("overwrite", [False, True])
def test_a_row_without_a_language_that_is_public_leaves_no_two_sets_of_facts(overwrite):
    load(rows=[row()])
    alone = replace(row(year=2015), languages=("es",))
    alone.texts["en"].clear()
    assert "of which the row says nothing" in refused(alone, overwrite=overwrite)
    in_english(spanish()).delete()
    assert load(rows=[alone], overwrite=overwrite).changed == ["A trial"]


def test_an_export_of_another_installation_doubles_no_study():
    without = row(3, title="Registered", doi="")
    load(rows=[row(), without])
    theirs = [replace(row(), key=uuid4()), replace(without, key=uuid4())]
    assert len(load(rows=theirs).unchanged) == 2
    assert StudyPage.objects.count() == 4


def test_the_key_of_another_page_is_refused():
    assert "key of another page" in refused(replace(row(), key=BankPage.objects.first().translation_key))


@pytest.mark.parametrize("alias", [False, True])
def test_a_study_comes_home_beside_an_alias_or_another_of_its_address(alias):
    alone = replace(row(), languages=("en",))
    alone.texts["es"].clear()
    load(rows=[alone])
    english = StudyPage.objects.get()
    if alias:
        english.create_alias(parent=bank(), update_locale=bank().locale, reset_translation_key=False)
    else:
        study("Otro", slug=english.slug)
    assert load(rows=[row()]).changed == ["A trial"]
    home = StudyPage.objects.get(translation_key=english.translation_key, locale__language_code="es")
    assert (home.live, home.alias_of, home.summary) == (True, None, "Un resumen.")
    assert in_english(home).slug == home.slug
    assert load(rows=[row()]).unchanged == ["A trial"]


def test_a_page_that_holds_a_code_that_is_no_more_is_mended_by_its_row():
    load(rows=[row()])
    StudyPage.objects.update(themes=["old"])
    assert load(rows=[row()]).changed == ["A trial"]
    assert spanish().themes == ["prevention"]


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
    assert (
        "journal or series, certainty, outcomes, reason for the certainty, plain summary, effects to draw"
        in refused(few[0])
    )
    load(rows=few, overwrite=True)
    assert (spanish().series, spanish().checked_by, len(spanish().effects)) == ("", "Ana", 0)


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


def test_what_an_editor_does_during_a_load_is_not_undone(admin_user):
    load(rows=[row()])
    asked: list[int] = []

    def edit(rows: list[Row]) -> list[Row]:
        asked.append(1)
        if len(asked) == 2:
            page = spanish()
            page.summary = "De Ana."
            page.save_revision(user=admin_user).publish(user=admin_user)
        return rows

    with pytest.raises(SheetError, match="was edited in the admin"):
        load(rows=[row(year=2015)], progress=edit)


def test_a_study_that_is_deleted_during_a_load_is_said():
    load(rows=[row()])
    asked: list[int] = []

    def delete(rows: list[Row]) -> list[Row]:
        asked.append(1)
        if len(asked) == 2:
            spanish().delete()
        return rows

    with pytest.raises(SheetError, match="deleted meanwhile"):
        load(rows=[row(year=2015)], progress=delete)


@pytest.mark.parametrize("language", ["es", "en"])
def test_what_an_editor_deleted_does_not_come_back_unasked(language, admin_user):
    load(rows=[row()])
    for page in StudyPage.objects.filter(locale__language_code__gte=language):
        page.delete(user=admin_user)
    assert "was deleted in the admin" in refused(row())
    load(rows=[row()], overwrite=True)
    assert StudyPage.objects.live().count() == 2
    assert load(rows=[row()]).unchanged == ["A trial"]


def test_what_an_editor_locked_is_not_changed_unasked():
    load(rows=[row()])
    StudyPage.objects.update(locked=True)
    assert "is locked in the admin" in refused(row(year=2015))
    assert load(rows=[row(year=2015)], overwrite=True).changed == ["A trial"]


def test_a_long_address_that_is_taken_is_numbered():
    study("Otro", slug="a" * 255)
    told = replace(row(), slug="a" * 255)
    load(rows=[told])
    assert StudyPage.objects.get(title="A trial", locale__language_code="es").slug == "a" * 250 + "-2"


def test_a_translation_that_says_the_same_is_the_tables_after_overwriting(admin_user):
    load(rows=[row()])
    StringTranslation.objects.update(tool_name="", last_translated_by=admin_user)
    assert "was edited in the admin" in refused(row(year=2015))
    load(rows=[row(year=2015)], overwrite=True)
    assert load(rows=[row(year=2016)]).changed == ["A trial"]


def test_a_page_that_is_down_in_a_language_of_which_the_row_says_nothing_stays_so():
    load(rows=[row()])
    in_english(spanish()).unpublish()
    (told,) = read(exported())
    told.facts["year"] = 2015
    assert load(rows=[told]).changed == ["A trial"]
    assert not in_english(spanish()).live


def test_a_partner_that_was_deleted_is_no_loss():
    other = row(3, title="Another", doi="10.1186/other")
    told = row()
    told.read_with = [{"study": "10.1186/other", "why_es": "Juntos", "why_en": "Together"}]
    load(rows=[told, other])
    for page in StudyPage.objects.filter(title="Another"):
        page.delete()
    again = row(year=2015)
    assert load(rows=[again]).changed == ["A trial"]
