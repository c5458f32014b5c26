from tests.browsing import browser
from tests.story.conftest import _font

__all__ = ["_font", "browser"]
