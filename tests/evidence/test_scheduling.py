"""A study is published and withdrawn at the moment that its editors chose."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from wagtail.models import PageLogEntry

from courses.evidence import indexing
from courses.evidence.card import StudyCard
from courses.evidence.models import StudyPage
from courses.jobs.tasks import publish_scheduled
from tests.evidence.factories import study
from tests.live import together


@pytest.fixture
def go_to(monkeypatch):
    begun = timezone.now()
    return lambda days: monkeypatch.setattr(timezone, "now", lambda: begun + timedelta(days=days))


@pytest.mark.django_db
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


@pytest.mark.django_db
def test_a_page_that_fails_comes_later_and_keeps_nobody_waiting(go_to, monkeypatch):
    """As if the process died after Wagtail has forgotten the moment: nothing of it may be left."""
    first, second, leaving = study("Uno"), study("Dos"), study("Tres")
    for day, page in ((1, first), (2, second)):
        page.unpublish()
        page.go_live_at = timezone.now() + timedelta(days=day)
        page.save_revision().publish()
    StudyPage.objects.filter(pk=leaving.pk).update(expire_at=timezone.now() + timedelta(days=2))
    go_to(3)
    with monkeypatch.context() as broken:
        index = indexing.index

        def fails(page):
            if page.title == "Uno":
                raise OSError("killed")
            index(page)

        broken.setattr(indexing, "index", fails)
        publish_scheduled()
    assert dict(StudyPage.objects.values_list("title", "live")) == {"Uno": False, "Dos": True, "Tres": False}
    publish_scheduled()
    assert dict(StudyPage.objects.values_list("title", "live")) == {"Uno": True, "Dos": True, "Tres": False}
    assert set(StudyCard.objects.values_list("page_id", flat=True)) == {first.pk, second.pk}


@pytest.mark.usefixtures("live_database")
def test_two_workers_publish_a_page_once():
    page = study("Programado")
    page.unpublish()
    page.go_live_at = timezone.now() + timedelta(days=1)
    page.save_revision().publish()
    past = timezone.now() - timedelta(hours=1)
    revision = page.revisions.get(approved_go_live_at__isnull=False)
    revision.content["go_live_at"] = None
    revision.approved_go_live_at = past
    revision.save()
    together(*[publish_scheduled] * 4)
    assert StudyPage.objects.get().live
    assert PageLogEntry.objects.filter(action="wagtail.publish.scheduled").count() == 1


def test_the_scheduler_asks_for_it():
    entry = settings.CELERY_BEAT_SCHEDULE["publish_scheduled"]
    assert entry["task"] == publish_scheduled.name


@pytest.mark.django_db
def test_an_editor_may_set_the_moments(admin_client):
    page = admin_client.get(f"/admin/pages/{study().pk}/edit/").content.decode()
    assert ('name="go_live_at"' in page, 'name="expire_at"' in page) == (True, True)
