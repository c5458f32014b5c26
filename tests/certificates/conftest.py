from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _own_storage(tmp_path: Path, settings: Any) -> Iterator[None]:
    """A storage and a cache of its own for each test: files of one are not there for the next."""
    options = {"location": str(tmp_path / "files"), "file_permissions_mode": 0o640}
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options},
    }
    cache.clear()
    yield
    cache.clear()
