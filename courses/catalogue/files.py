"""Images and documents as they were released: copied, named by their own hash, served for ever."""

import hashlib
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import File
from django.core.files.storage import default_storage
from wagtail.images.models import AbstractImage

from theme.blocks import renditions

FOLDER = "released"


@dataclass(frozen=True)
class FrozenFile:
    """`source` is the field file it is copied from; it is read when the release is written."""

    sha256: str
    path: str
    name: str
    size: int
    source: Any


def address(path: str) -> str:
    """Where `urls.py` serves it; frozen in HTML, so it never changes."""
    return f"/{path}"


def sha256_of(source: Any) -> str:
    """`source`: a field file; left closed, as it may stand in another storage."""
    digest = hashlib.sha256()
    with source.storage.open(source.name, "rb") as file:
        for chunk in File(file).chunks():
            digest.update(chunk)
    return digest.hexdigest()


def frozen(source: Any, name: str) -> FrozenFile:
    sha256 = sha256_of(source)
    ending = PurePosixPath(source.name).suffix.lower() or ".bin"
    size = source.storage.size(source.name)
    return FrozenFile(sha256=sha256, path=f"{FOLDER}/{sha256}{ending}", name=name[:200], size=size, source=source)


def frozen_renditions(image: AbstractImage) -> list[tuple[FrozenFile, int, int]]:
    """(file, width, height) of the sizes that pages use, the smallest first, none twice."""
    name = PurePosixPath(image.filename).name
    made = {made.width: made for made in renditions(image).values()}
    return [(frozen(made[width].file, name), width, made[width].height) for width in sorted(made)]


def keep(file: FrozenFile) -> None:
    """Copies the file unless it is there whole. An interrupted release leaves an orphan, which does no harm."""
    if default_storage.exists(file.path):
        if default_storage.size(file.path) == file.size:
            return
        default_storage.delete(file.path)
    with file.source.storage.open(file.source.name, "rb") as content:
        saved = default_storage.save(file.path, File(content))
    if saved != file.path:  # another process wrote the same bytes meanwhile
        default_storage.delete(saved)
