"""A course as files: what `validating.read_folder` reads back as the same course."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from courses.catalogue.folders.course import COURSE_FILE, CourseFolder, Lesson
from courses.catalogue.folders.faults import Fault, FolderError, Place
from courses.catalogue.folders.fields import COURSE, COURSE_PAGE, LESSON_PAGE, block_shapes, fields_of
from courses.catalogue.folders.library import Library
from courses.catalogue.folders.reading import Scalar, read_file
from courses.catalogue.folders.shapes import Group, Picture
from courses.translating import LANGUAGES


class _Dumper(yaml.SafeDumper):
    """Block style for texts of several lines."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)


def write_folder(course: CourseFolder, folder: Path) -> list[str]:
    """The names of the files written. A lesson that has a file in the folder keeps its name.

    Raises FolderError if the folder holds something else than this course.
    """
    files = _lesson_files(course, folder)
    pictures = list(_pictures(course))
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / COURSE_FILE, _course(course))
    for lesson in course.lessons:
        _write(folder / files[lesson.key], _lesson(lesson))
    for name, content in pictures:
        (folder / name).write_bytes(content)
    return [COURSE_FILE, *files.values(), *dict(pictures)]


def _course(course: CourseFolder) -> dict[str, Any]:
    return {"key": course.key} | COURSE.written(course.facts) | COURSE_PAGE.written(course.page)


def _lesson(lesson: Lesson) -> dict[str, Any]:
    content = [_block(block) for block in lesson.content]
    return {"lesson": lesson.key} | LESSON_PAGE.written(lesson.fields) | {"content": content}


def _block(block: Mapping[str, Any]) -> dict[str, Any]:
    shape, head = block_shapes()[block["type"]], {"id": block["id"], "type": block["type"]}
    if isinstance(shape, Group | Picture):
        return head | shape.written(block["value"])
    ((name, inner),) = fields_of(shape).items()
    return head | {name: inner.written(block["value"])}


def _write(file: Path, fields: dict[str, Any]) -> None:
    text = yaml.dump(fields, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000)
    file.write_text(text, encoding="utf-8")


def _lesson_files(course: CourseFolder, folder: Path) -> dict[str, str]:
    """File name by lesson key, in the order of the lessons."""
    there = dict(_there(course, folder))
    slug = "en" if "en" in LANGUAGES else LANGUAGES[0]
    names: dict[str, str] = {}
    number = 0
    for lesson in course.lessons:
        name = there.get(lesson.key, "")
        if not name or int(name[:2]) <= number:
            name = f"{number + 1:02d}-{lesson.fields['slug'][slug]}.yaml"
        number = int(name[:2])
        names[lesson.key] = name
    strangers = sorted(set(there.values()) - set(names.values()))
    if strangers:
        message = _("This file would no longer be one of the course's; take it away first.")
        raise FolderError([Fault(name, message) for name in strangers])
    return names


def _there(course: CourseFolder, folder: Path) -> Iterator[tuple[str, str]]:
    """Lesson key and file name of what the folder holds already."""
    if not folder.is_dir() or not any(folder.iterdir()):
        return
    found: list[Fault] = []
    own = read_file(folder / COURSE_FILE, Place(COURSE_FILE, found)) if (folder / COURSE_FILE).is_file() else None
    code = own.fields.get("code") if own else None
    if not isinstance(code, Scalar) or code.text != course.code:
        message = _("The folder is not empty and does not hold the course %(code)s.") % {"code": course.code}
        raise FolderError([Fault(str(folder), message)])
    for file in sorted(folder.glob("[0-9][0-9]-*.yaml")):
        lesson = read_file(file, Place(file.name, found))
        key = lesson.fields.get("lesson") if lesson else None
        yield (key.text.lower() if isinstance(key, Scalar) else file.name), file.name


def _pictures(course: CourseFolder) -> Iterator[tuple[str, bytes]]:
    """Name and content of each image; two that share a name are refused."""
    seen: dict[str, str] = {}
    for lesson in course.lessons:
        for block in lesson.content:
            if block["type"] != "image":
                continue
            name, sha1 = block["value"]["file"], block["value"]["sha1"]
            if seen.setdefault(name, sha1) != sha1:
                message = _("Two different images are called “%(name)s”.") % {"name": name}
                raise FolderError([Fault(lesson.key, message)])
            yield name, Library().content(block["value"])
