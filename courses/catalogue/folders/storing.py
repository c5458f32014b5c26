"""A course folder into course, pages and translations: everything or nothing, and nothing that is there already."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from courses import translating
from courses.catalogue.facts import Course
from courses.catalogue.folders import editing, exporting
from courses.catalogue.folders.cleaning import NoLibrary
from courses.catalogue.folders.course import COURSE_FILE, CourseFolder
from courses.catalogue.folders.faults import Fault, FolderError
from courses.catalogue.folders.finding import Pages, home_pages, lesson_keys, locale, translations
from courses.catalogue.folders.library import Library
from courses.catalogue.folders.sheets import Sheet, sheets_of
from courses.catalogue.folders.text import Refused
from courses.catalogue.folders.validating import read_folder
from courses.catalogue.pages import CoursePage, LessonPage
from courses.translating import LANGUAGES, OTHERS, SOURCE

Progress = Callable[[list[Sheet]], Iterable[Sheet]]


@dataclass
class Loaded:
    """Titles, in the source language, of what a load did."""

    created: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    not_in_folder: list[str] = field(default_factory=list)


def load(*, folder: Path, overwrite: bool = False, by: Any = None, progress: Progress = iter) -> Loaded:
    """Raises FolderError, having changed nothing: for what is wrong with the folder, for a page that stands in its
    way, and (unless `overwrite`) for what was edited in the admin since the folder was last loaded.
    """
    wanted = read_folder(folder)
    with transaction.atomic():
        course, _created = Course.objects.select_for_update().get_or_create(
            code=wanted.code, defaults={name: value for name, value in wanted.facts.items() if name != "code"}
        )
        return _load(wanted, course, Library(folder), overwrite, by, progress)


def _load(
    wanted: CourseFolder, course: Course, library: Library, overwrite: bool, by: Any, progress: Progress
) -> Loaded:
    homes = home_pages()
    sheets = list(sheets_of(wanted, course))
    keys = [lesson.key for lesson in wanted.lessons]
    done = Loaded()
    _require_free(sheets, homes)
    stands = {sheet.key: sheet.stands(library) for sheet in sheets}
    stands[wanted.key] = stands[wanted.key] and _facts_stand(wanted, course) and _in_order(wanted.key, keys)
    todo = [sheet for sheet in sheets if not stands[sheet.key]]
    if not overwrite:
        _require_unedited(course, todo)
    done.unchanged += [sheet.title for sheet in sheets if stands[sheet.key]]
    for sheet in todo:
        (done.changed if sheet.pages().get(SOURCE) else done.created).append(sheet.title)
    _update_facts(wanted, course)
    _make_room(todo, homes[SOURCE])
    for sheet in progress(todo):
        _store(sheet, library, by)
    _put_in_order(wanted.key, keys, by)
    editing.record(course=course, key=wanted.key, lessons=keys, by=by)
    below = translations(CoursePage, wanted.key)[SOURCE].get_children()
    done.not_in_folder += below.exclude(translation_key__in=keys).values_list("title", flat=True)
    return done


def _facts_stand(wanted: CourseFolder, course: Course) -> bool:
    return exporting.course_facts(course) == dict(wanted.facts)


def _update_facts(wanted: CourseFolder, course: Course) -> None:
    if not _facts_stand(wanted, course):
        for name, value in wanted.facts.items():
            setattr(course, name, value)
        course.full_clean()
        course.save()


def _require_unedited(course: Course, todo: Iterable[Sheet]) -> None:
    recorded = editing.recorded(course)
    faults = []
    for sheet in todo:
        there, before = SOURCE in sheet.pages(), recorded.get(sheet.key)
        if there and before != _hash(sheet, course, recorded):
            message = _(
                "“%(title)s” was edited in the admin since it was last loaded: export_course brings that into the "
                "folder, --overwrite undoes it."
            )
        elif not there and before:
            message = _("“%(title)s” was deleted in the admin since it was last loaded; --overwrite makes it anew.")
        else:
            continue
        faults.append(Fault(sheet.file, message % {"title": sheet.title}))
    if faults:
        raise FolderError(faults)


def _hash(sheet: Sheet, course: Course, recorded: dict[str, str]) -> str:
    if sheet.lesson:
        return editing.lesson_hash(sheet.key)
    return editing.course_hash(course, sheet.key, [key for key in recorded if key != sheet.key])


def _require_free(sheets: list[Sheet], homes: Pages) -> None:
    """No page of something else has a slug, a key or a course that the folder claims."""
    faults = []
    course_sheet = sheets[0]
    for page in CoursePage.objects.filter(course=course_sheet.course).exclude(translation_key=course_sheet.key):
        message = _("The course has a page with another key: “%(title)s” (%(key)s).")
        faults.append(Fault(COURSE_FILE, message % {"title": page.title, "key": page.translation_key}, "key"))
    parents = course_sheet.pages()
    for sheet in sheets:
        pages = sheet.pages()
        for other in Page.objects.filter(translation_key=sheet.key).exclude(
            pk__in=[page.pk for page in pages.values()]
        ):
            message = _("Another kind of page has this key: “%(title)s”.") % {"title": other.title}
            faults.append(Fault(sheet.file, message, "lesson" if sheet.lesson else "key"))
        for language in LANGUAGES:
            parent = parents.get(language) if sheet.lesson else _parent(pages.get(language)) or homes[language]
            if parent:
                faults += _strangers(sheet, pages.get(language), parent, language)
    if faults:
        raise FolderError(faults)


def _parent(page: Page | None) -> Page | None:
    return page.get_parent() if page else None


def _strangers(sheet: Sheet, page: Page | None, parent: Page, language: str) -> list[Fault]:
    if page and page.get_parent().pk != parent.pk:
        message = _("The lesson's page stands below another course: “%(title)s”.")
        return [Fault(sheet.file, message % {"title": page.get_parent().title}, "lesson")]
    slug = sheet.fields["slug"][language]
    others = parent.get_children().filter(slug=slug).exclude(translation_key=sheet.key)
    message = _("The page “%(title)s” has this slug.")
    return [Fault(sheet.file, message % {"title": other.title}, f"slug.{language}") for other in others]


def _make_room(todo: Iterable[Sheet], home: Page) -> None:
    """Pages that are not there yet, as empty drafts: texts may link to any of them."""
    for sheet in todo:
        if SOURCE in sheet.pages():
            continue
        parent = CoursePage.objects.get(course=sheet.course, locale=home.locale) if sheet.lesson else home
        page = sheet.model(translation_key=sheet.key, locale=home.locale, live=False)
        for name, value in sheet.attributes(SOURCE, NoLibrary()).items():
            setattr(page, name, value)
        Page.objects.get(pk=parent.pk).add_child(instance=page)


def _store(sheet: Sheet, library: Library, by: Any) -> None:
    try:
        page = sheet.pages()[SOURCE]
        if not sheet.stands_in_source(page, library):
            for name, value in sheet.whole(SOURCE, library).items():
                setattr(page, name, value)
            page.save_revision(user=by).publish(user=by)
        for language in OTHERS:
            fresh = sheet.pages()[SOURCE]
            fields = sheet.whole(language, library)
            translating.translate(page=fresh, fields=fields, locale=locale(language), by=by)
    except ValidationError as error:
        raise FolderError([Fault(sheet.file, message) for message in error.messages]) from error
    except (Refused, LookupError) as error:
        raise FolderError([Fault(sheet.file, str(error))]) from error
    if not sheet.stands(library):
        message = _("The page did not come out as the file says, so nothing was loaded; is a slug taken?")
        raise FolderError([Fault(sheet.file, message)])


def _in_order(key: str, lessons: list[str]) -> bool:
    return all(
        [each for each in lesson_keys(page) if each in set(lessons)] == lessons
        for page in translations(CoursePage, key).values()
    )


def _put_in_order(key: str, lessons: list[str], by: Any) -> None:
    """Lessons of the folder first, in its order; others after them, in theirs."""
    if _in_order(key, lessons):
        return
    for page in translations(CoursePage, key).values():
        others = [each for each in lesson_keys(page) if each not in set(lessons)]
        for lesson in [*lessons, *others]:
            moved = LessonPage.objects.get(translation_key=lesson, locale=page.locale)
            moved.move(CoursePage.objects.get(pk=page.pk), pos="last-child", user=by)
