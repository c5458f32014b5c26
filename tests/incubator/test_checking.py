from pathlib import Path

import pytest

from incubator import checking
from incubator.management.commands import check_catalogues

PROJECT = (
    '[project]\ndependencies = ["Django>=5.2,<5.3", "celery[redis]>=5.7"]\n[dependency-groups]\ndev = ["pytest"]\n'
)
CATALOGUE = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "kept"
msgstr "guardado"

#, fuzzy
msgid "unsure"
msgstr "inseguro"

msgid "empty"
msgstr ""

msgid "old"
msgstr "viejo"

#~ msgid "older"
#~ msgstr "más viejo"
"""


@pytest.mark.parametrize(
    ("lock", "fault"),
    [
        ("django==5.2.1 \\\ncelery==5.7.0\npytest==9.0\n", ""),
        ("django==5.3 \\\ncelery==5.7.0\npytest==9.0\n", "requirements.lock has no version of Django<5.3,>=5.2\n"),
        ("django==5.2.1\npytest==9.0\n", "requirements.lock has no version of celery[redis]>=5.7\n"),
    ],
)
def test_lock_must_pin_what_the_project_names(tmp_path: Path, lock: str, fault: str) -> None:
    (tmp_path / "pyproject.toml").write_text(PROJECT)
    (tmp_path / "requirements.lock").write_text(lock)
    assert checking.lock(tmp_path) == fault


def test_checks_fail_with_the_words_of_the_command() -> None:
    assert checking.run("sh", "-c", "echo wrong; exit 2") == "wrong\n"
    assert checking.run("sh", "-c", "echo right") == ""


def test_catalogue_faults_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "locale" / "es" / "LC_MESSAGES" / "django.po"
    file.parent.mkdir(parents=True)
    file.write_text(CATALOGUE)
    monkeypatch.setattr(check_catalogues, "BASE_DIR", tmp_path)
    gathered = {("", text, "") for text in ("kept", "unsure", "empty", "new")}
    assert check_catalogues.faults_of("es", gathered) == [
        "es: missing: 'new'",
        "es: no longer in the code: 'old'",
        "es: no longer in the code: 'older'",
        "es: fuzzy: 'unsure'",
        "es: not translated: 'empty'",
    ]
