"""The numbers that the database gives to images and pages, for what a folder calls by name."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from wagtail.images import get_image_model
from wagtail.models import Page

from courses.catalogue.folders.pictures import content_hash
from courses.catalogue.folders.text import Refused
from courses.translating import SOURCE

_LESSON = "lesson:"


class Library:
    """With a folder, an image that is not there yet is made from its file; without one, nothing is written."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder

    def image(self, picture: Mapping[str, Any]) -> int | None:
        same = get_image_model().objects.filter(file_hash=picture["sha1"]).order_by("pk")
        image = next((image for image in same if _name(image) == picture["file"]), None)
        if image is None and self.folder:
            image = self._added((self.folder / picture["file"]).read_bytes(), picture["file"])
        return image.pk if image else None

    def _added(self, content: bytes, name: str) -> Any:
        image = get_image_model()(title=name, file=ContentFile(content, name=name), file_hash=content_hash(content))
        image.file_size = len(content)
        image.save()
        return image

    def picture(self, image: int | None) -> Mapping[str, Any]:
        found = get_image_model().objects.filter(pk=image).first()
        if found is None:
            raise Refused(_("The image of this block was deleted."))
        return {"file": _name(found), "sha1": found.get_file_hash()}

    def content(self, picture: Mapping[str, Any]) -> bytes:
        with get_image_model().objects.get(pk=self.image(picture)).open_file() as file:
            return bytes(file.read())

    def link(self, href: str) -> Mapping[str, str]:
        if not href.startswith(_LESSON):
            return {"href": href}
        page = Page.objects.filter(translation_key=href.removeprefix(_LESSON), locale__language_code=SOURCE).first()
        if page is None:
            raise Refused(_("There is no page with the key of this link: “%(address)s”.") % {"address": href})
        return {"linktype": "page", "id": str(page.pk)}

    def address(self, attributes: Mapping[str, str]) -> str:
        if "href" in attributes:
            return attributes["href"]
        page = (
            Page.objects.filter(pk=attributes.get("id"))
            if attributes.get("linktype") == "page"
            else Page.objects.none()
        )
        if found := page.first():
            return f"{_LESSON}{found.translation_key}"
        raise Refused(_("A course folder cannot hold a link to a document or to a page that was deleted."))


def _name(image: Any) -> str:
    """The name of an image's file in a folder: its title where that is one, as it is for what was loaded."""
    endings = [f".{ending}" for ending in settings.WAGTAILIMAGES_EXTENSIONS]
    title = Path(image.title)
    return image.title if title.name == image.title and title.suffix.lower() in endings else Path(image.file.name).name
