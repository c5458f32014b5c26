"""Released files: anybody may keep them for ever; what was not released is not there."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from courses.catalogue.facts import ReleasedFile
from tests.catalogue.factories import quick_release

pytestmark = pytest.mark.django_db

SHA = "a" * 64


def released(ending: str, content: bytes = b"contenido", sha256: str = SHA) -> ReleasedFile:
    path = f"released/{sha256}.{ending}"
    if not default_storage.exists(path):
        default_storage.save(path, ContentFile(content))
    return ReleasedFile.objects.create(
        release=quick_release(kinds=[]), sha256=sha256, path=path, name=f"Gráfico.{ending}", size=len(content)
    )


@pytest.mark.parametrize(
    ("ending", "kind", "shown"),
    [
        ("png", "image/png", True),
        ("pdf", "application/pdf", True),
        ("html", "text/html", False),
        ("svg", "image/svg+xml", False),
    ],
)
def test_a_released_file_is_served_with_its_type_and_kept_for_ever(client, ending, kind, shown):
    file = released(ending)
    response = client.get(f"/{file.path}")
    assert b"".join(response.streaming_content) == b"contenido"
    assert response["Content-Type"] == kind
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("inline" if shown else "attachment")


def test_a_released_file_is_not_sent_twice(client):
    response = client.get(f"/{released('png').path}", headers={"if-none-match": f'"{SHA}"'})
    assert (response.status_code, response.content) == (304, b"")


def test_a_file_that_no_release_names_is_not_there(client):
    name = f"released/{'b' * 64}.png"
    default_storage.save(name, ContentFile(b"x"))
    assert client.get(f"/{name}").status_code == 404


@pytest.mark.parametrize("path", ["released/../db.sqlite3", "released/a.png", f"released/{SHA}", f"released/{SHA}.p/x"])
def test_nothing_else_is_served(client, path):
    assert client.get(f"/{path}", follow=True).status_code == 404


def test_a_released_file_that_is_lost_is_not_an_error_of_the_server(client):
    file = released("gif", sha256="c" * 64)
    default_storage.delete(file.path)
    assert client.get(f"/{file.path}").status_code == 404
