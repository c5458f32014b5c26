"""A lesson loaded from a folder is an ordinary one for wagtail-localize: editors go on in its screen."""

import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from wagtail_localize.models import StringSegment, Translation

from courses.catalogue.folders.course import Lesson
from courses.catalogue.folders.exporting import lesson_of
from courses.catalogue.folders.finding import translations
from courses.catalogue.folders.library import Library
from courses.catalogue.folders.storing import load
from courses.catalogue.pages import LessonPage
from tests.catalogue.folder_samples import files, key, make_homes, written

LINKED = 'See <a id="a2">the guide</a> and <a id="a1">the study</a>.'
ALIKE = {LINKED, "reading-figures"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(get_user_model().objects.create_superuser(email="editor@example.org", password="a-long-one-1"))
    return client


@pytest.fixture
def translation(tmp_path: Path) -> Translation:
    make_homes()
    load(folder=written(tmp_path, files(everything=True)))
    return Translation.objects.get(source__object_id=key(2))


def shown() -> Lesson:
    return lesson_of(key(2), translations(LessonPage, key(2)), Library(), [])


def edit_address(translation: Translation) -> str:
    return reverse("wagtailadmin_pages:edit", args=[translation.get_target_instance().pk])


def test_screen_shows_every_text_as_translated(editor: Client, translation: Translation) -> None:
    response = editor.get(edit_address(translation))
    assert next(template.name for template in response.templates) == "wagtail_localize/admin/edit_translation.html"
    said = json.loads(response.context["props"])["initialStringTranslations"]
    assert len(said) == StringSegment.objects.filter(source=translation.source).count() > 50
    assert [each["error"] for each in said if each["error"]] == []
    assert all(each["data"].startswith("EN ") or each["data"] in ALIKE for each in said)


def test_one_sentence_changed_on_the_screen_leaves_the_rest(
    editor: Client, translation: Translation, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    before = shown()
    paths = StringSegment.objects.filter(source=translation.source).order_by("order")
    segment = paths.filter(context__path__startswith="content.", string__data__contains="No describe casos").get()
    address = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
    answer = editor.put(
        address, urlencode({"value": "A sentence of the editor."}), content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        assert editor.post(edit_address(translation), {"action": "publish"}).status_code == 302
    after = shown()
    changed = [(one, two) for one, two in zip(before.content, after.content, strict=True) if one != two]
    assert (before.fields, len(changed)) == (after.fields, 1)
    ((one, two),) = changed
    assert two["value"]["text"] == one["value"]["text"] | {"en": "A sentence of the editor."}
