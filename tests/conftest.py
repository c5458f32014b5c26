"""Fixtures that every room may use; what they are for stands in `tests/live.py`."""

import pytest

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

FLUSHING = {"transactional_db", "live_server", "django_db_reset_sequences"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        marker = item.get_closest_marker("django_db")
        flushes = marker is not None and (marker.kwargs.get("transaction") or any(marker.args))
        if flushes or FLUSHING & set(getattr(item, "fixturenames", ())):
            raise pytest.UsageError(f"{item.nodeid} would flush what migrations made: take live_database instead")
