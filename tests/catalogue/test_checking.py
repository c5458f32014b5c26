"""A course is released only when it is whole: one test for each reason to refuse."""

import json

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Page, PageViewRestriction
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from courses.catalogue.checking import check, warnings
from courses.catalogue.facts import Course
from courses.catalogue.pages import CoursePage, LessonPage
from tests.catalogue.factories import (
    block,
    exercise,
    make_course,
    make_course_page,
    make_document,
    make_image,
    make_lesson_page,
    texts,
    translate,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

QUICK = [block("note", {"text": "<p>Nota.</p>"}), block("text", "<p>Texto.</p>")]
TASK = exercise("single_choice")


@pytest.fixture
def course() -> Course:
    return make_course(content=[*QUICK, exercise("numeric")])


def lesson(course: Course, language: str = "es") -> LessonPage:
    return LessonPage.objects.get(
        locale__language_code=language,
        path__startswith=CoursePage.objects.get(course=course, locale__language_code=language).path,
    )


def messages(course: Course) -> list[str]:
    return [problem.message for problem in check(course)]


def change(page: LessonPage, at: int, **values: object) -> LessonPage:
    """Publishes `page` with other values in its block number `at`."""
    raw = list(page.content.raw_data)
    value = raw[at]["value"]
    raw[at] = {**raw[at], "value": {**value, **values} if isinstance(value, dict) else values["value"]}
    page.content = json.dumps(raw)
    page.save_revision(clean=False).publish()
    return page


def test_a_whole_course_has_no_problem():
    assert check(make_course(lessons=2)) == []


def test_a_course_that_nobody_could_complete_is_refused():
    course = make_course(content=[*QUICK, exercise("numeric", required=False)])
    assert [str(problem) for problem in check(course)] == [
        f"Módulo {course.code} · es: No exercise is required: nobody could complete this course."
    ]
    assert messages(make_course(content=[*QUICK, exercise("numeric", required=False), TASK])) == []


def test_a_course_without_pages_is_refused():
    course = Course.objects.create(code="sola")
    assert [problem.where for problem in check(course)] == ["sola · es", "sola · en"]


def test_a_course_without_lessons_is_refused():
    course = Course.objects.create(code="vacia")
    translate(make_course_page(course))
    assert messages(course) == ["No lesson is published under this course page."]


def test_a_lesson_missing_in_one_language_is_refused(course):
    lesson(course, "en").unpublish()
    assert [str(problem) for problem in check(course)] == [
        "Lección 1 · es: This lesson is not published in “en”.",
    ]


def test_a_lesson_missing_in_the_source_is_refused(course):
    extra = make_lesson_page(CoursePage.objects.get(course=course, locale__language_code="es"), 2, QUICK)
    translate(extra)
    extra.unpublish()
    assert "This lesson is not published in “es”." in messages(course)


def test_a_translation_made_by_copying_is_refused(course):
    page = lesson(course)
    TranslationSource.objects.get_for_instance(page).delete()
    assert [problem.where for problem in check(course)] == ["EN Lección 1 · en"]
    assert messages(course)[0].startswith("It is not translated through the translation screen")


def test_a_stopped_translation_is_refused(course):
    Translation.objects.filter(source__object_id=lesson(course).translation_key).update(enabled=False)
    assert messages(course)[0].startswith("It is not translated through the translation screen")


def test_a_source_that_was_changed_and_not_synchronised_is_refused(course):
    change(lesson(course), 1, value="<p>Otro texto.</p>")
    assert messages(course) == ["The source was changed and not synchronised with this translation: block 2."]


def test_a_key_corrected_in_one_language_only_is_refused(course):
    page = lesson(course)
    parts = json.loads(json.dumps(page.content.raw_data[2]["value"]["parts"]))
    parts[0]["value"]["answer"] = "-2.4"
    change(page, 2, parts=parts)
    found = check(course)
    assert [problem.where for problem in found] == ["EN Lección 1 · en", "EN Lección 1 · en · block 3 (Numbers)"]
    assert found[1].message.startswith("What must be equal in every language differs")


def test_a_formula_changed_in_one_language_only_is_refused(course):
    page = lesson(course)
    parts = json.loads(json.dumps(page.content.raw_data[2]["value"]["parts"]))
    parts[1]["value"]["formula"] |= {"inputs": "p_t = 0.090\np_c = 0.114", "rounding": "2"}
    change(page, 2, parts=parts)
    assert [problem.where for problem in check(course)] == [
        "EN Lección 1 · en", "EN Lección 1 · en · block 3 (Numbers)",
    ]  # fmt: skip
    translate(page)
    assert check(course) == []


def test_what_a_formula_refuses_is_said_with_its_field(course):
    page = lesson(course)
    parts = json.loads(json.dumps(page.content.raw_data[2]["value"]["parts"]))
    parts[1]["value"]["formula"]["output"] = ""
    change(page, 2, parts=parts)
    assert messages(course)[0].startswith("Numbers – 2 – Formula – Result: Write which result is the answer.")


def test_a_key_corrected_and_synchronised_is_accepted(course):
    page = lesson(course)
    parts = json.loads(json.dumps(page.content.raw_data[2]["value"]["parts"]))
    parts[0]["value"]["answer"] = "-2.4"
    translate(change(page, 2, parts=parts))
    assert check(course) == []


def test_a_text_without_translation_is_refused(course):
    StringTranslation.objects.filter(context__object_id=lesson(course).translation_key).first().delete()
    assert messages(course) == ["1 texts are not translated."]


def test_a_translation_that_was_changed_and_not_published_is_refused(course):
    StringTranslation.objects.filter(context__object_id=lesson(course).translation_key, data="EN Texto.").update(
        data="EN Another text."
    )
    assert messages(course) == [
        "The translation was changed and not published, or the page was edited beside it: block 2."
    ]


def test_english_that_was_edited_beside_its_translation_is_refused(course):
    change(lesson(course, "en"), 1, value="<p>Beside.</p><p>It.</p>")
    assert len(messages(course)) == 2


def test_hours_of_a_translation_follow_its_source(course):
    page = lesson(course)
    page.hours = 5
    page.save_revision().publish()
    assert messages(course)[0].startswith("The source was changed")
    assert lesson(course, "en").hours == 3
    translate(page)
    assert lesson(course, "en").hours == 5


def test_other_blocks_than_the_source_are_refused(course):
    page = lesson(course, "en")
    page.content = json.dumps(list(page.content.raw_data)[:2])
    page.save_revision().publish()
    assert "It does not have the same blocks in the same order as its source." in messages(course)


def test_an_exercise_that_cannot_be_answered_is_refused():
    broken = exercise("single_choice")
    broken["value"] = {**broken["value"], "options": broken["value"]["options"][:1]}
    course = make_course(content=[*QUICK, broken, TASK])
    wheres = [problem.where for problem in check(course)]
    assert wheres[0] == "Lección 1 · es · block 3 (Single choice)"
    assert "Options: The minimum number of items is 2" in messages(course)[0]


def test_an_image_without_words_is_refused():
    image = {"image": make_image().pk, "decorative": False, "alt_text": ""}
    course = make_course(content=[*QUICK, block("image", image), TASK])
    assert check(course)[0].where == "Lección 1 · es · block 3 (Image)"


def test_a_decorative_image_needs_no_words():
    image = {"image": make_image().pk, "decorative": True, "alt_text": ""}
    assert check(make_course(content=[*QUICK, block("image", image), TASK])) == []


def test_a_deleted_image_is_refused():
    image = make_image()
    course = make_course(
        content=[*QUICK, block("image", {"image": image.pk, "decorative": False, "alt_text": "Un gráfico"}), TASK]
    )
    image.delete()
    assert {problem.where for problem in check(course)} >= {"Lección 1 · es · block 3 (Image)"}


def test_a_sensitive_lesson_without_a_note_is_refused():
    course = make_course(content=[block("text", "<p>Texto.</p>"), TASK])
    assert messages(course) == ["A sensitive lesson has to begin with a content note."] * 2


def test_a_formula_that_cannot_be_read_is_refused():
    course = make_course(content=[*QUICK, block("formula", {"latex": r"\frac{1", "description": "uno"}), TASK])
    assert messages(course)[0].endswith("is empty or its braces do not match.")


def test_a_link_to_a_page_that_is_gone_is_refused():
    target = make_lesson_page(
        CoursePage.objects.get(course=make_course(content=QUICK), locale__language_code="es"), 7, QUICK
    )
    course = make_course(content=[*QUICK, block("text", f'<p><a linktype="page" id="{target.pk}">Vea</a></p>'), TASK])
    assert check(course) == []
    target.delete()
    assert messages(course) == ["A link leads to a page that is not public, or no longer there."] * 2


def test_a_link_to_a_restricted_page_is_refused():
    target = make_course_page(Course.objects.create(code="otra"))
    PageViewRestriction.objects.create(page=target, restriction_type=PageViewRestriction.LOGIN)
    course = make_course(content=[*QUICK, block("text", f'<p><a linktype="page" id="{target.pk}">Vea</a></p>'), TASK])
    assert messages(course) == ["A link leads to a page that is not public, or no longer there."] * 2


def test_a_link_to_a_document_that_is_gone_is_refused():
    document = make_document()
    course = make_course(
        content=[*QUICK, block("text", f'<p><a linktype="document" id="{document.pk}">Vea</a></p>'), TASK]
    )
    document.delete()
    assert messages(course) == ["A link leads to a document that is no longer there."] * 2


def test_unpublished_changes_and_drafts_are_only_warned_of(course):
    page = lesson(course)
    page.title = "Otro título"
    page.save_revision()
    draft = make_lesson_page(CoursePage.objects.get(course=course, locale__language_code="es"), 2, QUICK)
    draft.unpublish()
    assert check(course) == []
    assert len(warnings(course)) == 2


def test_a_course_has_one_page_per_language(course):
    other = CoursePage(title="Otra", slug="otra", course=course, summary="x", locale=lesson(course).locale)
    other.path, other.depth = "00019999", 2
    with pytest.raises(ValidationError, match="has a page in this language already"):
        other.clean()


def test_blocks_of_every_text_can_be_checked():
    assert check(make_course(content=[*texts(), TASK])) == []
    assert Page.objects.filter(slug="leccion-1-en").exists()
