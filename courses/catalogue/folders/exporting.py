"""Pages as the course folder that they would be loaded from."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from courses.catalogue.facts import Course
from courses.catalogue.folders.course import COURSE_FILE, CourseFolder, Lesson
from courses.catalogue.folders.faults import Fault, FolderError, Place
from courses.catalogue.folders.fields import COURSE, COURSE_PAGE, LESSON_PAGE, block_shapes
from courses.catalogue.folders.finding import Pages, complete, latest, lesson_keys, translations
from courses.catalogue.folders.library import Library
from courses.catalogue.folders.shapes import Group, by_id
from courses.catalogue.folders.text import Refused
from courses.catalogue.pages import CoursePage, LessonPage
from courses.translating import LANGUAGES, SOURCE


def exported(*, code: str) -> CourseFolder:
    """The course as its pages stand now, drafts included. Raises FolderError with all that no folder can hold."""
    course = Course.objects.filter(code=code).first()
    page = CoursePage.objects.filter(course=course, locale__language_code=SOURCE).first() if course else None
    if course is None or page is None:
        raise FolderError([Fault(code, _("There is no course with this code that has a page."))])
    found: list[Fault] = []
    library = Library()
    key = str(page.translation_key)
    fields = course_fields(latest(translations(CoursePage, key)), library, Place(COURSE_FILE, found))
    lessons = [
        lesson_of(lesson_key, latest(translations(LessonPage, lesson_key)), library, found)
        for lesson_key in lesson_keys(page)
    ]
    if found:
        raise FolderError(found)
    return CourseFolder(key, course_facts(course), fields, tuple(lessons))


def course_facts(course: Course) -> dict[str, Any]:
    return {
        name: shape.value(dict.fromkeys(LANGUAGES, getattr(course, name)), Library())
        for name, shape in COURSE.fields.items()
    }


def course_fields(pages: Pages, library: Library, place: Place) -> dict[str, Any]:
    return _fields(COURSE_PAGE, pages, library, place)


def lesson_of(key: str, pages: Pages, library: Library, found: list[Fault]) -> Lesson:
    """What cannot be said in a folder is added to the faults that were found."""
    place = Place(pages[SOURCE].title if SOURCE in pages else key, found)
    fields = _fields(LESSON_PAGE, pages, library, place)
    return Lesson(key, fields, tuple(_content(pages, library, place.at("content"))) if complete(pages) else ())


def _fields(shape: Group, pages: Pages, library: Library, place: Place) -> dict[str, Any]:
    if not complete(pages):
        place.fault(_("The page is not there in every language; translate it first."))
        return {}
    fields = {}
    for name, part in shape.fields.items():
        try:
            fields[name] = part.value({language: getattr(page, name) for language, page in pages.items()}, library)
        except (Refused, ValueError) as error:
            _refuse(error, place.at(name))
    return fields


def _content(pages: Pages, library: Library, place: Place) -> list[Mapping[str, Any]]:
    stored = {language: pages[language].content.get_prep_value() for language in LANGUAGES}
    kinds = {block["id"]: block["type"] for block in stored[SOURCE]}
    content: list[Mapping[str, Any]] = []
    try:
        rows = by_id(stored)
    except Refused as refused:
        _refuse(refused, place)
        return []
    for index, (id_, values) in enumerate(rows):
        try:
            value = block_shapes()[kinds[id_]].value(values, library)
            content.append({"id": id_, "type": kinds[id_], "value": value})
        except (Refused, ValueError) as error:
            _refuse(error, place.at(f"[{index}]"))
    return content


def _refuse(error: Refused | ValueError, place: Place) -> None:
    if isinstance(error, Refused):
        place.fault(error.message, paragraph=error.paragraph)
    else:
        place.fault(str(error))
