"""What the environment and the settings promise."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

from incubator import environment
from tests.learning.factories import make_person

ROOT = Path(__file__).parent.parent.parent
READ = re.compile(r'(?:flag|whole|text|folder|env\.\w+)\(\s*"([A-Z_]+)"')


def test_the_readme_names_every_variable_that_is_read_and_no_other() -> None:
    sources = [path.read_text() for path in (ROOT / "incubator").rglob("*.py")]
    table = (ROOT / "README.md").read_text().partition("## Environment")[2].partition("\n## ")[0]
    rows = [line.split(" | ")[0] for line in table.splitlines() if line.startswith("| `")]
    documented = {name for row in rows for name in re.findall(r"`([A-Z_]+)`", row)}
    assert documented == {name for source in sources for name in READ.findall(source)}


def test_the_folder_cache_keeps_the_sessions_of_a_busy_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CACHE_URL", raising=False)
    assert environment.shared_cache(tmp_path)["OPTIONS"] == {"MAX_ENTRIES": 100_000}


def test_wagtail_sends_no_mail_of_its_own() -> None:
    """Reviews and comments would, in the request and without a job row."""
    assert settings.WAGTAILADMIN_COMMENTS_ENABLED is False
    signals = (task_submitted, workflow_submitted, workflow_approved, workflow_rejected)
    assert [signal.has_listeners() for signal in signals] == [False] * 4


@pytest.mark.django_db
def test_a_workshop_behind_one_router_signs_up_and_in_at_the_same_minute() -> None:
    sent = {"password1": "una-clave-muy-larga", "course_data": "on"}
    ups = [
        Client().post("/es/accounts/signup/", sent | {"email": f"taller{number}@example.org"}).status_code
        for number in range(40)
    ]
    people = [make_person(f"otra{number}@example.org") for number in range(40)]
    ins = [
        Client().post("/es/accounts/login/", {"login": person.email, "password": "una-clave-larga"})["Location"]
        for person in people
    ]
    assert (set(ups), set(ins), mail.outbox) == ({302}, {"/es/learn/"}, [])


@pytest.mark.django_db
def test_guessing_the_password_of_one_account_ends_after_five() -> None:
    person, client = make_person(), Client()
    for number in range(5):
        client.post("/es/accounts/login/", {"login": person.email, "password": f"wrong-{number}"})
    client.post("/es/accounts/login/", {"login": person.email, "password": "una-clave-larga"})
    assert "_auth_user_id" not in client.session
