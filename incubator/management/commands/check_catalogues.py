import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from incubator.environment import BASE_DIR

Key = tuple[str, str, str]


class Command(BaseCommand):
    help = (
        "Fails where a catalogue lacks a text that the code has, keeps one that the code no longer has, "
        "or holds a fuzzy or empty translation. Changes nothing: texts are gathered in a temporary copy."
    )
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        languages = [code for code, _name in settings.LANGUAGES]
        with tempfile.TemporaryDirectory() as folder:
            gathered = gather(Path(folder), languages)
        faults = [fault for code in languages for fault in faults_of(code, gathered)]
        if faults:
            raise CommandError("\n".join([*faults, f"{len(faults)} faults in the catalogues"]))
        self.stdout.write(f"{', '.join(languages)}: {len(gathered)} texts, all translated")


def gather(folder: Path, languages: list[str]) -> set[Key]:
    """The texts that the code has now, as Django's makemessages finds them."""
    for room in ("incubator", "certificates", "courses", "theme"):
        shutil.copytree(BASE_DIR / room, folder / room, ignore=shutil.ignore_patterns("__pycache__", "static"))
    (folder / "locale").mkdir()
    command = [sys.executable, "-m", "django", "makemessages", "--no-location", "--locale", languages[0]]
    done = subprocess.run(command, cwd=folder, env=_bare(), capture_output=True, text=True, check=False)
    if done.returncode:
        raise CommandError(done.stdout + done.stderr)
    return set(entries(folder / "locale" / languages[0] / "LC_MESSAGES" / "django.po"))


def _bare() -> dict[str, str]:
    """No settings: makemessages then writes to ./locale of the copy instead of our LOCALE_PATHS."""
    return {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}


def entries(path: Path) -> dict[Key, polib.POEntry]:
    if not path.exists():
        return {}
    return {(e.msgctxt or "", e.msgid, e.msgid_plural or ""): e for e in polib.pofile(str(path))}


def faults_of(language: str, gathered: set[Key]) -> list[str]:
    held = entries(BASE_DIR / "locale" / language / "LC_MESSAGES" / "django.po")
    live = {key: entry for key, entry in held.items() if not entry.obsolete}
    lists = {
        "missing": gathered - set(live),
        "no longer in the code": set(held) - gathered,
        "fuzzy": {key for key, entry in live.items() if entry.fuzzy},
        "not translated": {key for key, entry in live.items() if not entry.translated() and not entry.fuzzy},
    }
    return [f"{language}: {what}: {key[1]!r}" for what, keys in lists.items() for key in sorted(keys)]
