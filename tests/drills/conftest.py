from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from typing import Any

import pytest

from certificates import fonts
from tests.drills import moments

OWN = {"DJANGO_SETTINGS_MODULE": "tests.drills.settings", "JOB_SWEEP_SECONDS": "1"}


@pytest.fixture(scope="session", autouse=True)
def _fonts() -> None:
    """A machine cuts them once; two workers that both do it for the first time would keep each other waiting."""
    for face in fonts.FACES:
        assert face.path


@pytest.fixture
def _moments() -> Iterator[None]:
    moments.clear()
    yield
    moments.clear()


@pytest.fixture
def start_stoppable_worker(
    _moments: None, start_worker: Callable[..., Any]
) -> Callable[..., AbstractContextManager[Any]]:
    """`start_worker`, but it stands still at armed moments."""
    return partial(start_worker, **OWN)


@pytest.fixture
def start_stoppable_web(_moments: None, start_web: Callable[..., Any]) -> Callable[..., AbstractContextManager[Any]]:
    """`start_web`, but it stands still at armed moments."""
    return partial(start_web, **OWN)
