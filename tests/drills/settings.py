"""The tests' settings for processes that a drill stops at a moment, or whose storage it breaks."""

from tests.settings import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "tests.drills.moments.Moments"]  # noqa: F405
STORAGES["default"]["BACKEND"] = "tests.drills.moments.BreakableStorage"  # noqa: F405
