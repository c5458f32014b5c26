from pathlib import Path

import allauth
import polib
import pytest

from incubator.rewording import REWORDED

THEIRS = polib.pofile(str(Path(allauth.__file__).parent / "locale/es/LC_MESSAGES/django.po"))


@pytest.mark.parametrize("words", REWORDED)
def test_reworded_words_are_still_said_by_allauth(words: str) -> None:
    """A word that allauth dropped or changed has nothing left to reword."""
    assert [entry.msgid for entry in THEIRS if entry.msgid == words] == [words]
