import argparse
import os
import stat
from pathlib import Path

import pytest

from incubator import bootstrap
from incubator.supervising.locking import lock

NOWHERE = (("libnothing.so.9", "nothing", "libnothing9"),)


def test_libraries_are_asked_of_the_linker() -> None:
    assert bootstrap.loads("libc.so.6", "c")
    assert not bootstrap.loads("libnothing.so.9", "nothing")


def test_nothing_is_missing_where_the_tests_run() -> None:
    assert bootstrap.missing_packages(bootstrap.PROGRAMS | bootstrap.PROGRAMS_OF_TESTS) == []


def test_who_may_not_install_gets_the_one_line_that_does(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap, "LIBRARIES", NOWHERE)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(SystemExit) as ended:
        bootstrap.check_machine({"no-such-program": "its-package"})
    assert ended.value.code == 1
    line = "Something is missing; this installs it:  sudo apt-get install -y libnothing9 its-package\n"
    assert capsys.readouterr().err == line


def test_the_secret_key_is_made_once_and_only_its_owner_reads_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(bootstrap, "VAR", tmp_path / "var")
    first = bootstrap.secret_key().read_text()
    assert bootstrap.secret_key().read_text() == first
    assert len(first) > 50
    assert stat.S_IMODE(bootstrap.secret_key().stat().st_mode) == 0o600


def test_the_demo_runs_with_the_settings_of_production(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(bootstrap, "VAR", tmp_path)
    monkeypatch.setenv("DEBUG", "1")
    environment = bootstrap.demo_environment(8123)
    assert "DEBUG" not in environment
    assert (environment["SITE_URL"], environment["BIND"]) == ("http://127.0.0.1:8123", "127.0.0.1:8123")


@pytest.mark.parametrize("text", ["0", "65536", "-1", "http", "８０"])
def test_a_port_is_a_number_that_can_be_bound(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError):
        bootstrap.port_number(text)


def test_a_running_demo_is_not_reset(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(bootstrap, "VAR", tmp_path / "var")
    with lock(tmp_path / "var" / "supervisor.lock"), pytest.raises(SystemExit):
        bootstrap.reset()
    assert (tmp_path / "var").exists()
    bootstrap.reset()
    assert not (tmp_path / "var").exists()
