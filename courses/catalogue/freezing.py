"""Turns the published pages of a course into content that depends on no page, image or document."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.translation import override
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from courses.catalogue import structure
from courses.catalogue.checking import Edition, editions
from courses.catalogue.content import STUDIES, definitions, is_exercise
from courses.catalogue.facts import Course
from courses.catalogue.files import FrozenFile, address, frozen, frozen_renditions
from courses.catalogue.frozen import FrozenCourse, FrozenExercise, FrozenLesson
from courses.catalogue.pages import LessonPage
from courses.evidence import citations
from courses.exercises import registry
from theme.blocks import Picture

IMAGE = "image"


def freeze(course: Course) -> FrozenCourse:
    """What a release made now would hold. The course must have passed `check`; nothing is written."""
    found = editions(course)
    files: dict[str, FrozenFile] = {}
    keys = list(found[0].lessons)
    lessons = tuple(_lesson(found, key, position, files) for position, key in enumerate(keys, start=1))
    return FrozenCourse(
        title={edition.language: edition.page.title for edition in found},
        summary={edition.language: edition.page.summary for edition in found},
        hour_unit=course.hour_unit,
        pass_mark=course.pass_mark,
        sequence=course.sequence,
        languages=tuple(edition.language for edition in found),
        lessons=lessons,
        files=files,
    )


def _lesson(found: list[Edition], key: str, position: int, files: dict[str, FrozenFile]) -> FrozenLesson:
    pages = {edition.language: edition.lessons[key] for edition in found}
    freeing = {edition.language: _Freeing(edition, found[0], files) for edition in found}
    source = pages[found[0].language]
    content = {language: freeing[language].content(page) for language, page in pages.items()}
    return FrozenLesson(
        key=key,
        position=position,
        hours=source.hours,
        sensitive=source.sensitive,
        title={language: page.title for language, page in pages.items()},
        slug={language: page.slug for language, page in pages.items()},
        summary={language: page.summary for language, page in pages.items()},
        objectives={language: freeing[language].rich_text(page.objectives) for language, page in pages.items()},
        content=content,
        html={language: [rendered(raw, language) for raw in blocks] for language, blocks in content.items()},
        exercises=tuple(_exercises(content)),
    )


class _Freeing:
    """Replaces what points into the site by what does not: lesson keys, public addresses, copied files."""

    def __init__(self, edition: Edition, source: Edition, files: dict[str, FrozenFile]) -> None:
        self.edition, self.source, self.files = edition, source, files

    def content(self, page: LessonPage) -> list[dict[str, Any]]:
        return [{**raw, "value": self._value(raw)} for raw in structure.normalised(page.content)]

    def _value(self, raw: dict[str, Any]) -> Any:
        if raw["type"] == IMAGE:
            return self._image(raw["value"])
        if raw["type"] == STUDIES:
            return citations.frozen(raw["value"], self.edition.language)
        return structure.rewrite_rich_texts(definitions()[raw["type"]], raw["value"], self.rich_text)

    def rich_text(self, source: str) -> str:
        return structure.rewrite_links(source, self._opening_tag)

    def _opening_tag(self, attributes: dict[str, str]) -> str | None:
        if attributes.get("linktype") == "page":
            return self._page_link(Page.objects.get(pk=attributes["id"]))
        if attributes.get("linktype") == "document":
            document = get_document_model().objects.get(pk=attributes["id"])
            return f'<a href="{address(self._keep(frozen(document.file, document.filename)).path)}">'
        return None

    def _page_link(self, target: Page) -> str:
        key = str(target.translation_key)
        if key in self.source.lessons:
            return f'<a linktype="lesson" key="{key}">'
        same = Page.objects.live().public().filter(translation_key=key, locale=self.edition.page.locale).first()
        return f'<a href="{escape((same or target).url)}">'

    def _image(self, raw: dict[str, Any]) -> dict[str, Any]:
        image = get_image_model().objects.get(pk=raw["image"])
        made = frozen_renditions(image)
        _largest, width, height = made[-1]
        return {
            "original": frozen(image.file, image.filename).sha256,
            "alt_text": "" if raw["decorative"] else raw["alt_text"] or "",
            "decorative": bool(raw["decorative"]),
            "sources": [{"path": self._keep(file).path, "width": wide} for file, wide, _high in made],
            "width": width,
            "height": height,
        }

    def _keep(self, file: FrozenFile) -> FrozenFile:
        return self.files.setdefault(file.sha256, file)


def rendered(raw: dict[str, Any], language: str) -> dict[str, str]:
    """A block of frozen content as it stands in the lesson; an exercise is only named, it is rendered live."""
    name = {"type": raw["type"], "id": raw["id"]}
    if is_exercise(raw["type"]):
        return name
    if raw["type"] == STUDIES:
        return {**name, "html": citations.rendered(raw["value"], language)}
    with override(language):
        if raw["type"] == IMAGE:
            return {**name, "html": render_to_string("theme/blocks/image.html", {"picture": _picture(raw["value"])})}
        definition = definitions()[raw["type"]]
        html = definition.render(definition.to_python(raw["value"]), context={"language": language})
        return {**name, "html": str(html)}


def _picture(value: dict[str, Any]) -> Picture:
    sources = tuple((address(source["path"]), source["width"]) for source in value["sources"])
    return Picture(sources=sources, width=value["width"], height=value["height"], alt=value["alt_text"])


def _exercises(content: dict[str, list[dict[str, Any]]]) -> list[FrozenExercise]:
    found: list[FrozenExercise] = []
    for blocks in zip(*content.values(), strict=True):
        if not is_exercise(blocks[0]["type"]):
            continue
        kind = registry.kind(blocks[0]["type"])
        values = {
            language: definitions()[raw["type"]].to_python(raw["value"])
            for language, raw in zip(content, blocks, strict=True)
        }
        source = values[next(iter(content))]
        found.append(
            FrozenExercise(
                block_id=blocks[0]["id"],
                position=len(found) + 1,
                kind=kind.name,
                specification=kind.specify(source),
                key=kind.key(source),
                texts={language: kind.texts(value, language) for language, value in values.items()},
                points=source["points"],
                required=bool(source["required"]),
                attempt_limit=source["attempts"],
            )
        )
    return found
