"""What staff see of background jobs, and the one thing they can do."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from courses.jobs import retrying
from courses.jobs.models import Job
from courses.records.models import AuditEvent
from incubator import posting
from incubator.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def audited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retrying, "_witness", posting.note_retry)


@pytest.fixture
def failed() -> Job:
    return Job.objects.create(kind="samples.works", key="broken", state="failed", attempts=5, error="OSError: full")


def staff(client: Client, *permissions: str) -> User:
    user = User.objects.create_user("staff@example.org")
    user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *permissions]))
    client.force_login(user)
    return user


def listed(client: Client, **filters: str) -> list[str]:
    response = client.get("/admin/jobs/", filters)
    return [job.key for job in response.context["object_list"]]


def test_jobs_are_listed_by_state_and_kind(client: Client, failed: Job) -> None:
    staff(client, "view_job")
    Job.objects.create(kind="records.send_mail", key="mail")
    assert set(listed(client)) == {"mail", "broken"}
    assert listed(client, state="failed") == ["broken"]
    assert listed(client, kind="records.send_mail") == ["mail"]


@pytest.mark.parametrize("number", [1, 3])
def test_job_list_costs_the_same_whatever_its_length(
    client: Client, django_assert_num_queries: Any, number: int
) -> None:
    staff(client, "view_job")
    for row in range(number):
        Job.objects.create(kind="samples.works", key=str(row))
    client.get("/admin/jobs/")
    with django_assert_num_queries(9):
        client.get("/admin/jobs/")


def test_job_shows_its_reason_and_can_be_tried_again(client: Client, failed: Job) -> None:
    user = staff(client, "view_job", "change_job")
    page = client.get(f"/admin/jobs/inspect/{failed.pk}/").content.decode()
    assert "OSError: full" in page
    assert f'action="/admin/jobs/try-again/{failed.pk}/"' in page
    response = client.post(f"/admin/jobs/try-again/{failed.pk}/")
    assert response.headers["Location"] == f"/admin/jobs/inspect/{failed.pk}/"
    failed.refresh_from_db()
    assert (failed.state, failed.attempts) == ("pending", 0)
    event = AuditEvent.objects.get()
    assert (event.action, event.actor, event.subject_id) == ("jobs.retried", user, str(failed.pk))


def test_job_is_tried_again_by_post_only(client: Client, failed: Job) -> None:
    staff(client, "view_job", "change_job")
    assert client.get(f"/admin/jobs/try-again/{failed.pk}/").status_code == 405


def test_job_that_has_not_failed_offers_no_second_try(client: Client, failed: Job) -> None:
    staff(client, "view_job", "change_job")
    Job.objects.update(state="done")
    assert "try-again" not in client.get(f"/admin/jobs/inspect/{failed.pk}/").content.decode()
    client.post(f"/admin/jobs/try-again/{failed.pk}/")
    failed.refresh_from_db()
    assert (failed.state, AuditEvent.objects.count()) == ("done", 0)


def test_job_may_be_seen_without_being_tried_again(client: Client, failed: Job) -> None:
    staff(client, "view_job")
    assert "try-again" not in client.get(f"/admin/jobs/inspect/{failed.pk}/").content.decode()
    assert client.post(f"/admin/jobs/try-again/{failed.pk}/").headers["Location"] == "/admin/"
    failed.refresh_from_db()
    assert failed.state == "failed"


def test_jobs_are_hidden_from_staff_without_the_permission(client: Client, failed: Job) -> None:
    staff(client)
    for address in ("", f"inspect/{failed.pk}/"):
        response = client.get(f"/admin/jobs/{address}")
        assert (response.status_code, response.headers["Location"]) == (302, "/admin/")


def test_jobs_are_never_made_changed_or_deleted_by_hand(client: Client, failed: Job) -> None:
    staff(client, "view_job", "add_job", "change_job", "delete_job")
    for address in ("new/", f"edit/{failed.pk}/", f"delete/{failed.pk}/"):
        assert client.post(f"/admin/jobs/{address}").headers["Location"] == "/admin/"
    assert Job.objects.get() == failed
