"""A study is published and withdrawn at the moment that its editors chose."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from courses.evidence.card import StudyCard
from courses.evidence.models import StudyPage
from courses.jobs.tasks import publish_scheduled
from tests.evidence.factories import study

pytestmark = pytest.mark.django_db


@pytest.fixture
def go_to(monkeypatch):
    begun = timezone.now()
    return lambda days: monkeypatch.setattr(timezone, "now", lambda: begun + timedelta(days=days))


def test_a_study_comes_and_goes_when_it_was_said_to(client, go_to):
    page = study("Programado")
    page.unpublish()
    page.go_live_at, page.expire_at = timezone.now() + timedelta(days=2), timezone.now() + timedelta(days=4)
    page.save_revision().publish()
    seen = []
    for day in (1, 3, 5):
        go_to(day)
        publish_scheduled()
        publish_scheduled()
        listed = "Programado" in client.get("/es/evidence/").content.decode()
        seen.append((StudyPage.objects.get().live, StudyCard.objects.count(), listed))
    assert seen == [(False, 0, False), (True, 1, True), (False, 0, False)]


def test_the_scheduler_asks_for_it():
    entry = settings.CELERY_BEAT_SCHEDULE["publish_scheduled"]
    assert entry["task"] == publish_scheduled.name


def test_an_editor_may_set_the_moments(admin_client):
    page = admin_client.get(f"/admin/pages/{study().pk}/edit/").content.decode()
    assert ('name="go_live_at"' in page, 'name="expire_at"' in page) == (True, True)
