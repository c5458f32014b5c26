"""The founded site: home, plain pages, groups, support services. Made once a module, each test rolls back its own."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction


@pytest.fixture(scope="module")
def _founded(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    from incubator.founding import found

    with django_db_blocker.unblock(), transaction.atomic():
        found()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def founded(_founded: None, db: None) -> None:
    """Before `db`, so that what was founded outlives the test."""
