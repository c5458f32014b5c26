from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture
def in_english() -> Iterator[None]:
    """For tests that read sentences: as they stand in the code."""
    with translation.override("en"):
        yield
