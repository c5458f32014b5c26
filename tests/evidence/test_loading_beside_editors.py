"""What a table meets in a bank that people work in: it undoes nothing of theirs unasked, and says why not."""

from dataclasses import replace

import pytest
from wagtail.log_actions import LogContext
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation

from courses.evidence.exporting import table, to_csv
from courses.evidence.loading import load
from courses.evidence.models import StudyPage
from courses.evidence.row import Row, SheetError
from courses.evidence.sheet import read
from courses.translating import translate
from tests.evidence.factories import bank, in_english, study
from tests.evidence.tables import exported, refused, row, spanish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english_bank")]


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
    assert "read together with a study that is not public" in refused(told)
    third = row(4, title="Third", doi="10.1186/third")
    load(rows=[third])
    told.read_with = [{"study": "10.1186/third", "why_es": "Otra cosa", "why_en": "Something else"}]
    assert "read together with a study that is not public" in refused(told)
    told.read_with = []
    load(rows=[told], overwrite=True)
    assert not StudyPage.objects.get(pk=page.pk).read_with


@pytest.mark.parametrize("overwrite", [False, True])
def test_a_row_without_a_language_that_is_public_leaves_no_two_sets_of_facts(overwrite):
    load(rows=[row()])
    alone = replace(row(year=2015), languages=("es",))
    alone.texts["en"].clear()
    assert "of which the row says nothing" in refused(alone, overwrite=overwrite)
    in_english(spanish()).delete()
    assert load(rows=[alone], overwrite=overwrite).changed == ["A trial"]


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
    with LogContext(user=admin_user):
        for page in StudyPage.objects.filter(locale__language_code__gte=language):
            page.delete()
    assert "was deleted in the admin" in refused(row())
    load(rows=[row()], overwrite=True)
    assert StudyPage.objects.live().count() == 2
    assert load(rows=[row()]).unchanged == ["A trial"]


def test_a_duplicate_that_an_editor_deleted_keeps_no_other_out(admin_user):
    alone = replace(row(), languages=("es",))
    alone.texts["en"].clear()
    load(rows=[alone, row(3, doi="10.1186/other", year=2015)])
    with LogContext(user=admin_user):
        for page in StudyPage.objects.filter(doi="10.1186/other"):
            page.delete()
    assert load(rows=[row()]).changed == ["A trial"]
    assert load(rows=[row(doi="10.1186/third", year=2016)]).made == ["A trial"]


def test_a_draft_in_a_language_of_which_the_row_says_nothing_is_no_edit_of_it(admin_user):
    alone = replace(row(), languages=("es",))
    alone.texts["en"].clear()
    load(rows=[alone])
    english = StudyPage(title="A trial", slug="a", themes=["prevention"], live=False, locale=bank("en").locale)
    english.translation_key = spanish().translation_key
    bank("en").add_child(instance=english)
    english.save_revision(user=admin_user, log_action=True)
    alone.facts["year"] = 2015
    assert load(rows=[alone]).changed == ["A trial"]
    assert not StudyPage.objects.get(pk=english.pk).live


def test_a_study_that_was_written_in_english_first_is_the_tables_after_overwriting(admin_user):
    english = StudyPage(title="A trial", slug="a-trial", themes=["prevention"], summary="A summary.", year=2014)
    english.locale = bank("en").locale
    bank("en").add_child(instance=english)
    english.save_revision(user=admin_user).publish(user=admin_user)
    translate(page=english, fields={"summary": "A mano."}, locale=Locale.objects.get(language_code="es"))
    StringTranslation.objects.update(tool_name="", last_translated_by=admin_user)
    load(rows=[row()], overwrite=True)
    assert load(rows=[row(certainty_reason="", series="x")]).changed == ["A trial"]


def test_what_an_editor_locked_is_not_changed_unasked():
    load(rows=[row()])
    StudyPage.objects.update(locked=True)
    assert "is locked in the admin" in refused(row(year=2015))
    assert load(rows=[row(year=2015)], overwrite=True).changed == ["A trial"]


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
