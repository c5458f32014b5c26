"""The demo's accounts have a password that everybody knows."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from incubator.demo import ACCOUNTS
from incubator.management.commands.demo import refuse_elsewhere
from incubator.people import User


@pytest.mark.django_db
@pytest.mark.parametrize(
    "url", ["https://incubadora.example.gob.pe", "http://127.0.0.1.example.org", "http://10.0.0.7"]
)
def test_the_demo_is_refused_wherever_others_could_reach_it(settings: Settings, url: str) -> None:
    settings.SITE_URL = url
    with pytest.raises(CommandError) as refused:
        call_command("demo", stdout=StringIO())
    assert (url in str(refused.value), "\n" in str(refused.value), User.objects.count()) == (True, False, 0)


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000", "http://localhost", "http://[::1]:8000"])
def test_the_demo_runs_on_this_machine(settings: Settings, url: str) -> None:
    settings.SITE_URL = url
    refuse_elsewhere()


def test_the_accounts_are_shown_anywhere() -> None:
    said = StringIO()
    call_command("demo", accounts=True, stdout=said)
    assert [line.split()[0] for line in said.getvalue().splitlines()] == [email for email, *_rest in ACCOUNTS]
