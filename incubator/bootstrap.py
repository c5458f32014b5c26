"""From a bare clone to a command of the project: `python3 incubator/bootstrap.py demo|test|check|bench|reset`.

Needs nothing but Python's standard library, and is run by its path, because nothing of the project can be imported yet.
Checks the machine, makes `.venv` from the lock (a stamp makes the second time cheap) and hands over.
"""

from __future__ import annotations

import argparse
import ctypes
import ctypes.util
import fcntl
import hashlib
import importlib.util
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / ".lock-sha256"
VAR = Path(os.environ.get("VAR_DIR") or ROOT / "var")
OLDEST = (3, 11)

# What WeasyPrint opens (weasyprint/text/ffi.py), with Debian's package and the name that other systems look it up by.
LIBRARIES = (
    ("libgobject-2.0.so.0", "gobject-2.0", "libglib2.0-0"),
    ("libpango-1.0.so.0", "pango-1.0", "libpango-1.0-0"),
    ("libharfbuzz.so.0", "harfbuzz", "libharfbuzz0b"),
    ("libharfbuzz-subset.so.0", "harfbuzz-subset", "libharfbuzz-subset0"),
    ("libfontconfig.so.1", "fontconfig", "libfontconfig1"),
    ("libpangoft2-1.0.so.0", "pangoft2-1.0", "libpangoft2-1.0-0"),
)
EVERYTHING = ("catalogues", "fonts", "database", "site", "static", "demo")
PROGRAMS = {"msgfmt": "gettext"}
READERS = {"pdftoppm": "poppler-utils", "zbarimg": "zbar-tools"}
PROGRAMS_OF_TESTS = READERS | {"xgettext": "gettext", "git": "git", "ps": "procps"}
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def stop(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    raise SystemExit(1)


@contextmanager
def step(words: str) -> Iterator[None]:
    sys.stdout.write(f"  {words} … ")
    sys.stdout.flush()
    started = time.monotonic()
    yield
    sys.stdout.write(f"{time.monotonic() - started:.1f} s\n")
    sys.stdout.flush()


def run(*command: str | Path, env: dict[str, str] | None = None) -> None:
    """Ends this process with the command's own status where it fails."""
    status = subprocess.call([str(part) for part in command], cwd=ROOT, env=env)
    if status:
        raise SystemExit(status if status > 0 else 1)


# The machine


def use_new_enough_python() -> None:
    if sys.version_info >= OLDEST:
        return
    for minor in (14, 13, 12, 11):
        found = shutil.which(f"python3.{minor}")
        if found:
            os.execv(found, [found, *sys.argv])
    stop(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")


def loads(file: str, name: str) -> bool:
    """Whether the dynamic linker finds the library, as WeasyPrint will ask for it."""
    for candidate in (file, ctypes.util.find_library(name)):
        try:
            if candidate:
                ctypes.CDLL(candidate)
                return True
        except OSError:
            continue
    return False


def missing_packages(programs: dict[str, str]) -> list[str]:
    """Debian's names of what this machine lacks."""
    missing = [package for file, name, package in LIBRARIES if not loads(file, name)]
    missing += [package for program, package in programs.items() if not shutil.which(program)]
    if not importlib.util.find_spec("ensurepip") or not importlib.util.find_spec("venv"):
        missing.append(f"python3.{sys.version_info.minor}-venv")
    return list(dict.fromkeys(missing))


def check_machine(programs: dict[str, str]) -> None:
    missing = missing_packages(programs)
    if not missing:
        return
    if shutil.which("apt-get") and os.geteuid() == 0:
        install_with_apt(missing)
        missing = missing_packages(programs)
    if missing:
        stop(f"Something is missing; this installs it:  {line_that_installs(missing)}")


def install_with_apt(packages: list[str]) -> None:
    env = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    sys.stdout.write(f"  installing {' '.join(packages)}\n")
    sys.stdout.flush()
    for arguments in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages]):
        subprocess.call(["apt-get", *arguments], env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


def line_that_installs(packages: list[str]) -> str:
    if sys.platform == "darwin":
        return "brew install pango gettext git"
    return f"sudo apt-get install -y {' '.join(packages)}"


# The environment


def lock_state() -> str:
    return hashlib.sha256(LOCK.read_bytes() + sys.version.encode()).hexdigest()


def make_environment() -> None:
    if STAMP.exists() and STAMP.read_text() == lock_state() and PYTHON.exists():
        return
    with step("Python environment in .venv"):
        if not is_of_this_python():
            run(sys.executable, "-m", "venv", "--clear", VENV)
        install_lock()
        STAMP.write_text(lock_state())


def is_of_this_python() -> bool:
    ask = f"import sys; sys.exit(sys.version_info[:2] != {sys.version_info[:2]})"
    return PYTHON.exists() and subprocess.call([str(PYTHON), "-c", ask], stderr=subprocess.DEVNULL) == 0


def install_lock() -> None:
    """What the lock names and no more is fetched, and it must have the hash that the lock names."""
    command = [PYTHON, "-m", "pip", "install", "--require-hashes", "--no-deps", "--disable-pip-version-check"]
    total = len(re.findall(r"^\S+==", LOCK.read_text(), re.MULTILINE))
    process = subprocess.Popen(
        [*map(str, command), "--progress-bar=off", "-r", str(LOCK)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    said: list[str] = []
    for line in process.stdout:
        said.append(line)
        count = sum(text.startswith("Collecting") for text in said)
        if sys.stdout.isatty():
            sys.stdout.write(f"\r  Python environment in .venv … {count} of {total} packages … ")
            sys.stdout.flush()
    if process.wait():
        stop("\npip could not install the lock:\n" + "".join(said[-20:]))


# The commands


def refuse_port_in_use(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            stop(f"Port {port} is in use: stop what listens there, or choose another with  make demo PORT={port + 1}")


def demo_environment(port: int) -> dict[str, str]:
    """Production's settings, on this machine alone."""
    env = {name: value for name, value in os.environ.items() if name not in ("SECRET_KEY", "DEBUG")}
    return env | {
        "DJANGO_SETTINGS_MODULE": "incubator.settings",
        "SECRET_KEY_FILE": str(secret_key()),
        "SITE_URL": f"http://127.0.0.1:{port}",
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "BIND": f"127.0.0.1:{port}",
    }


def secret_key() -> Path:
    path = VAR / "secret_key"
    if not path.exists():
        VAR.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(60))
    return path


def demo(port: int) -> None:
    refuse_port_in_use(port)
    check_machine(PROGRAMS)
    make_environment()
    env = demo_environment(port)
    run(PYTHON, "manage.py", "prepare", *EVERYTHING, env=env)
    end_with_parent()
    os.chdir(ROOT)
    os.execve(PYTHON, [str(PYTHON), "manage.py", "supervise", "--demo"], env)


def end_with_parent() -> None:
    """If make is killed, Linux sends SIGTERM to what it ran, which is the supervisor from here on."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def test(arguments: list[str]) -> None:
    check_machine(PROGRAMS | PROGRAMS_OF_TESTS)
    make_environment()
    env = dict(os.environ, CHROMIUM=find_chromium())
    run(PYTHON, "manage.py", "prepare", "catalogues", "fonts", env=dict(env, DEBUG="1"))
    run(PYTHON, "-m", "pytest", "-n", str(min(os.cpu_count() or 1, 4)), *arguments, env=env)


def find_chromium() -> str:
    for name in BROWSERS:
        found = shutil.which(name)
        if found:
            return found
    ask = "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)"
    theirs = subprocess.run([str(PYTHON), "-c", ask], capture_output=True, text=True, check=False).stdout.strip()
    if not theirs or not Path(theirs).exists():
        stop("The browser tests need Chromium; this installs it:  sudo apt-get install -y chromium")
    return theirs


def check(arguments: list[str]) -> None:
    check_machine(PROGRAMS | PROGRAMS_OF_TESTS)
    make_environment()
    run(PYTHON, "-m", "incubator.checking", *arguments)


def bench(arguments: list[str]) -> None:
    check_machine(PROGRAMS)
    make_environment()
    env = dict(demo_environment(8000), VAR_DIR=str(VAR / "bench"), SECRET_KEY_FILE=str(secret_key()))
    run(PYTHON, "manage.py", "prepare", *EVERYTHING, env=env)
    run(PYTHON, "manage.py", "bench", *arguments, env=env)


def reset() -> None:
    lock = VAR / "supervisor.lock"
    if lock.exists():
        with lock.open() as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                stop("The demo is running; stop it first (Ctrl-C where it runs).")
    shutil.rmtree(VAR, ignore_errors=True)
    sys.stdout.write(f"{VAR} is gone; make demo starts afresh.\n")


def port_number(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,5}", text) or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port: a number from 1 to 65535")
    return int(text)


def main() -> None:
    use_new_enough_python()
    parser = argparse.ArgumentParser(prog="bootstrap", description=__doc__)
    parser.add_argument("command", choices=["demo", "test", "check", "bench", "reset"])
    parser.add_argument("--port", type=port_number, default=8000)
    chosen, rest = parser.parse_known_args()
    if chosen.command == "demo":
        demo(chosen.port)
    elif chosen.command == "reset":
        reset()
    else:
        {"test": test, "check": check, "bench": bench}[chosen.command](rest)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        raise SystemExit(130) from None
