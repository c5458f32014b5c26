"""`manage.py facts KIND`: what auditors and integrations may rely on."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from io import StringIO
from typing import Any
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command

from courses.records import facts
from tests.live import ROOT, LiveDatabase, environment_for


@pytest.fixture
def sample(monkeypatch: pytest.MonkeyPatch) -> None:
    def rows() -> Iterator[dict[str, Any]]:
        yield {
            "at": datetime(2026, 1, 31, 10, 4, 5, tzinfo=timezone(timedelta(hours=-5))),
            "on": date(2026, 1, 31),
            "points": Decimal("1.500"),
            "of": Decimal("2.000"),
            "key": UUID(int=1),
            "name": "Núñez",
            "ended_at": None,
        }
        yield {"at": datetime(2026, 1, 31, tzinfo=UTC)}

    monkeypatch.setitem(facts._rows, "samples", rows)


def test_facts_are_json_lines_in_utc_with_plain_numbers(sample: None) -> None:
    out = StringIO()
    call_command("facts", "samples", stdout=out)
    first, second = out.getvalue().splitlines()
    assert json.loads(first) == {
        "at": "2026-01-31T15:04:05.000000Z",
        "on": "2026-01-31",
        "points": 1.5,
        "of": 2,
        "key": "00000000-0000-0000-0000-000000000001",
        "name": "Núñez",
        "ended_at": None,
    }
    assert "Núñez" in first
    assert second == '{"at": "2026-01-31T00:00:00.000000Z"}'


def test_facts_are_written_as_they_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []

    class Out(StringIO):
        def write(self, text: str) -> int:
            written.append(text)
            return len(text)

    def rows() -> Iterator[dict[str, Any]]:
        for number in range(3):
            assert len([line for line in written if line.strip()]) == number
            yield {"number": number}

    monkeypatch.setitem(facts._rows, "samples", rows)
    call_command("facts", "samples", stdout=Out())
    assert "".join(written).count("number") == 3


def test_facts_of_an_unknown_kind_end_with_2_and_one_line(sample: None) -> None:
    with pytest.raises(CommandError) as raised:
        call_command("facts", "nothing")
    assert raised.value.returncode == 2
    assert str(raised.value) == f"unknown kind 'nothing'; one of: {', '.join(facts.kinds())}"


def test_facts_of_two_rooms_under_one_name_are_refused(sample: None) -> None:
    with pytest.raises(ValueError, match="two rooms"):
        facts.register("samples", list)


def test_facts_promised_by_the_contract_are_there() -> None:
    assert facts.kinds() == ["attempts", "certificates", "enrolments", "jobs", "marks", "seats"]


def facts_command(live: LiveDatabase, *arguments: str) -> "subprocess.CompletedProcess[str]":
    env = environment_for(live, "http://testserver")
    command = [sys.executable, "manage.py", "facts", *arguments]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60, check=False)


def test_facts_command_tells_scripts_how_it_went(live_database: LiveDatabase) -> None:
    from courses.jobs.models import Job

    Job.objects.create(kind="samples.works", key="one")
    good, bad = facts_command(live_database, "jobs"), facts_command(live_database, "nothing")
    assert (good.returncode, json.loads(good.stdout)["key"], good.stderr) == (0, "one", "")
    assert (bad.returncode, bad.stdout, len(bad.stderr.splitlines())) == (2, "", 1)
