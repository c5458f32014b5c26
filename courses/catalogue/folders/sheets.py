"""A course folder as the pages that it wants: the course's and one a lesson."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from wagtail.models import Page

from courses import translating
from courses.catalogue.facts import Course
from courses.catalogue.folders import exporting, shapes
from courses.catalogue.folders.course import COURSE_FILE, CourseFolder, Lesson, in_language
from courses.catalogue.folders.faults import Fault, Place
from courses.catalogue.folders.fields import COURSE_PAGE, LESSON_PAGE, block_shapes, lesson_blocks
from courses.catalogue.folders.finding import Pages, complete, latest, locale, translations
from courses.catalogue.folders.library import Library
from courses.catalogue.pages import CoursePage, LessonPage
from courses.translating import LANGUAGES, OTHERS, SOURCE


@dataclass(frozen=True)
class Sheet:
    """What one page should be in every language. `lesson` is empty for the course's own page."""

    course: Course
    key: str
    file: str
    fields: Mapping[str, Any]
    lesson: Lesson | None = None

    @property
    def model(self) -> type[Page]:
        return LessonPage if self.lesson else CoursePage

    @property
    def title(self) -> str:
        return str(self.fields["title"][SOURCE])

    def pages(self) -> Pages:
        return translations(self.model, self.key)

    def attributes(self, language: str, library: shapes.Library) -> dict[str, Any]:
        """What the fields of the page keep in a language, but for its content."""
        shape = LESSON_PAGE if self.lesson else COURSE_PAGE
        kept = shape.stored(self.fields, language, library)
        attributes = {name: self.model._meta.get_field(name).to_python(value) for name, value in kept.items()}
        return attributes if self.lesson else attributes | {"course": self.course}

    def content(self, language: str, library: Library) -> dict[str, Any]:
        if self.lesson is None:
            return {}
        blocks = [
            {**block, "value": block_shapes()[block["type"]].stored(block["value"], language, library)}
            for block in self.lesson.content
        ]
        return {"content": lesson_blocks().to_python(blocks)}

    def whole(self, language: str, library: Library) -> dict[str, Any]:
        return self.attributes(language, library) | self.content(language, library)

    def stands(self, library: Library) -> bool:
        """Whether every language shows this, published, with nothing else written or waiting to be."""
        pages = self.pages()
        return (
            complete(pages)
            and all(page.live for page in pages.values())
            and self._shown(pages, library) == self._wanted()
            and self._shown(latest(pages), library) == self._wanted()
            and all(
                translating.is_translated(
                    page=pages[SOURCE], fields=self.whole(language, library), locale=locale(language)
                )
                for language in OTHERS
            )
        )

    def stands_in_source(self, page: Page, library: Library) -> bool:
        """Whether the page in the language that others are translated from is as it should be."""
        alone = dict.fromkeys(LANGUAGES, page)
        shown = in_language(self._shown(alone, library), SOURCE)
        return page.live and not page.has_unpublished_changes and shown == in_language(self._wanted(), SOURCE)

    def _wanted(self) -> list[Any]:
        return [self.fields, list(self.lesson.content) if self.lesson else []]

    def _shown(self, pages: Pages, library: Library) -> list[Any]:
        found: list[Fault] = []
        if self.lesson is None:
            fields = exporting.course_fields(pages, library, Place(COURSE_FILE, found))
            return [] if found else [fields, []]
        lesson = exporting.lesson_of(self.key, pages, library, found)
        return [] if found else [lesson.fields, list(lesson.content)]


def sheets_of(folder: CourseFolder, course: Course) -> Iterator[Sheet]:
    yield Sheet(course, folder.key, COURSE_FILE, folder.page)
    for lesson in folder.lessons:
        yield Sheet(course, lesson.key, lesson.file, lesson.fields, lesson)
