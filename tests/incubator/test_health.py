import threading
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.test import RequestFactory
from pytest_django import Settings

from incubator import health


def test_healthz_answers_without_touching_anything() -> None:
    response = health.healthz(RequestFactory().get("/healthz"))
    assert (response.status_code, response.content) == (200, b'{"status": "ok"}')


def test_checks_answer_for_each_by_name() -> None:
    def fails() -> None:
        raise OSError("postgres://somebody:secret@host")

    assert health.check_all({"good": lambda: None, "bad": fails}) == {"good": "ok", "bad": "failing"}


def test_a_check_that_hangs_is_left_behind_and_not_started_twice() -> None:
    release, starts = threading.Event(), []

    def hangs() -> None:
        starts.append(1)
        release.wait(10)

    started = time.monotonic()
    answers = [health.check_all({"frozen": hangs}, patience=0.1)["frozen"] for _ in range(3)]
    release.set()
    assert (answers, len(starts)) == (["no answer"] * 3, 1)
    assert time.monotonic() - started < 9  # nobody waited for it


def test_an_answer_is_repeated_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(health, "CHECKS", {"one": lambda: asked.append(1)})
    monkeypatch.setattr(health, "KEPT", 60)  # however busy the machine is
    monkeypatch.setattr(health, "_known", (-health.KEPT, {}))
    assert [health.recent_checks() for _time in range(5)] == [{"one": "ok"}] * 5
    assert len(asked) == 1
    monkeypatch.setattr(health, "_known", (time.monotonic() - health.KEPT - 0.1, {"one": "failing"}))
    assert (health.recent_checks(), len(asked)) == ({"one": "ok"}, 2)


def test_storage_that_cannot_be_written_is_failing(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "file").touch()
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "file" / "below")},
        }
    }
    assert health.check_all({"storage": health._storage}) == {"storage": "failing"}


def test_storage_is_left_as_it_was() -> None:
    health._storage()
    assert list((Path(settings.VAR) / "files" / "readyz").iterdir()) == []


def test_broker_answers() -> None:
    assert health.check_all({"broker": health._broker}, patience=10) == {"broker": "ok"}
