"""Course folders for tests, as YAML shows them."""

import re
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml
from PIL import Image
from wagtail.models import Page, Site

from courses.catalogue.folders.fields import block_shapes, fields_of
from courses.catalogue.folders.library import Library
from courses.catalogue.folders.shapes import Group
from courses.translating import LANGUAGES
from tests.catalogue.factories import locale, make_home, texts
from tests.exercises.samples import SAMPLES

LESSON = "04-reading-figures.yaml"
SECOND = "07-asking.yaml"
Files = dict[str, Any]


def key(number: int) -> str:
    return str(UUID(int=number, version=4))


def both(spanish: str) -> dict[str, str]:
    """Every paragraph and item with "EN " before it."""
    return {"es": spanish, "en": re.sub(r"(?m)^(- |\d+\. )?(?=\S)", r"\1EN ", spanish)}


def translated(value: Any) -> Any:
    if isinstance(value, Mapping):
        if set(value) == set(LANGUAGES):
            return both(value["es"])
        return {name: translated(part) for name, part in value.items()}
    return [translated(part) for part in value] if isinstance(value, list) else value


def block(number: int, kind: str, raw: Any) -> dict[str, Any]:
    """A block as the folder has it, from what Wagtail keeps in Spanish."""
    shape = block_shapes()[kind]
    value = translated(shape.value(dict.fromkeys(LANGUAGES, raw), Library()))
    written = shape.written(value)
    fields = written if isinstance(shape, Group) else {next(iter(fields_of(shape))): written}
    return {"id": key(number), "type": kind, **fields}


def with_own_ids(value: Any, start: int) -> Any:
    """Factories draw ids at random; a folder has the same ones each time."""
    counter = iter(range(start, start + 1000))

    def walk(part: Any) -> Any:
        if isinstance(part, Mapping):
            return {name: key(next(counter)) if name == "id" else walk(each) for name, each in part.items()}
        return [walk(each) for each in part] if isinstance(part, list) else part

    return walk(value)


def lesson(number: int, slug: str, content: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "lesson": key(number),
        "hours": 1.5,
        "sensitive": True,
        "title": both(f"Lección {number}"),
        "slug": {"es": f"leccion-{slug}", "en": slug},
        "summary": both("Cómo se lee una cifra."),
        "objectives": both("- Leer una cifra.\n- Comparar **dos** grupos."),
        "content": content,
    }


def content(start: int, *, everything: bool) -> list[dict[str, Any]]:
    """A note, a text with links and a choice; or a block of every sort and an exercise of every kind."""
    raws = [(each["type"], each["value"]) for each in texts() if everything or each["type"] == "note"]
    raws += [(kind, each["value"]) for kind, each in SAMPLES.items() if everything or kind == "single_choice"]
    blocks = [block(0, kind, raw) for kind, raw in raws]
    linked = {
        "es": "Vea [el estudio](https://example.org/es/a_(b)?x=1&y=2) y [la guía](mailto:guia@example.org).",
        "en": "See [the guide](mailto:guia@example.org) and [the study](https://example.org/en/a).",
    }
    blocks.insert(1, {"id": "", "type": "text", "value": linked})
    return list(with_own_ids(blocks, start))


def course() -> dict[str, Any]:
    return {
        "code": "cifras",
        "position": 3,
        "hour_unit": "teaching",
        "pass_mark": 62.5,
        "sequence": "in_order",
        "key": key(1),
        "title": both("Leer cifras"),
        "slug": {"es": "cifras", "en": "figures"},
        "summary": both("Qué dicen y qué no."),
        "intro": both("Un módulo **breve**.\n\nSin requisitos."),
    }


def files(*, everything: bool = False) -> Files:
    picture = {"id": key(90), "type": "image", "file": "grafico.png", "alt": both("Dos barras.")}
    ornament = {"id": key(91), "type": "image", "file": "grafico.png", "decorative": True}
    note = {"id": key(92), "type": "note", "text": both(f"Vuelva a [la lección](lesson:{key(2)}).")}
    return {
        "course.yaml": course(),
        LESSON: lesson(2, "reading-figures", [*content(1000, everything=everything), picture]),
        SECOND: lesson(3, "asking", [note, ornament]),
        "grafico.png": png(),
    }


def png(colour: str = "#0f3d4c") -> bytes:
    out = BytesIO()
    Image.new("RGB", (60, 40), colour).save(out, "PNG")
    return out.getvalue()


def written(folder: Path, made: Files | None = None) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, value in (made or files()).items():
        if isinstance(value, bytes):
            (folder / name).write_bytes(value)
        elif isinstance(value, str):
            (folder / name).write_text(value, encoding="utf-8")
        else:
            (folder / name).write_text(yaml.safe_dump(value, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return folder


def changed(change: Callable[[Files], Any]) -> Files:
    made = files()
    change(made)
    return made


def make_homes() -> dict[str, Page]:
    home = make_home()
    english = home.get_translation_or_none(locale("en")) or home.copy_for_translation(locale("en"))
    english.save_revision().publish()
    assert Site.objects.filter(is_default_site=True, root_page=home).exists()
    return {"es": home, "en": Page.objects.get(pk=english.pk)}
