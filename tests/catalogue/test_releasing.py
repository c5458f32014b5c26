"""A release holds everything a learner sees, and nothing that can change or leak."""

import json
from dataclasses import replace
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db.models import ProtectedError

from courses.catalogue import releasing
from courses.catalogue.facts import Course, Exercise, Release, ReleasedExercise, ReleasedFile, ReleasedLesson
from courses.catalogue.freezing import freeze
from courses.catalogue.frozen import of_release
from courses.catalogue.pages import CoursePage, LessonPage
from courses.catalogue.released import body, linked, outline
from courses.records.models import AuditEvent
from tests.catalogue.factories import (
    block,
    exercise,
    exercises,
    make_course,
    make_course_page,
    make_document,
    make_image,
    make_lesson_page,
    make_release,
    quick_release,
    texts,
    translate,
)
from tests.exercises.samples import SAMPLES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

# Wagtail does not close the temporary file of a rendition that it has just made.
makes_renditions = pytest.mark.filterwarnings("ignore:Unclosed file <tempfile.SpooledTemporaryFile:ResourceWarning")

QUICK = [block("note", {"text": "<p>Nota.</p>"}), block("text", "<p>Texto.</p>")]
TASK = exercise("single_choice")


def html(release: Release, language: str = "es") -> str:
    return "".join(
        str(part.get("html", "")) for lesson in outline(release.pk).lessons for part in body(lesson, language)
    )


def retitle(course: Course, title: str) -> None:
    page = LessonPage.objects.get(locale__language_code="es", slug="leccion-1", path__startswith=home_of(course).path)
    page.title = title
    page.save_revision().publish()
    translate(page)


def stored(path: str) -> bytes:
    with default_storage.open(path) as file:
        return file.read()


def home_of(course: Course) -> CoursePage:
    return CoursePage.objects.get(course=course, locale__language_code="es")


def test_release_freezes_lessons_in_their_order_with_hours_and_languages():
    release = make_release(lessons=2, content=[*QUICK, TASK])
    found = outline(release.pk)
    assert (found.number, found.hours, found.languages) == (1, Decimal(6), ("es", "en"))
    assert [lesson.title for lesson in found.lessons] == [
        {"es": "Lección 1", "en": "EN Lección 1"},
        {"es": "Lección 2", "en": "EN Lección 2"},
    ]
    assert found.lessons[0].slug == {"es": "leccion-1", "en": "leccion-1-en"}


def test_the_order_of_lessons_belongs_to_the_release():
    course = make_course(content=[*QUICK, TASK])
    free = make_release(course)
    Course.objects.filter(pk=course.pk).update(sequence="in_order")
    in_order = make_release(course)
    assert [outline(release.pk).sequence for release in (free, in_order)] == ["free", "in_order"]


def test_release_freezes_every_kind_of_exercise_once_with_texts_in_both_languages():
    release = make_release(content=[*QUICK, *exercises()])
    found = outline(release.pk).lessons[0].exercises
    assert {each.kind for each in found} == set(SAMPLES)
    for each in found:
        spanish, english = each.texts["es"]["shown"], each.texts["en"]["shown"]
        assert english["question"] == f"EN {spanish['question']}"


def test_release_is_written_to_the_audit_trail(django_user_model):
    person = django_user_model.objects.create_user("editora@example.org")
    release = releasing.release(course=make_course(content=[*QUICK, TASK]), by=person, notes="Primera")
    event = AuditEvent.objects.get(action="catalogue.released")
    assert (event.actor, event.subject_id, event.data["sha256"]) == (person, str(release.pk), release.sha256)
    assert (release.by, release.notes) == (person, "Primera")


def test_release_of_the_same_content_is_not_made_twice():
    course = make_course(content=[*QUICK, TASK])
    first = make_release(course)
    with pytest.raises(releasing.NothingChanged, match=r"^This is the same as release 1\.$") as refused:
        releasing.release(course=course)
    assert refused.value.release == first
    assert course.releases.count() == 1


def test_releases_are_numbered_within_their_course():
    course = make_course(content=[*QUICK, TASK])
    make_release(course)
    retitle(course, "Otra lección")
    assert (make_release(course).number, make_release(content=[*QUICK, TASK]).number) == (2, 1)


def test_release_with_problems_writes_nothing():
    course = make_course(content=[block("text", "<p>Sin nota.</p>"), TASK])
    with pytest.raises(releasing.NotReleasable) as refused:
        releasing.release(course=course)
    assert len(refused.value.problems) == 2
    assert not Release.objects.exists()


@pytest.mark.parametrize("model", [Release, ReleasedLesson, ReleasedExercise, ReleasedFile])
def test_what_is_released_refuses_to_change(model):
    document = make_document()
    make_release(
        content=[*QUICK, exercise("ordering"), block("text", f'<p><a linktype="document" id="{document.pk}">F</a></p>')]
    )
    row = model.objects.get()
    for attempt in (row.save, row.delete, model.objects.all().delete, lambda: model.objects.update(pk=1)):
        with pytest.raises(TypeError, match="immutable"):
            attempt()


def test_a_course_that_was_released_cannot_be_deleted():
    with pytest.raises(ProtectedError):
        quick_release().course.delete()


@makes_renditions
def test_hash_does_not_depend_on_html_nor_on_the_sizes_of_images():
    image = {"image": make_image().pk, "decorative": False, "alt_text": "Un gráfico"}
    frozen = freeze(make_course(content=[*QUICK, block("image", image)]))
    (lesson,) = frozen.lessons
    content = json.loads(json.dumps(lesson.content).replace("released/", "elsewhere/"))
    assert content != lesson.content
    other = replace(frozen, lessons=(replace(lesson, html={}, content=content),))
    assert other.sha256 == frozen.sha256


def test_hash_covers_the_key_and_the_words():
    frozen = freeze(make_course(content=[*QUICK, exercise("numeric")]))
    (lesson,) = frozen.lessons
    (task,) = lesson.exercises
    rekeyed = replace(frozen, lessons=(replace(lesson, exercises=(replace(task, key={}),)),))
    reworded = replace(frozen, lessons=(replace(lesson, summary={"es": "Otro", "en": "Other"}),))
    assert len({frozen.sha256, rekeyed.sha256, reworded.sha256}) == 3


def test_hash_of_a_written_release_can_be_computed_again_from_its_rows():
    release = make_release(lessons=2, content=[*texts(), *exercises()])
    assert of_release(Release.objects.get(pk=release.pk)).sha256 == release.sha256


def test_an_exercise_keeps_its_identity_from_release_to_release():
    course = make_course(content=[*QUICK, exercise("ordering")])
    first = make_release(course)
    retitle(course, "Otra lección")
    second = make_release(course)
    one, other = (outline(release.pk).lessons[0].exercises[0] for release in (first, second))
    assert one.exercise_id == other.exercise_id
    assert one.pk != other.pk
    assert Exercise.objects.count() == 1


@makes_renditions
def test_released_lesson_survives_its_page_its_image_its_document_and_its_link_target(client):
    course = Course.objects.create(code="firme")
    home = make_course_page(course)
    target = make_lesson_page(home, 2, QUICK)
    away = make_course_page(Course.objects.create(code="otra"))
    image, document = make_image(), make_document()
    links = (
        f'<p><a linktype="page" id="{target.pk}">lección</a> <a linktype="page" id="{away.pk}">módulo</a> '
        f'<a linktype="document" id="{document.pk}">ficha</a> <a href="https://example.org/">fuera</a></p>'
    )
    picture = block("image", {"image": image.pk, "decorative": False, "alt_text": "Un gráfico"})
    page = make_lesson_page(home, 1, [*QUICK, block("text", links), picture, *exercises()])
    for each in (home, target, page):
        translate(each)
    release = make_release(course)
    before = html(release), html(release, "en"), of_release(release)

    for model in (LessonPage, CoursePage):
        for each in model.objects.all():
            each.delete()
    image.get_renditions("max-640x640")["max-640x640"].file.storage.delete(image.file.name)
    image.delete()
    document.delete()

    from courses.catalogue import released

    released.forget()
    assert (html(release), html(release, "en"), of_release(release)) == before
    assert f'data-lesson="{target.translation_key}"' not in html(release)
    assert 'alt="Un gráfico"' in before[0]
    assert 'alt="EN Un gráfico"' in before[1]
    assert 'href="https://example.org/"' in before[0]
    for file in ReleasedFile.objects.all():
        assert f"/{file.path}" in before[0]
        assert b"".join(client.get(f"/{file.path}").streaming_content) == stored(file.path)


def test_links_between_lessons_become_addresses_of_the_reader():
    course = Course.objects.create(code="enlaces")
    home = make_course_page(course)
    target = make_lesson_page(home, 2, QUICK)
    page = make_lesson_page(
        home, 1, [*QUICK, block("text", f'<p><a linktype="page" id="{target.pk}">Vea</a></p>'), TASK]
    )
    for each in (home, target, page):
        translate(each)
    lesson = outline(make_release(course).pk).lessons[1]
    for language in ("es", "en"):
        (*_others, text, _task) = body(lesson, language, link=lambda key: f"/{key}/?a=1&b=2")
        assert f'<a href="/{target.translation_key}/?a=1&amp;b=2">' in text["html"]
        assert "<a>" in body(lesson, language)[-2]["html"]


def test_a_lesson_link_without_an_address_is_only_text():
    assert linked(f'<a data-lesson="{uuid4()}">Vea</a>', None) == "<a>Vea</a>"


def test_objectives_come_after_the_note():
    release = make_release(content=[*QUICK, TASK])
    blocks = body(outline(release.pk).lessons[0], "en")
    assert [block["type"] for block in blocks] == ["note", "objectives", "text", "single_choice"]
    assert "What you will be able to do" in blocks[1]["html"]
    assert "EN Leer una cifra" in blocks[1]["html"]


def test_released_html_holds_no_key_and_no_form():
    release = make_release(content=[*texts(), *exercises()])
    for lesson in ReleasedLesson.objects.filter(release=release):
        sent = json.dumps(
            [body(outline(release.pk).lessons[0], language) for language in ("es", "en")], ensure_ascii=False
        )
        for kind, sample in SAMPLES.items():
            for secret in sample["secrets"]:
                if not secret.replace(".", "").replace(",", "").isdigit():
                    assert secret not in sent, kind
        for markup in ("<form", "<input", "csrf", "nonce", "style="):
            assert markup not in sent
        assert lesson.html["es"]


def test_numbers_of_a_released_lesson_are_written_as_its_language_does():
    release = make_release(content=[*texts(), TASK])
    spanish, english = html(release), html(release, "en")
    assert ("11,4\u00a0%" in spanish, "11.4\u00a0EN %" in english) == (True, True)
    assert ("<mn>9,1</mn>" in spanish, "<mn>9.1</mn>" in english) == (True, True)
    assert ("<td>40,5</td>" in spanish, "<td>40.5</td>" in english) == (True, True)


def test_outline_and_body_ask_the_database_nothing_when_warm(django_assert_num_queries):
    release = quick_release(lessons=3)
    for lesson in outline(release.pk).lessons:
        body(lesson, "es")
    with django_assert_num_queries(0):
        for lesson in outline(release.pk).lessons:
            body(lesson, "es", link=lambda key: "/")


@pytest.mark.parametrize("lessons", [1, 3])
def test_outline_is_read_with_the_same_queries_however_long_the_course(lessons, django_assert_num_queries):
    release = quick_release(lessons=lessons, kinds=["single_choice", "ordering"])
    with django_assert_num_queries(4):
        outline(release.pk)


def test_outline_of_no_release_is_an_error():
    with pytest.raises(Release.DoesNotExist):
        outline(1)


def test_files_are_stored_under_their_hash_once():
    document = make_document(content=b"%PDF-1.4 la misma")
    link = block("text", f'<p><a linktype="document" id="{document.pk}">F</a></p>')
    course = make_course(content=[*QUICK, link, TASK])
    first = make_release(course)
    retitle(course, "Otra lección")
    second = make_release(course)
    assert first.files.get().path == second.files.get().path
    assert stored(first.files.get().path) == b"%PDF-1.4 la misma"


def test_a_file_cut_short_by_a_crash_is_written_again():
    document = make_document(content=b"%PDF-1.4 entera")
    course = make_course(
        content=[*QUICK, block("text", f'<p><a linktype="document" id="{document.pk}">F</a></p>'), TASK]
    )
    (file,) = freeze(course).files.values()
    default_storage.delete(file.path)
    with default_storage.open(file.path, "wb") as half:
        half.write(b"%PDF")
    make_release(course)
    assert stored(file.path) == b"%PDF-1.4 entera"


def test_command_releases_and_says_the_number(capsys):
    course = make_course(content=[*QUICK, TASK])
    call_command("release_course", course.code, notes="Primera")
    assert capsys.readouterr().out.startswith(f"Release 1 of {course.code}: ")
    call_command("release_course", course.code)
    assert capsys.readouterr().out == "This is the same as release 1.\n"


def test_command_prints_what_is_wrong_and_fails():
    course = make_course(content=[block("text", "<p>Sin nota.</p>"), TASK])
    with pytest.raises(CommandError, match="Not released: 2 problems") as refused:
        call_command("release_course", course.code)
    assert "Lección 1 · es: A sensitive lesson has to begin" in str(refused.value)
    with pytest.raises(CommandError, match="There is no course “nada”"):
        call_command("release_course", "nada")
