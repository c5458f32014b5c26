from collections.abc import Iterator

import pytest
from django.utils import translation

from tests.browsing import browser
from tests.evidence.factories import bank
from tests.story.conftest import _font

__all__ = ["_font", "browser"]


@pytest.fixture
def english_bank(db: None) -> Iterator[None]:
    """An empty bank, of which the messages are in English."""
    with translation.override("en"):
        bank()
        yield
