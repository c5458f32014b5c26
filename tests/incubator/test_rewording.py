from pathlib import Path

import allauth
import polib
import pytest
import wagtail.admin

from incubator.rewording import REWORDED, WAGTAIL

THEIRS = polib.pofile(str(Path(allauth.__file__).parent / "locale/es/LC_MESSAGES/django.po"))
WAGTAILS = polib.pofile(str(Path(wagtail.admin.__file__).parent / "locale/en/LC_MESSAGES/django.po"))


@pytest.mark.parametrize("words", REWORDED)
def test_reworded_words_are_still_said_by_allauth(words: str) -> None:
    """A word that allauth dropped or changed has nothing left to reword."""
    assert [entry.msgid for entry in THEIRS if entry.msgid == words] == [words]


@pytest.mark.parametrize("words", WAGTAIL)
def test_reworded_words_are_still_said_by_wagtail(words: str) -> None:
    """Its Spanish lacks some of them, so those of its English count."""
    assert [entry.msgid for entry in WAGTAILS if entry.msgid == words] == [words]
