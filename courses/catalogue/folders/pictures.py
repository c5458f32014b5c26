"""Images of a course folder: files beside the lessons, known by their name and content."""

from hashlib import sha1
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image

from courses.catalogue.folders.faults import Place

MAXIMUM_BYTES = 10_000_000


def read_picture(value: dict[str, Any], place: Place) -> dict[str, Any]:
    """The value with the hash of the file's content, so that another content is another picture."""
    if not value["decorative"] and not any(value["alt"].values()):
        place.fault(_("An image needs a description (alt) in every language, or “decorative: true”."))
    if value["decorative"] and any(value["alt"].values()):
        place.fault(_("A decorative image has no description; take away one of the two."))
    file = place.folder / value["file"]
    fault = _fault(value["file"], file)
    if fault:
        place.at("file").fault(fault)
    return value | {"sha1": "" if fault else content_hash(file.read_bytes())}


def content_hash(content: bytes) -> str:
    """As Wagtail keeps it with every image."""
    return sha1(content, usedforsecurity=False).hexdigest()


def _fault(name: str, file: Path) -> str:
    if not name or Path(name).name != name:
        return _("The name of a file in this folder stands here.")
    if file.suffix.lower().lstrip(".") not in settings.WAGTAILIMAGES_EXTENSIONS:
        return _("“%(name)s” is not of a kind of image that can be shown.") % {"name": name}
    if not file.is_file():
        return _("There is no file “%(name)s” in the folder.") % {"name": name}
    if file.stat().st_size > MAXIMUM_BYTES:
        return _("“%(name)s” is larger than %(size)d bytes.") % {"name": name, "size": MAXIMUM_BYTES}
    try:
        with Image.open(file) as image:
            image.verify()
    except Exception:  # Pillow's decoders raise whatever they like at a broken file
        return _("“%(name)s” is not an image that can be read.") % {"name": name}
    return ""
