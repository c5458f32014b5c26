"""Courses and releases for the tests of every room.

`make_course` builds pages in both languages through wagtail-localize as an editor would; `make_release` releases it.
`quick_release` writes the facts alone, without pages: the one to take where pages do not matter.
English texts are the Spanish ones with "EN " before them.
"""

from collections.abc import Iterable
from decimal import Decimal
from io import BytesIO
from random import SystemRandom
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from PIL import Image as PillowImage
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Locale, Page, Site
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from courses.catalogue import releasing
from courses.catalogue.facts import Course, Exercise, Release, ReleasedExercise, ReleasedLesson
from courses.catalogue.frozen import digest
from courses.catalogue.pages import CoursePage, LessonPage
from courses.exercises import registry
from tests.exercises.samples import SAMPLES

LANGUAGES = ["es", "en"]
_random = SystemRandom()


def locale(language: str) -> Locale:
    return Locale.objects.get_or_create(language_code=language)[0]


def block(kind: str, value: Any, identity: str | None = None) -> dict[str, Any]:
    return {"type": kind, "id": identity or str(uuid4()), "value": value}


def item(value: Any) -> dict[str, Any]:
    return block("item", value)


def texts() -> list[dict[str, Any]]:
    """One of each block that is no exercise and needs no file."""
    return [
        block("note", {"text": "<p>Esta lección usa cifras sobre violencia. No describe casos.</p>"}),
        block("heading", "¿Cuánto cambia y comparado con qué?"),
        block("subheading", "Dos maneras de decirlo"),
        block("text", "<p>Un mismo resultado puede sonar <b>grande</b> o pequeño.</p><p>Busque dos números.</p>"),
        block("callout", {"title": "Para recordar", "text": "<p>Puntos porcentuales resta; por ciento divide.</p>"}),
        block("formula", {"latex": r"\frac{9.1 - 11.4}{11.4} = -0.2018", "description": "nueve coma uno menos once"}),
        block(
            "table",
            {
                "caption": "Casos por grupo",
                "columns": [item("Antes"), item("Después")],
                "rows": [item({"label": "Participó", "values": "40.5 | 34"})],
            },
        ),
        block(
            "bars",
            {
                "title": "Violencia sexual, según el grupo",
                "unit": "%",
                "bars": [
                    item({"label": "Comparación", "value": "11.4"}),
                    item({"label": "Participó", "value": "9.1"}),
                ],
                "note": "La línea cortada marca la diferencia.",
            },
        ),
        block("terms", [item({"term": "Riesgo relativo", "definition": "Un riesgo dividido entre otro."})]),
    ]


def exercise(kind: str, identity: str | None = None, **changes: Any) -> dict[str, Any]:
    return block(kind, {**SAMPLES[kind]["value"], **changes}, identity)


def exercises(kinds: Iterable[str] | None = None) -> list[dict[str, Any]]:
    return [exercise(kind) for kind in (registry.kinds() if kinds is None else kinds)]


def make_image(title: str = "Gráfico", size: tuple[int, int] = (1600, 900)) -> Any:
    content = BytesIO()
    PillowImage.new("RGB", size, "#0f3d4c").save(content, "PNG")
    return get_image_model().objects.create(
        title=title, file=ContentFile(content.getvalue(), name=f"{title}.png"), width=size[0], height=size[1]
    )


def make_document(title: str = "Ficha", content: bytes = b"%PDF-1.4 ficha") -> Any:
    return get_document_model().objects.create(title=title, file=ContentFile(content, name=f"{title}.pdf"))


def make_home() -> Page:
    """The Spanish page under which courses stand."""
    spanish = locale("es")
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site and site.root_page.locale_id == spanish.pk and site.root_page.depth > 1:
        return site.root_page
    root = Page.get_first_root_node()
    home = root.add_child(instance=Page(title="Inicio", slug=f"inicio-{uuid4().hex[:6]}", locale=spanish))
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "testserver", "root_page": home})
    return home


def make_course_page(course: Course, parent: Page | None = None) -> CoursePage:
    """Live in Spanish only; `translate` it afterwards."""
    page = CoursePage(
        title=f"Módulo {course.code}",
        slug=course.code,
        course=course,
        summary="Cómo se diseña con evidencia.",
        intro="<p>Para servidoras y servidores públicos.</p>",
        locale=locale("es"),
    )
    (parent or make_home()).add_child(instance=page)
    page.save_revision().publish()
    return page


def make_lesson_page(parent: CoursePage, number: int = 1, content: list[Any] | None = None, **own: Any) -> LessonPage:
    """Live in Spanish only; `translate` it afterwards."""
    values = {
        "title": f"Lección {number}",
        "slug": f"leccion-{number}",
        "hours": Decimal(3),
        "sensitive": True,
        "summary": f"Resumen de la lección {number}.",
        "objectives": "<ul><li>Leer una cifra</li><li>Comparar dos grupos</li></ul>",
        "content": [*texts(), *exercises()] if content is None else content,
        "locale": locale("es"),
    }
    page = LessonPage(**{**values, **own})
    parent.add_child(instance=page)
    page.save_revision().publish()
    return LessonPage.objects.get(pk=page.pk)


def english(text: str, path: str = "") -> str:
    return f"{text}-en" if path == "slug" else f"EN {text}"


def translate(page: Page) -> Page:
    """As the translation screen does: synchronise the source, translate every segment, save and publish the target."""
    source, _made = TranslationSource.update_or_create_from_instance(page)
    translation, _made = Translation.objects.get_or_create(source=source, target_locale=locale("en"))
    for segment in StringSegment.objects.filter(source=source).select_related("string", "context"):
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            context=segment.context,
            locale=translation.target_locale,
            defaults={"data": english(segment.string.data, segment.context.path)},
        )
    # wagtail-localize publishes on commit, which a test that rolls back never reaches.
    translation.save_target(publish=False)
    translation.get_target_instance().get_latest_revision().publish()
    return translation.get_target_instance()


def make_course(
    code: str = "", *, lessons: int = 1, kinds: Iterable[str] | None = None, content: list[Any] | None = None
) -> Course:
    """A course with live pages in both languages; by default each lesson has one exercise of every kind."""
    course = Course.objects.create(code=code or f"curso-{uuid4().hex[:8]}")
    page = make_course_page(course)
    made = [
        make_lesson_page(page, number, [*texts(), *exercises(kinds)] if content is None else content)
        for number in range(1, lessons + 1)
    ]
    for each in (page, *made):
        translate(each)
    return course


def make_release(course: Course | None = None, **own: Any) -> Release:
    """Of a course as its pages are; without one, of a new course made with the arguments of `make_course`."""
    return releasing.release(course=course or make_course(**own))


def quick_release(
    *,
    kinds: Iterable[str] | None = None,
    lessons: int = 1,
    course: Course | None = None,
    sequence: str = "free",
    **changes: Any,
) -> Release:
    """
    Facts alone. `changes` go into the value of every exercise (`attempts=1`, `required=False`).
    Ids are drawn at random: a process that keeps releases for ever never meets one twice, even where tests roll back.
    """
    course = course or Course.objects.create(code=f"curso-{uuid4().hex[:8]}")
    release = Release.objects.create(
        pk=_random.randrange(10**6, 2**52),
        course=course,
        number=course.releases.count() + 1,
        sha256=digest(str(uuid4())),
        title={"es": f"Módulo {course.code}", "en": f"EN Módulo {course.code}"},
        summary={"es": "Resumen.", "en": "EN Resumen."},
        hours=Decimal(3) * lessons,
        hour_unit=course.hour_unit,
        pass_mark=course.pass_mark,
        sequence=sequence,
        languages=LANGUAGES,
    )
    for position in range(1, lessons + 1):
        _quick_lesson(release, position, list(registry.kinds() if kinds is None else kinds), changes)
    return release


def _quick_lesson(release: Release, position: int, kinds: list[str], changes: dict[str, Any]) -> None:
    text = {"type": "text", "id": str(uuid4())}
    made = [exercise(kind, **changes) for kind in kinds]
    words = {"es": "Texto de la lección.", "en": "EN Texto de la lección."}
    html = {
        language: [
            {**text, "html": f'<div class="prose"><p>{words[language]}</p></div>'},
            *({"type": each["type"], "id": each["id"]} for each in made),
        ]
        for language in LANGUAGES
    }
    lesson = ReleasedLesson.objects.create(
        pk=_random.randrange(10**6, 2**52),
        release=release,
        key=uuid4(),
        position=position,
        hours=Decimal(3),
        sensitive=False,
        title={"es": f"Lección {position}", "en": f"EN Lección {position}"},
        slug={"es": f"leccion-{position}", "en": f"leccion-{position}-en"},
        summary={"es": "Resumen.", "en": "EN Resumen."},
        content={
            language: [{**text, "value": f"<p>{words[language]}</p>"}, *({**each} for each in made)]
            for language in LANGUAGES
        },
        html=html,
        sha256=digest(html),
    )
    for number, each in enumerate(made, start=1):
        _quick_exercise(lesson, number, each)


def _quick_exercise(lesson: ReleasedLesson, position: int, raw: dict[str, Any]) -> None:
    kind = registry.kind(raw["type"])
    definition = kind.block()
    value = definition.clean(definition.to_python(raw["value"]))
    spanish = kind.texts(value, "es")
    identity = Exercise.objects.create(course=lesson.release.course, lesson_key=lesson.key, block_id=raw["id"])
    ReleasedExercise.objects.create(
        lesson=lesson,
        exercise=identity,
        position=position,
        kind=kind.name,
        specification=kind.specify(value),
        key=kind.key(value),
        texts={"es": spanish, "en": _in_english(spanish)},
        points=value["points"],
        required=bool(value["required"]),
        attempt_limit=value["attempts"],
    )


def _in_english(tree: Any) -> Any:
    if isinstance(tree, dict):
        return {name: _in_english(below) for name, below in tree.items()}
    if isinstance(tree, list):
        return [_in_english(below) for below in tree]
    return english(tree) if isinstance(tree, str) and tree else tree
