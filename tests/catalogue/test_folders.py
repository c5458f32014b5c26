"""Loading a course folder into pages and writing it back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import translation
from wagtail.images import get_image_model
from wagtail.models import Page, Revision
from wagtail_localize.models import SegmentOverride, StringTranslation, TranslationLog, TranslationSource

from courses.catalogue.facts import Course
from courses.catalogue.folders.exporting import exported
from courses.catalogue.folders.faults import FolderError
from courses.catalogue.folders.storing import load
from courses.catalogue.folders.validating import read_folder
from courses.catalogue.folders.writing import write_folder
from courses.catalogue.pages import CoursePage, LessonPage
from courses.records.models import AuditEvent
from tests.catalogue.factories import locale
from tests.catalogue.folder_samples import LESSON, SECOND, both, changed, files, key, make_homes, png, written
from tests.evidence.factories import shelve_what_is_cited

PROGRAMME = sorted((Path(settings.BASE_DIR) / "incubator" / "programme").glob("*/course.yaml"))
UNDO = "export_course brings that into the folder, --overwrite undoes it."
COUNTED = (Course, Page, Revision, StringTranslation, SegmentOverride, TranslationLog, AuditEvent, get_image_model())

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    make_homes()
    return written(tmp_path / "cifras")


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    make_homes()
    return written(tmp_path / "whole", files(everything=True))


def counts() -> dict[str, Any]:
    rows: dict[str, Any] = {model.__name__: model.objects.count() for model in COUNTED}
    return rows | {"published": list(Page.objects.order_by("pk").values_list("pk", "last_published_at"))}


def page(number: int, language: str) -> LessonPage:
    return LessonPage.objects.get(translation_key=key(number), locale__language_code=language)


def translate(source_page: LessonPage, path: str) -> None:
    """Update the translation from its source and say one text anew, as on the translation screen."""
    source, _made = TranslationSource.update_or_create_from_instance(source_page)
    segment = source.stringsegment_set.get(context__path=path)
    english = locale("en")
    StringTranslation.objects.create(
        translation_of=segment.string, context=segment.context, locale=english, data="Edited"
    )
    source.create_or_update_translation(english, publish=False)
    source.get_translated_instance(english).get_latest_revision().publish()


def test_load_publishes_every_page_in_every_language(folder: Path) -> None:
    load(folder=folder)
    shown = list(Page.objects.filter(depth__gt=2).order_by("path").values_list("slug", "locale__language_code", "live"))
    assert shown == [
        ("cifras", "es", True), ("leccion-reading-figures", "es", True), ("leccion-asking", "es", True),
        ("figures", "en", True), ("reading-figures", "en", True), ("asking", "en", True),
    ]  # fmt: skip


def test_load_keeps_the_facts_of_the_course(folder: Path) -> None:
    load(folder=folder)
    course = Course.objects.get(code="cifras")
    facts = (course.position, course.hour_unit, str(course.pass_mark), course.sequence)
    assert facts == (3, "teaching", "62.50", "in_order")


def test_load_keeps_the_ids_of_blocks_in_every_language(whole: Path) -> None:
    load(folder=whole)
    ids = [block["id"] for block in files(everything=True)[LESSON]["content"]]
    for language in ("es", "en"):
        assert [block.id for block in page(2, language).content] == ids


def test_load_gives_each_language_its_own_addresses(folder: Path) -> None:
    load(folder=folder)
    assert 'href="https://example.org/es/a_(b)?x=1&amp;y=2"' in page(2, "es").content[1].value.source
    english = page(2, "en").content[1].value.source
    assert english == (
        '<p>See <a href="mailto:guia@example.org">the guide</a> and <a href="https://example.org/en/a">the study</a>.</p>'
    )


def test_load_links_to_the_page_of_a_lesson(folder: Path) -> None:
    load(folder=folder)
    assert f'<a linktype="page" id="{page(2, "es").pk}">' in page(3, "es").content[0].value["text"].source


def test_load_twice_changes_nothing(whole: Path) -> None:
    load(folder=whole)
    before = counts()
    done = load(folder=whole)
    assert counts() == before
    assert (done.created, done.changed) == ([], [])


def test_load_changes_only_the_lesson_of_a_changed_spanish_sentence(folder: Path) -> None:
    load(folder=folder)
    texts, revisions = StringTranslation.objects.count(), Revision.objects.count()
    made = changed(lambda made: made[LESSON]["summary"].update(es="Otra oración."))
    done = load(folder=written(folder, made))
    assert done.changed == ["Lección 2"]
    assert (page(2, "es").summary, page(2, "en").summary) == ("Otra oración.", "EN Cómo se lee una cifra.")
    assert (StringTranslation.objects.count(), Revision.objects.count()) == (texts + 1, revisions + 2)


def test_load_changes_only_the_english_page_of_a_changed_english_sentence(folder: Path) -> None:
    load(folder=folder)
    texts, spanish = StringTranslation.objects.count(), page(2, "es").latest_revision_id
    load(folder=written(folder, changed(lambda made: made[LESSON]["summary"].update(en="Another sentence."))))
    assert (page(2, "en").summary, page(2, "es").latest_revision_id) == ("Another sentence.", spanish)
    assert StringTranslation.objects.count() == texts


def test_load_adds_a_lesson_in_its_place(folder: Path) -> None:
    load(folder=folder)
    new = files()[SECOND] | {"lesson": key(5), "title": both("Nueva"), "slug": {"es": "nueva", "en": "new"}}
    new["content"] = [{"id": key(500), "type": "note", "text": both("Nota.")}]
    load(folder=written(folder, {"05-new.yaml": new}))
    for language, slugs in {
        "es": ["leccion-reading-figures", "nueva", "leccion-asking"],
        "en": ["reading-figures", "new", "asking"],
    }.items():
        course = CoursePage.objects.get(locale__language_code=language)
        assert list(course.get_children().order_by("path").values_list("slug", flat=True)) == slugs


def test_load_leaves_a_lesson_that_is_not_in_the_folder(folder: Path) -> None:
    load(folder=folder)
    (folder / SECOND).unlink()
    done = load(folder=folder)
    assert (done.not_in_folder, page(3, "es").live) == (["Lección 3"], True)


def test_load_shows_another_content_of_a_picture(folder: Path) -> None:
    load(folder=folder)
    before = page(2, "en").content[-1].value.file_hash
    load(folder=written(folder, {"grafico.png": png("#ffffff")}))
    assert page(2, "en").content[-1].value.file_hash != before


def test_load_refuses_to_undo_an_edit_unless_told_so(folder: Path) -> None:
    load(folder=folder)
    edited = page(2, "es")
    edited.summary = "Editado en la administración."
    edited.save_revision()
    with pytest.raises(FolderError) as refused:
        load(folder=folder)
    assert [(fault.file, fault.message) for fault in refused.value.faults] == [
        (LESSON, f"“Lección 2” was edited in the admin since it was last loaded: {UNDO}")
    ]
    assert page(2, "es").has_unpublished_changes
    load(folder=folder, overwrite=True)
    assert (page(2, "es").summary, page(2, "es").has_unpublished_changes) == ("Cómo se lee una cifra.", False)


def test_load_refuses_to_undo_a_translation_that_waits_to_be_published(folder: Path) -> None:
    load(folder=folder)
    waiting = StringTranslation.objects.get(context__object_id=key(3), context__path="summary")
    waiting.data = "Typed on the translation screen."
    waiting.save()
    with pytest.raises(FolderError, match="Lección 3"):
        load(folder=folder)
    load(folder=folder, overwrite=True)
    waiting.refresh_from_db()
    assert waiting.data == "EN Cómo se lee una cifra."


def test_load_refuses_to_bring_back_what_was_unpublished_or_deleted(folder: Path) -> None:
    load(folder=folder)
    page(2, "en").unpublish()
    page(3, "es").delete()
    with pytest.raises(FolderError) as refused:
        load(folder=folder)
    assert [(fault.file, fault.message) for fault in refused.value.faults] == [
        (
            "course.yaml",
            f"“Leer cifras” was edited in the admin since it was last loaded: {UNDO}",
        ),  # the order of its lessons
        (LESSON, f"“Lección 2” was edited in the admin since it was last loaded: {UNDO}"),
        (SECOND, "“Lección 3” was deleted in the admin since it was last loaded; --overwrite makes it anew."),
    ]


def test_load_accepts_an_edit_that_was_brought_into_the_folder(folder: Path) -> None:
    load(folder=folder)
    edited = page(2, "es")
    edited.title = "Editada"
    edited.save_revision().publish()
    translate(page(2, "es"), "title")
    write_folder(exported(code="cifras"), folder)
    assert load(folder=folder).changed == []
    made = changed(lambda made: made[LESSON].update(title={"es": "Otra vez", "en": "Again"}))
    assert load(folder=written(folder, made)).changed == ["Otra vez"]


def test_load_synchronises_a_key_that_was_corrected_in_spanish_alone(whole: Path) -> None:
    load(folder=whole)
    edited = page(2, "es")
    numeric = next(block for block in edited.content if block.block_type == "numeric")
    numeric.value["parts"][0]["answer"] = "-2.4"
    edited.save_revision().publish()
    with pytest.raises(FolderError, match="differs between languages"):
        exported(code="cifras")
    load(folder=whole, overwrite=True)
    shown = [next(each for each in page(2, code).content if each.block_type == "numeric") for code in ("es", "en")]
    assert [numeric.value["parts"][0]["answer"] for numeric in shown] == ["-2.3", "-2.3"]


def test_load_changes_nothing_where_a_page_stands_in_the_way(folder: Path) -> None:
    homes = make_homes()
    homes["en"].add_child(instance=Page(title="Old", slug="figures", locale=homes["en"].locale))
    with pytest.raises(FolderError) as refused:
        load(folder=folder)
    assert [str(fault) for fault in refused.value.faults] == ["course.yaml: slug.en: The page “Old” has this slug."]
    assert not Course.objects.exists()


def test_load_says_that_the_english_home_page_is_missing(tmp_path: Path) -> None:
    make_homes()["en"].delete()
    with pytest.raises(FolderError, match="no home page in: en"):
        load(folder=written(tmp_path / "cifras"))


def test_export_writes_what_was_loaded(whole: Path, tmp_path: Path) -> None:
    load(folder=whole)
    write_folder(exported(code="cifras"), tmp_path / "out")
    assert read_folder(tmp_path / "out") == read_folder(whole)
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == [
        "01-reading-figures.yaml", "02-asking.yaml", "course.yaml", "grafico.png",
    ]  # fmt: skip


def test_export_keeps_the_names_of_files(folder: Path) -> None:
    load(folder=folder)
    names = sorted(file.name for file in folder.iterdir())
    write_folder(exported(code="cifras"), folder)
    assert sorted(file.name for file in folder.iterdir()) == names


def test_export_says_what_a_folder_cannot_hold(folder: Path) -> None:
    load(folder=folder)
    lesson = page(2, "es")
    lesson.content[1].value.source = '<p>Uno.</p><p>Vea <a linktype="document" id="1">la ficha</a>.</p>'
    lesson.save_revision().publish()
    with pytest.raises(FolderError) as refused:
        exported(code="cifras")
    (fault,) = refused.value.faults
    assert (fault.file, fault.path) == ("Lección 2", "content[1]")
    assert fault.message == "A course folder cannot hold a link to a document or to a page that was deleted."


def test_export_refuses_a_folder_of_something_else(folder: Path, tmp_path: Path) -> None:
    load(folder=folder)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "notes.txt").write_text("mine")
    with pytest.raises(CommandError):
        call_command("export_course", "cifras", tmp_path / "other")
    assert [file.name for file in (tmp_path / "other").iterdir()] == ["notes.txt"]


def test_commands_say_what_they_did(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_course", folder, "--check")
    assert not Course.objects.exists()
    call_command("load_course", folder)
    call_command("load_course", folder)
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "Nothing is wrong. Lessons: 2."
    assert said[1:4] == ["new: Leer cifras", "new: Lección 2", "new: Lección 3"]
    assert said[4:] == ["unchanged: Leer cifras", "unchanged: Lección 2", "unchanged: Lección 3"]


def test_load_course_command_fails_honestly(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(folder, changed(lambda made: made[LESSON]["title"].update(en="")))
    with pytest.raises(CommandError) as failed:
        call_command("load_course", folder)
    assert (failed.value.returncode, str(failed.value)) == (1, "1 fault; nothing was changed.")
    assert capsys.readouterr().err == f"{LESSON}: title.en (line 6): This language is missing.\n"


@pytest.mark.parametrize("file", PROGRAMME, ids=lambda file: file.parent.name)
def test_programme_loads_and_comes_out_the_same(file: Path, tmp_path: Path) -> None:
    make_homes()
    shelve_what_is_cited(file.parent)
    load(folder=file.parent)
    write_folder(exported(code=read_folder(file.parent).code), tmp_path)
    assert read_folder(tmp_path) == read_folder(file.parent)
