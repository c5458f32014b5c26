"""What a run of the tests used, said at its end: a run on SQLite does not speak for PostgreSQL."""

import os
from urllib.parse import urlsplit

import pytest


def used(name: str, ours: str) -> str:
    scheme = urlsplit(os.environ.get(name, "")).scheme
    return scheme or f"{ours} ({name} is not set, so nothing else was tried)"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    terminalreporter.section("used")
    terminalreporter.write_line(f"database  {used('TEST_DATABASE_URL', 'SQLite')}")
    terminalreporter.write_line(f"broker    {used('TEST_BROKER_URL', 'filesystem')}")
