"""`make check`: everything that can be said about the code without running it. Two checks at a time, in any order."""

import argparse
import os
import re
import secrets
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^\s;\\]+)", re.MULTILINE)
# What a lock or a script gains when it was made beside somebody's own package index.
INDEX_HOSTS = re.compile(r"--(?:extra-)?index-url|--find-links|--trusted-host|files\.pythonhosted|registry\.npmjs")


def tracked(*patterns: str) -> list[Path]:
    """The repository's own files, new ones that git does not ignore included."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", "--", *patterns]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def run(*command: str | Path, **environment: str) -> str:
    """What the command said where it failed, nothing where it passed."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env=os.environ | environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.stdout or f"status {done.returncode}" if done.returncode else ""


def manage(*arguments: str) -> str:
    """A management command under the settings of a production site."""
    with tempfile.TemporaryDirectory() as folder:
        return run(
            sys.executable,
            ROOT / "manage.py",
            *arguments,
            DEBUG="0",
            SECRET_KEY=secrets.token_urlsafe(60),
            SITE_URL="https://incubadora.example.org",
            ALLOWED_HOSTS="incubadora.example.org",
            VAR_DIR=folder,
            DATABASE_URL=f"sqlite:///{folder}/db.sqlite3",
            CELERY_BROKER_URL="filesystem://",
        )


def templates() -> str:
    return run(BIN / "djade", "--target-version", "5.2", "--check", *tracked("*/templates/*.html", "*/templates/*.txt"))


def lock(root: Path = ROOT) -> str:
    """Every dependency that pyproject names is pinned, in a version that pyproject allows. Needs no network."""
    project = tomllib.loads((root / "pyproject.toml").read_text())
    named = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    pins: dict[str, list[Version]] = {}
    for name, version in PINNED.findall((root / "requirements.lock").read_text()):
        pins.setdefault(canonicalize_name(name), []).append(Version(version))
    faults = []
    for requirement in map(Requirement, named):
        versions = pins.get(canonicalize_name(requirement.name), [])
        if not versions or not all(requirement.specifier.contains(version) for version in versions):
            faults.append(f"requirements.lock has no version of {requirement}\n")
    return "".join(faults)


def index_hosts() -> str:
    faults = []
    for path in tracked():
        if path == Path(__file__):
            continue
        text = path.read_bytes().decode(errors="ignore")
        faults += [f"{path.relative_to(ROOT)} names {found}\n" for found in set(INDEX_HOSTS.findall(text))]
    return "".join(faults)


CHECKS: dict[str, Callable[[], str]] = {
    "types": lambda: run(BIN / "mypy", ".", DEBUG="1", VAR_DIR=tempfile.gettempdir()),
    "lint": lambda: run(BIN / "ruff", "check", "."),
    "format": lambda: run(BIN / "ruff", "format", "--check", "."),
    "templates": templates,
    "architecture": lambda: run(BIN / "lint-imports"),
    "migrations": lambda: manage("makemigrations", "--check", "--dry-run"),
    "deployment": lambda: manage("check", "--deploy", "--fail-level", "WARNING"),
    "catalogues": lambda: manage("check_catalogues"),
    "lock": lock,
    "index": index_hosts,
}


def timed(name: str) -> tuple[str, str]:
    started = time.monotonic()
    fault = CHECKS[name]()
    sys.stdout.write(f"  {name:<14}{'FAILS' if fault else 'ok':<6}{time.monotonic() - started:6.1f} s\n")
    sys.stdout.flush()
    return name, fault.strip()


def main() -> None:
    parser = argparse.ArgumentParser(prog="check", description=__doc__)
    parser.add_argument("checks", nargs="*", metavar="CHECK", help=f"some of {', '.join(CHECKS)}; default: all")
    chosen = parser.parse_args().checks or list(CHECKS)
    if unknown := set(chosen) - set(CHECKS):
        parser.error(f"no such check: {', '.join(sorted(unknown))}")
    with ThreadPoolExecutor(2) as pool:
        faults = {name: fault for name, fault in pool.map(timed, chosen) if fault}
    for name, fault in faults.items():
        sys.stdout.write(f"\n--- {name}\n{fault}\n")
    sys.stdout.write(f"\n{len(chosen) - len(faults)} checks passed, {len(faults)} failed\n")
    raise SystemExit(1 if faults else 0)


if __name__ == "__main__":
    main()
