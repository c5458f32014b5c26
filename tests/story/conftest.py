import pytest

from tests.browsing import browser

__all__ = ["browser"]


@pytest.fixture(scope="session", autouse=True)
def _font() -> None:
    """As `make demo` does: what people see, and how wide it is, depends on it."""
    from theme import fonts

    fonts.make()
