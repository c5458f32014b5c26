"""The house as it is designed: where things may lie, who may know whom, how big they may be."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).parent.parent.parent
FOLDERS = {"incubator", "certificates", "courses", "theme", "locale", "tests", ".ci"}
FILES = {"manage.py", "pyproject.toml", "requirements.lock", "Makefile", "README.md", "CHANGELOG.md", "LICENSE"}
HIDDEN = {".gitignore", ".gitattributes", ".editorconfig"}
# Lower rooms first; rooms on one line ignore each other.
FLOORS = [
    {"theme"},
    {"courses.jobs", "courses.records", "courses.translating"},
    {"courses.evidence"},
    {"courses.exercises"},
    {"courses.catalogue"},
    {"courses.cohorts"},
    {"courses.learning"},
    {"courses.teaching"},
    {"certificates"},
    {"incubator"},
]
FLOOR = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
NAMELESS = {"utils", "helpers", "services", "common", "managers"}


def tracked(pattern: str = "*") -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--", pattern], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [Path(name) for name in listed.stdout.split("\0") if name and (ROOT / name).exists()]


def room_of(name: str | Path) -> str | None:
    """The room of a dotted name or of a path in the repository."""
    parts = str(name).replace("/", ".").split(".")
    room = ".".join(parts[:2]) if parts[0] == "courses" else parts[0]
    return room if room in FLOOR else None


def may_know(room: str, other: str) -> bool:
    return room == other or FLOOR[other] < FLOOR[room]


def sources() -> list[Path]:
    return [path for path in tracked("*.py") if room_of(path) and "migrations" not in path.parts]


def trees() -> Iterator[tuple[Path, ast.Module]]:
    for path in sources():
        yield path, ast.parse((ROOT / path).read_text())


def test_top_level_is_as_designed() -> None:
    folders = {path.parts[0] for path in tracked() if len(path.parts) > 1}
    files = {path.parts[0] for path in tracked() if len(path.parts) == 1}
    assert folders - FOLDERS == set()
    assert files - FILES - HIDDEN == set()


def test_every_app_under_courses_has_its_floor() -> None:
    rooms = {".".join(path.parts[:2]) for path in tracked("courses/*.py") if len(path.parts) > 2}
    assert rooms - set(FLOOR) == set()


def test_import_contracts_hold() -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-4000:]


def test_types_know_upper_rooms_only_by_the_person() -> None:
    """Imports for types alone are outside import-linter's contracts; the type of AUTH_USER_MODEL is the one reason."""
    upward = [
        f"{path}: {node.module}.{alias.name}"
        for path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and (other := room_of(node.module))
        for alias in node.names
        if not may_know(room_of(path) or "", other) and f"{node.module}.{alias.name}" != "incubator.people.User"
    ]
    assert upward == []


def test_modules_are_named_by_their_subject() -> None:
    assert [str(path) for path in sources() if NAMELESS & {*path.parts[:-1], path.stem}] == []


def test_files_are_short_enough_to_read() -> None:
    long = {str(path): lines for path in sources() if (lines := len((ROOT / path).read_text().splitlines())) > 300}
    assert long == {}


def test_hardly_any_function_is_long() -> None:
    lengths = {
        f"{path}:{node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
    }
    long = {name: length for name, length in lengths.items() if length > 40}
    assert len(long) <= 0.02 * len(lengths), long


def url_names(patterns: list[URLPattern | URLResolver], namespace: str = "") -> Iterator[tuple[str, str]]:
    """Every named address of the site with the module of its view."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from url_names(pattern.url_patterns, inner)
        elif pattern.name:
            yield f"{namespace}{pattern.name}", pattern.callback.__module__


@pytest.fixture(scope="module")
def rooms_of_urls() -> dict[str, str]:
    named = ((name, room_of(module)) for name, module in url_names(get_resolver().url_patterns))
    return {name: room for name, room in named if room}


def test_templates_name_nothing_of_an_upper_room(rooms_of_urls: dict[str, str]) -> None:
    tags = {path.stem: room for path in tracked("*/templatetags/*.py") if (room := room_of(path))}
    templates = {"/".join(p.parts[p.parts.index("templates") + 1 :]): room_of(p) for p in tracked("*/templates/*")}
    upward = []
    for path in tracked("*/templates/*"):
        text, room = (ROOT / path).read_text(), room_of(path)
        named = [(name, rooms_of_urls.get(name)) for name in re.findall(r"""{%\s*url\s+["']([^"']+)""", text)]
        loads = re.findall(r"{%\s*load\s+([^%]+?)\s*%}", text)
        named += [(name, tags.get(name)) for load in loads for name in load.split()]
        parts = re.findall(r"""{%\s*(?:include|extends)\s+["']([^"']+)""", text)
        named += [(name, templates.get(name)) for name in parts]
        upward += [f"{path}: {name}" for name, other in named if room and other and not may_know(room, other)]
    assert upward == []
