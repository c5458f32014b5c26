import pytest

from tests.browsing import browser

__all__ = ["browser"]


@pytest.fixture(scope="session", autouse=True)
def _font() -> None:
    """As `make demo` does: how much stands on a page of paper depends on it."""
    from theme import fonts

    fonts.make()
