import hashlib
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from certificates import fonts


class Command(BaseCommand):
    help = "Makes what the site needs before it starts; each step does nothing where nothing changed."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("steps", nargs="*", help=f"some of {', '.join(STEPS)}; default: all but demo")

    def handle(self, *args: Any, **options: Any) -> None:
        steps = options["steps"] or [name for name in STEPS if name != "demo"]
        if unknown := set(steps) - set(STEPS):
            raise CommandError(f"no such step: {', '.join(sorted(unknown))}")
        for name in steps:
            words, step = STEPS[name]
            self.stdout.write(f"  {words} … ", ending="")
            self.stdout.flush()
            started = time.monotonic()
            step()
            self.stdout.write(f"{time.monotonic() - started:.1f} s")


def compile_catalogues() -> None:
    call_command("compilemessages", ignore=[".venv", "var"], verbosity=0)


def make_fonts() -> None:
    call_command("make_fonts", verbosity=0, stdout=StringIO())
    for face in fonts.FACES:  # of the certificate: asking for the file makes it
        face.path.stat()


def migrate() -> None:
    call_command("migrate", interactive=False, verbosity=0)


def found_site() -> None:
    call_command("prepare_site", stdout=StringIO())


def collect_static() -> None:
    stamp = settings.STATIC_ROOT / ".collected"
    state = state_of(static_files())
    if stamp.exists() and stamp.read_text() == state:
        return
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(state)


def fill_demo() -> None:
    call_command("demo", stdout=StringIO())


def static_files() -> Iterator[Path]:
    for finder in get_finders():
        for name, storage in finder.list([]):
            yield Path(storage.path(name))


def state_of(files: Iterator[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(files):
        found = path.stat()
        digest.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


STEPS: dict[str, tuple[str, Callable[[], None]]] = {
    "catalogues": ("texts in every language", compile_catalogues),
    "fonts": ("fonts", make_fonts),
    "database": ("database", migrate),
    "site": ("home and plain pages, groups", found_site),
    "static": ("static files", collect_static),
    "demo": ("programme, cohort and accounts", fill_demo),
}
