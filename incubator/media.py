"""Images of live pages. Nothing else of the storage is served: documents and learners' files have their own views."""

import mimetypes
import re

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

RENDITION = re.compile(r"images/[\w.\-]+\.(?:avif|gif|jpe?g|png|webp)", re.ASCII | re.IGNORECASE)


@require_safe
def serve_image(request: HttpRequest, name: str) -> HttpResponseBase:
    """A rendition that Wagtail made for a page; originals and everything else are refused."""
    if not RENDITION.fullmatch(name) or not default_storage.exists(name):
        raise Http404
    content_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    response = FileResponse(default_storage.open(name), content_type=content_type)
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
