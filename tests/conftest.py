"""Fixtures that every room may use; what they are for stands in `tests/live.py`."""

import pytest
from hypothesis import settings

from tests.live import (  # noqa: F401  # fixtures
    _live,
    _queues,
    _server,
    _site_port,
    _standing_worker,
    django_db_setup,
    live_database,
    live_site,
    mailbox,
    start_web,
    start_worker,
    worker,
)

# A database, a font or a browser on a busy machine is no fault of a law.
# The examples are the same in every run, so that one change is not stopped by what another did; to look for more:
# pytest --hypothesis-profile=search
settings.register_profile("house", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None)
settings.load_profile("house")


@pytest.fixture(autouse=True)
def _no_release_of_another_test() -> None:
    """A process keeps releases for ever; a test that rolls back gives their ids to others."""
    from courses.catalogue import released  # only once Django is set up

    released.forget()


@pytest.fixture(autouse=True)
def _no_rate_limit_of_another_test() -> None:
    """Limits are counted per id of a person; a test that rolls back gives its ids to others."""
    from django.core.cache import cache  # only once Django is set up

    cache.clear()


@pytest.fixture(autouse=True)
def _no_language_of_another_test() -> None:
    """A request leaves its language active in the thread; each test begins with the site's own."""
    from django.conf import settings  # only once Django is set up
    from django.utils import translation

    translation.activate(settings.LANGUAGE_CODE)


FLUSHING = {"transactional_db", "live_server", "django_db_reset_sequences"}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: "worker" in getattr(item, "fixturenames", ()))  # one start of the worker serves them
    for item in items:
        marker = item.get_closest_marker("django_db")
        flushes = marker is not None and (marker.kwargs.get("transaction") or any(marker.args))
        if flushes or FLUSHING & set(getattr(item, "fixturenames", ())):
            raise pytest.UsageError(f"{item.nodeid} would flush what migrations made: take live_database instead")
