from tests.browsing import browser

__all__ = ["browser"]
