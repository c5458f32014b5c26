"""Checks a course whole, as it is published, before it may be released."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.models import Page

from courses.catalogue import structure
from courses.catalogue.content import NOTE, STUDIES, is_exercise
from courses.catalogue.facts import Course
from courses.catalogue.pages import CoursePage, LessonPage
from courses.catalogue.synchronised import differences
from courses.evidence.citations import unpublished


@dataclass(frozen=True)
class Problem:
    """`where` names page, language and block; `message` says what to do about it."""

    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


@dataclass(frozen=True)
class Edition:
    """The published pages of a course in one language; lessons by their key, in the source's order."""

    language: str
    page: CoursePage
    lessons: dict[str, LessonPage]


def languages() -> list[str]:
    """Codes, the source first."""
    codes = [code for code, _name in settings.LANGUAGES]
    return sorted(codes, key=lambda code: code != settings.LANGUAGE_CODE)


def editions(course: Course) -> list[Edition]:
    """One per language that has a live course page; the source first."""
    found = []
    for language in languages():
        pages = CoursePage.objects.live().filter(course=course, locale__language_code=language)
        page = pages.select_related("locale").order_by("path").first()
        if page:
            children = LessonPage.objects.child_of(page).live().select_related("locale").order_by("path")
            lessons = {str(lesson.translation_key): lesson for lesson in children}
            found.append(Edition(language=language, page=page, lessons=lessons))
    return found


def check(course: Course) -> list[Problem]:
    """Everything that keeps the course from being released; empty when it may be."""
    found = editions(course)
    missing = [language for language in languages() if language not in {edition.language for edition in found}]
    if missing:
        message = _("There is no published course page in this language.")
        return [Problem(where=f"{course.code} · {language}", message=message) for language in missing]
    source, *others = found
    if not source.lessons:
        return [Problem(where=_place(source.page), message=_("No lesson is published under this course page."))]
    problems = [*_check_completable(source), *_check_presence(source, others)]
    for edition in found:
        for key in _shared(source, edition):
            problems += _check_lesson(edition, key, source)
    if problems:
        return problems  # what is broken in itself cannot be compared
    for edition in others:
        problems += _check_translation(source.page, edition.page)
        for key in _shared(source, edition):
            problems += _check_translation(source.lessons[key], edition.lessons[key])
            problems += _check_structure(source.lessons[key], edition.lessons[key])
    return problems


def warnings(course: Course) -> list[Problem]:
    """What does not keep the course from being released, but may have been forgotten."""
    found = []
    for edition in editions(course):
        pages: list[Page] = [edition.page, *LessonPage.objects.child_of(edition.page).order_by("path")]
        for page in pages:
            if not page.live:
                found.append(Problem(_place(page), _("This lesson is a draft and is left out of the release.")))
            elif page.has_unpublished_changes:
                found.append(Problem(_place(page), _("It has changes that are not published and not released.")))
    return found


def _shared(source: Edition, edition: Edition) -> list[str]:
    """The lessons that are published in both, in the source's order."""
    return [key for key in source.lessons if key in edition.lessons]


def _place(page: Page, number: int | None = None, label: str = "") -> str:
    place = f"{page.title} · {page.locale.language_code}"
    return place if number is None else f"{place} · {_('block %(number)d') % {'number': number}} ({label})"


def _check_completable(source: Edition) -> Iterator[Problem]:
    tasks = [child for page in source.lessons.values() for child in page.content if is_exercise(child.block_type)]
    if not any(child.value.get("required") for child in tasks):
        yield Problem(_place(source.page), _("No exercise is required: nobody could complete this course."))


def _check_presence(source: Edition, others: list[Edition]) -> Iterator[Problem]:
    for edition in others:
        for key, lesson in source.lessons.items():
            if key not in edition.lessons:
                message = _("This lesson is not published in “%(language)s”.") % {"language": edition.language}
                yield Problem(_place(lesson), message)
        for key, lesson in edition.lessons.items():
            if key not in source.lessons:
                message = _("This lesson is not published in “%(language)s”.") % {"language": source.language}
                yield Problem(_place(lesson), message)


def _check_translation(source: Page, page: Page) -> list[Problem]:
    return [Problem(_place(page), message) for message in differences(source, page)]


def _check_structure(source: LessonPage, page: LessonPage) -> Iterator[Problem]:
    ours, theirs = structure.normalised(source.content), structure.normalised(page.content)
    if [(raw["type"], raw["id"]) for raw in ours] != [(raw["type"], raw["id"]) for raw in theirs]:
        yield Problem(_place(page), _("It does not have the same blocks in the same order as its source."))
        return
    for number, (child, one, other) in enumerate(zip(source.content, ours, theirs, strict=True), start=1):
        if structure.neutral(child.block, one["value"]) != structure.neutral(child.block, other["value"]):
            message = _("What must be equal in every language differs from its source: a key, a number or a paragraph.")
            yield Problem(_place(page, number, str(child.block.label)), message)
    if (source.hours, source.sensitive) != (page.hours, page.sensitive):
        yield Problem(_place(page), _("Its hours or its sensitivity differ from its source."))


def _check_lesson(edition: Edition, key: str, source: Edition) -> Iterator[Problem]:
    page = edition.lessons[key]
    first = page.content[0].block_type if len(page.content) else ""
    if page.sensitive and first != NOTE:
        yield Problem(_place(page), _("A sensitive lesson has to begin with a content note."))
    if not first:
        yield Problem(_place(page), _("The lesson has no content."))
    yield from _check_links(page, [page.objectives], _place(page), source)
    for number, child in enumerate(page.content, start=1):
        where = _place(page, number, str(child.block.label))
        try:
            child.block.clean(child.value)
        except ValidationError as error:
            yield from (Problem(where, message) for message in structure.faults(error, child.block))
            continue
        raw = child.block.get_prep_value(child.value)
        if child.block_type == STUDIES:
            yield from (Problem(where, _unread(study)) for study in unpublished(raw, edition.language))
        sources = structure.rich_texts(child.block, raw)
        yield from _check_links(page, sources, where, source)


def _unread(study: Page) -> str:
    message = _("The study “%(title)s” is not published in this language, or not everybody may see it.")
    return message % {"title": study.title}


def _check_links(page: LessonPage, sources: list[str], where: str, source: Edition) -> Iterator[Problem]:
    for attributes in (found for text in sources for found in structure.links(text)):
        kind, target = attributes.get("linktype"), attributes.get("id")
        if kind == "page" and not _may_link_to(target, source):
            yield Problem(where, _("A link leads to a page that is not public, or no longer there."))
        elif kind == "document" and not get_document_model().objects.filter(pk=target).exists():
            yield Problem(where, _("A link leads to a document that is no longer there."))
        elif not kind and not attributes.get("href"):
            yield Problem(where, _("A link leads nowhere."))


def _may_link_to(identity: str | None, source: Edition) -> bool:
    target = Page.objects.filter(pk=identity).first() if (identity or "").isdigit() else None
    if target is None:
        return False
    return str(target.translation_key) in source.lessons or Page.objects.live().public().filter(pk=target.pk).exists()
