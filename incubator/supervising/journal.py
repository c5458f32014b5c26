import contextlib
import logging
import re
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path

IMPORTANT = re.compile(r"\b(ERROR|CRITICAL)\b")
SHOWN = 200  # characters of an important line; the whole of it, and what follows, is in the file
LONGEST_LINE = 8192


class Journal:
    """What the processes print. With a folder, each has a file in it and the terminal shows only what matters;
    without, every line goes to the terminal with the name of the process before it (systemd and containers keep it).
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        self._files: dict[str, logging.Logger] = {}
        self._rest: dict[str, bytes] = {}

    def say(self, text: str) -> None:
        with contextlib.suppress(BrokenPipeError):  # the terminal is gone; the work goes on
            sys.stdout.write(f"{text}\n")
            sys.stdout.flush()

    def take(self, name: str, data: bytes) -> None:
        *lines, rest = (self._rest.get(name, b"") + data).split(b"\n")
        self._rest[name] = rest if len(rest) < LONGEST_LINE else b""
        if not self._rest[name] and rest:
            lines.append(rest)
        for line in lines:
            self._write(name, line.decode(errors="replace").rstrip())

    def close(self) -> None:
        for logger in self._files.values():
            for handler in logger.handlers:
                handler.close()

    def path(self, name: str) -> Path | None:
        return self.folder / f"{name}.log" if self.folder else None

    def _write(self, name: str, line: str) -> None:
        path = self.path(name)
        if path is None:
            self.say(f"{name:<6} | {line}")
            return
        self._file(name, path).info("%s", line)
        if IMPORTANT.search(line):
            self.say(f"{name:<6} | {line[:SHOWN]}")

    def _file(self, name: str, path: Path) -> logging.Logger:
        if name not in self._files:
            path.parent.mkdir(parents=True, exist_ok=True)
            logger = logging.Logger(name)
            logger.addHandler(RotatingFileHandler(path, maxBytes=5_000_000, backupCount=2, encoding="utf-8"))
            self._files[name] = logger
        return self._files[name]
