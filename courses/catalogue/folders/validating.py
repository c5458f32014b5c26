"""A folder as a course, or every fault that it has. Nothing is written."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _
from wagtail.models import Page

from courses.catalogue.content import NOTE
from courses.catalogue.facts import Course
from courses.catalogue.folders import cleaning
from courses.catalogue.folders.course import COURSE_FILE, CourseFolder, Lesson
from courses.catalogue.folders.faults import Fault, FolderError, Place, each_once
from courses.catalogue.folders.fields import COURSE, COURSE_PAGE, LESSON_PAGE, block_shapes, fields_of
from courses.catalogue.folders.reading import Fields, Items, Node, Scalar, read_file
from courses.catalogue.folders.shapes import Group, Picture, Plain, Shape
from courses.catalogue.folders.values import identifier
from courses.catalogue.pages import CoursePage, LessonPage
from courses.translating import LANGUAGES

MOST_FILES = 200
_LESSON_FILE = re.compile(r"\d{2}-[a-z0-9-]+\.yaml")
_LESSON_LINK = re.compile(r"\]\(lesson:([0-9a-f-]{36})\)")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def read_folder(folder: Path) -> CourseFolder:
    """Raises FolderError with all faults of all files."""
    found: list[Fault] = []
    if not (folder / COURSE_FILE).is_file():
        raise FolderError([Fault(str(folder), _("There is no %(file)s in this folder.") % {"file": COURSE_FILE})])
    names = sorted(file.name for file in folder.iterdir() if not file.name.startswith("."))
    if len(names) > MOST_FILES:
        raise FolderError([Fault(str(folder), _("The folder has more than %(most)d files.") % {"most": MOST_FILES})])
    lessons = [
        lesson
        for name in names
        if _LESSON_FILE.fullmatch(name)
        if (lesson := _lesson(folder / name, Place(name, found, folder)))
    ]
    course = _course(folder / COURSE_FILE, Place(COURSE_FILE, found, folder), lessons)
    _require_known_files(names, lessons, folder, found)
    if course:
        _require_unique(course, folder, found)
        _require_linked(course, folder, found)
    if found or not course:
        raise FolderError(list(each_once(found)))
    return course


def _course(file: Path, place: Place, lessons: list[Lesson]) -> CourseFolder | None:
    node = read_file(file, place)
    if node is None:
        return None
    values = Group({"key": Plain(identifier), **COURSE.fields, **COURSE_PAGE.fields}).read(node, place)
    if values["key"] is None:
        place.at("key").fault(_("The key is missing: the UUID that the course's pages share."))
    facts = {name: values[name] for name in COURSE.fields}
    page = {name: values[name] for name in COURSE_PAGE.fields}
    _check_model(Course, {name: facts[name] for name in _sound(facts, place)}, COURSE, node, place)
    _check_page(CoursePage, page, COURSE_PAGE, node, place)
    return CourseFolder(values["key"] or "", facts, page, tuple(lessons))


def _lesson(file: Path, place: Place) -> Lesson | None:
    node = read_file(file, place)
    if node is None:
        return None
    own = Fields({name: part for name, part in node.fields.items() if name != "content"}, node.line)
    values = Group({"lesson": Plain(identifier), **LESSON_PAGE.fields}).read(own, place)
    if values["lesson"] is None:
        place.at("lesson").fault(_("The key is missing: the UUID that the lesson's pages share."))
    fields = {name: values[name] for name in LESSON_PAGE.fields}
    _check_page(LessonPage, fields, LESSON_PAGE, node, place)
    content = tuple(_content(node.fields.get("content"), place.at("content", node.line)))
    if fields["sensitive"] and (not content or content[0]["type"] != NOTE):
        place.at("content").fault(_("A sensitive lesson begins with a content note (type: note)."))
    return Lesson(values["lesson"] or "", fields, content, file.name)


def _content(node: Node | None, place: Place) -> Iterator[Mapping[str, Any]]:
    if not isinstance(node, Items) or not node.items:
        place.fault(_("The blocks of the lesson stand here: one after each “-”."))
        return
    for index, item in enumerate(node.items):
        block = _block(item, place.at(f"[{index}]", item.line))
        if block:
            yield block


def _block(node: Node, place: Place) -> Mapping[str, Any] | None:
    fields = dict(node.fields) if isinstance(node, Fields) else {}
    kind, id_ = fields.pop("type", None), fields.pop("id", None)
    shape = block_shapes().get(kind.text) if isinstance(kind, Scalar) else None
    if not isinstance(kind, Scalar) or shape is None:
        known = ", ".join(block_shapes())
        place.at("type").fault(_("A block has a type, one of: %(names)s.") % {"names": known})
        return None
    identity = Plain(identifier).read(id_, place.at("id"))
    if identity is None:
        place.at("id").fault(_("An id is missing; every block has a UUID of its own, so that it can be reworded."))
    before = len(place.found)
    value = _value(shape, Fields(fields, node.line), place)
    if len(place.found) == before:
        cleaning.check_block(kind.text, value, Fields(fields, node.line), place)
    return {"id": identity, "type": kind.text, "value": value}


def _value(shape: Shape, node: Fields, place: Place) -> Any:
    if isinstance(shape, Group | Picture):
        return shape.read(node, place)
    ((name, inner),) = fields_of(shape).items()
    return Group({name: inner}).read(node, place)[name]


def _check_page(model: type[Model], values: Mapping[str, Any], shape: Group, node: Fields, place: Place) -> None:
    sound = _sound(values, place)
    for language in LANGUAGES:
        kept = cleaning.kept(shape, values, language)
        _check_model(model, {name: kept[name] for name in sound}, shape, node, place, language)
        slug = values["slug"][language]
        if slug and not _SLUG.fullmatch(slug):
            place.at("slug", node.fields["slug"].line).at(language).fault(
                _("A slug has small letters a–z, digits and single hyphens.")
            )


def _sound(values: Mapping[str, Any], place: Place) -> list[str]:
    """The names of fields that have no fault yet."""
    faulty = {re.split(r"[.\[]", fault.path)[0] for fault in place.found if fault.file == place.file}
    return [name for name in values if name not in faulty]


def _check_model(
    model: type[Model], kept: Mapping[str, Any], shape: Group, node: Fields, place: Place, language: str = ""
) -> None:
    """The rules of the model's own fields."""
    for name, value in kept.items():
        field = model._meta.get_field(name)
        try:
            field.clean(value, None)  # type: ignore[union-attr]  # every one is a plain field
        except ValidationError as error:
            cleaning.report(error, shape.fields[name], node.fields.get(name), place.at(name), language)


def _require_known_files(names: list[str], lessons: list[Lesson], folder: Path, found: list[Fault]) -> None:
    """A misspelt name must not make a lesson vanish."""
    used = {block["value"]["file"] for lesson in lessons for block in lesson.content if block["type"] == "image"}
    for name in names:
        if name != COURSE_FILE and name not in used and not _LESSON_FILE.fullmatch(name):
            message = _("Nothing uses this file. A lesson is named like 04-finding-evidence.yaml.")
            found.append(Fault(name, message))


def _require_unique(course: CourseFolder, folder: Path, found: list[Fault]) -> None:
    seen: dict[str, str] = {course.key: f"{COURSE_FILE}: key"}
    slugs: dict[tuple[str, str], str] = {}
    for lesson in course.lessons:
        place = Place(lesson.file, found, folder)
        for path, id_ in [("lesson", lesson.key), *_ids(lesson.content, "content")]:
            if id_ and seen.setdefault(id_, f"{lesson.file}: {path}") != f"{lesson.file}: {path}":
                place.at(path).fault(_("This id stands at %(place)s already.") % {"place": seen[id_]})
        for language, slug in lesson.fields["slug"].items():
            if slug and slugs.setdefault((language, slug), lesson.file) != lesson.file:
                other = slugs[language, slug]
                place.at(f"slug.{language}").fault(_("The lesson in %(file)s has this slug.") % {"file": other})


def _ids(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """Path and id of every block and item within a value."""
    return ((path, str(text)) for path, text in _walk(value, path) if path.endswith("].id") and text)


def _walk(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Path, as the file has it, and value of everything within that holds no more parts."""
    if isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield from _walk(item, f"{path}[{index}]")
    elif isinstance(value, Mapping):
        for name, part in value.items():
            yield from _walk(part, path + _step(value, name, path))
    else:
        yield path, value


def _step(within: Mapping[str, Any], name: str, path: str) -> str:
    """The value of a block stands in the file as its fields, as `items` or as `value`."""
    part = within[name]
    if "type" in within and name == "value":
        if isinstance(part, list):
            return ".items"
        return ".value" if set(part) == set(LANGUAGES) else ""
    return f".{name}" if path else name


def _require_linked(course: CourseFolder, folder: Path, found: list[Fault]) -> None:
    """Every link to a lesson leads to one of the folder, or to a page that is there already."""
    known = {course.key, *(lesson.key for lesson in course.lessons)}
    texts: list[tuple[str, str, Any]] = [(COURSE_FILE, "", course.page)]
    texts += [(lesson.file, "", lesson.fields) for lesson in course.lessons]
    texts += [(lesson.file, "content", lesson.content) for lesson in course.lessons]
    for file, start, value in texts:
        for path, text in _walk(value, start):
            for key in _LESSON_LINK.findall(text) if isinstance(text, str) else []:
                if key not in known and not Page.objects.filter(translation_key=key).exists():
                    message = _("The link leads to no lesson: “lesson:%(key)s”.") % {"key": key}
                    Place(file, found, folder).at(path).fault(message)
