"""import-linter does not see templates: no template names a URL, a tag library or a template of a room above its own."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# From the top down; rooms on one line ignore each other.
LINES = [
    ["incubator"],
    ["certificates"],
    ["courses/teaching"],
    ["courses/learning"],
    ["courses/cohorts"],
    ["courses/catalogue"],
    ["courses/exercises"],
    ["courses/evidence"],
    ["courses/jobs", "courses/records"],
    ["theme"],
]
LINE_OF = {room: number for number, line in enumerate(LINES) for room in line}
NAMED = re.compile(r"""{% *(?:url|include|extends) +["']([\w-]+)[:/]""")
LOADED = re.compile(r"{% *load +([^%]+?)(?: from ([\w.]+))? *%}")
# What the composition root calls its own addresses, which have no namespace.
ROOT_URL = re.compile(r"""{% *url +["'](my_learning|home|profile|healthz|readyz)["']""")
LABELS = {room.rpartition("/")[2]: room for room in LINE_OF}


def templates() -> list[tuple[str, Path]]:
    return [(room, path) for room in LINE_OF for path in sorted((ROOT / room / "templates").rglob("*.html"))]


def libraries() -> dict[str, str]:
    return {
        path.stem: room
        for room in LINE_OF
        for path in (ROOT / room / "templatetags").glob("*.py")
        if path.stem != "__init__"
    }


def named_rooms(text: str) -> set[str]:
    rooms = {LABELS[name] for name in NAMED.findall(text) if name in LABELS}
    tags = [word for names, library in LOADED.findall(text) for word in ([library] if library else names.split())]
    rooms |= {libraries()[tag] for tag in tags if tag in libraries()}
    return rooms | ({"incubator"} if ROOT_URL.search(text) else set())


def reaches_up(room: str, text: str) -> list[str]:
    own = LINE_OF[room]
    return sorted(other for other in named_rooms(text) if other != room and LINE_OF[other] <= own)


@pytest.mark.parametrize(
    "text",
    [
        "{% url 'learning:lesson' 1 %}",
        '{% include "certificates/parts/seal.html" %}',
        "{% url 'my_learning' %}",
        "{% url 'cohorts:join' %}",
    ],
)
def test_reaching_up_is_seen(text: str) -> None:
    assert reaches_up("courses/catalogue", text) != []


def test_reaching_down_is_allowed() -> None:
    assert reaches_up("courses/learning", '{% load weave %}{% include "exercises/single_choice/form.html" %}') == []


def test_templates_name_nothing_of_a_room_above_their_own() -> None:
    faults = {
        str(path.relative_to(ROOT)): found
        for room, path in templates()
        if (found := reaches_up(room, path.read_text()))
    }
    assert faults == {}


def test_every_room_with_templates_has_its_line() -> None:
    kept = {
        path.parent.relative_to(ROOT).as_posix() for top in ("*", "courses/*") for path in ROOT.glob(f"{top}/templates")
    }
    assert kept - set(LINE_OF) == set()
