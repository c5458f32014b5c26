"""Keeps the bytes of a certificate in the default storage, under a name that nobody can guess."""

import hashlib
import logging
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Stored:
    path: str
    sha256: str


class NotStoredError(OSError):
    """What came back from the storage is not what was written."""


def store(*, code: str, content: bytes) -> Stored:
    """Written, read back and compared; what is not whole is removed. Raises OSError; may be repeated."""
    sha256 = digest(content)
    path = f"certificates/{digest(code.encode())}/{sha256}.pdf"
    if read(path, sha256) is not None:
        return Stored(path, sha256)
    try:
        _remove(path)
        written = default_storage.save(path, ContentFile(content))
        if read(written, sha256) is None:
            raise NotStoredError("the storage gave back other bytes than it was given")
    except Exception:
        _remove(path)
        raise
    return Stored(written, sha256)


def read(path: str, sha256: str) -> bytes | None:
    """The bytes, if they are there and are those that were stored."""
    if not path or not sha256:
        return None
    try:
        with default_storage.open(path) as file:
            content: bytes = file.read()
    except OSError:
        return None
    return content if digest(content) == sha256 else None


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _remove(path: str) -> None:
    """As far as the storage lets us: a full or read-only one fails louder elsewhere."""
    try:
        default_storage.delete(path)
    except OSError as error:
        logger.warning("a part of a certificate could not be removed: %s", type(error).__name__)
