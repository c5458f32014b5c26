"""What the catalogue serves outside of its pages: files of releases."""

import mimetypes

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, HttpResponseNotModified
from django.views.decorators.http import require_safe

from courses.catalogue.facts import ReleasedFile
from courses.catalogue.files import FOLDER

# Anything else is handed over to be saved: a document must not run in the site's name.
_SHOWN = frozenset({"image/avif", "image/gif", "image/jpeg", "image/png", "image/webp", "application/pdf"})


def get_released_file_or_404(name: str) -> ReleasedFile:
    file = ReleasedFile.objects.filter(path=f"{FOLDER}/{name}").order_by("pk").first()
    if file is None or not default_storage.exists(file.path):
        raise Http404
    return file


@require_safe
def released_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """A file named by its hash: whoever has it once need never ask again."""
    file = get_released_file_or_404(name)
    etag = f'"{file.sha256}"'
    response: HttpResponseBase
    if request.headers.get("If-None-Match") == etag:
        response = HttpResponseNotModified()
    else:
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        response = FileResponse(
            default_storage.open(file.path), content_type=kind, as_attachment=kind not in _SHOWN, filename=file.name
        )
        response["X-Content-Type-Options"] = "nosniff"
    response["ETag"] = etag
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
