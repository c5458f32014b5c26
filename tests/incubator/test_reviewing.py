"""The review of a study in the admin, from an editor who sends it to a colleague who reads it."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, Workflow, WorkflowTask
from wagtail.test.utils.form_data import nested_form_data, streamfield

from courses.evidence.auditing import PUBLISHED
from courses.evidence.finding import find
from courses.evidence.models import BankPage, StudyPage
from courses.evidence.reviewing import StudyReview
from courses.records.models import AuditEvent
from incubator.founding import EDITOR, found
from incubator.pages import PlainPage
from incubator.people import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def editors(django_user_model):
    found()
    group = Group.objects.get(name=EDITOR)
    people = [django_user_model.objects.create_user(f"{name}@example.org", "clave-larga-1") for name in ("ana", "eva")]
    for person in people:
        person.groups.add(group)
    return people


def at_desk(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def desks(editors):
    """The admin as each of two editors, Ana and Eva, has it open."""
    return [at_desk(person) for person in editors]


def form(page: StudyPage, action: str, **fields: str) -> dict[str, Any]:
    """What the editor's form sends by one of its buttons."""
    lists = ("themes", "countries", "delivery", "recipients", "reporters")
    told = {name: "" for name in (*StudyPage.FACTS, *StudyPage.TEXTS) if name not in lists}
    told |= {"title": page.title, "slug": page.slug, "status": "published", "publication_language": "en"} | fields
    streams = {name: streamfield([]) for name in ("effects", "read_with")}
    return {**nested_form_data({**told, **streams, action: "1"}), "themes": ["prevention"]}


def write(client: Client, page: StudyPage, action: str, **fields: str) -> None:
    sent = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form(page, action, **fields))
    assert sent.status_code == 302


def approval(page: StudyPage, action: str = "approve") -> str:
    """The address at which the review that runs is ended."""
    review = StudyPage.objects.get(pk=page.pk).current_workflow_task_state
    return reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, review.pk])


def draft() -> StudyPage:
    bank = BankPage.objects.get(locale__language_code="es")
    page = StudyPage(title="A trial", slug="a-trial", themes=["prevention"], locale=bank.locale, live=False)
    bank.add_child(instance=page)
    page.save_revision()
    return page


def reviews_of(client: Client) -> str:
    return client.get(reverse("wagtailadmin_home")).content.decode()


def titles() -> list[str]:
    return [face.title for face in find(QueryDict(), "es").faces]


def test_a_study_is_sent_to_a_colleague_who_publishes_it(editors, desks):
    ana, eva = desks
    page = draft()
    assert "Revisión de estudios" in ana.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    write(ana, page, "action-submit", title="A careful trial")
    approve = approval(page)
    assert approve not in reviews_of(ana)
    ana.post(approve)
    page.refresh_from_db()
    assert (page.live, titles()) == (False, [])
    assert approve in reviews_of(eva)
    eva.post(approve)
    page = StudyPage.objects.get(pk=page.pk)
    assert (page.live, page.title, titles()) == (True, "A careful trial", ["A careful trial"])
    assert AuditEvent.objects.get(action=PUBLISHED).actor == editors[1]
    assert mail.outbox == []


def test_a_colleague_asks_for_changes_and_the_writer_sends_it_again(desks):
    ana, eva = desks
    page = draft()
    write(ana, page, "action-submit")
    eva.post(approval(page, "reject"), {"comment": "Falta el intervalo"})
    assert not StudyPage.objects.get(pk=page.pk).live
    assert "Falta el intervalo" in ana.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    write(ana, page, "action-submit", effect_summary="−26 % [5; 48]", outcomes="Violencia")
    eva.post(approval(page))
    assert StudyPage.objects.get(pk=page.pk).effect_summary == "−26 % [5; 48]"
    assert mail.outbox == []


def test_while_it_is_reviewed_it_is_locked_to_who_sent_it(desks):
    ana, eva = desks
    page = draft()
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    lock = reverse("wagtailadmin_pages:lock", args=[page.pk])
    ana.post(lock)  # so that it would be open to her alone
    write(ana, page, "action-submit", title="First")
    shown = ana.get(edit).content.decode()
    assert "cancele la revisión" in shown
    assert ("action-publish" in shown, "action-cancel-workflow" in shown) == (False, True)
    ana.post(lock)
    for action in ("action-publish", "action-save"):
        assert ana.post(edit, form(page, action, title="Sneaked")).status_code == 200
    eva.post(approval(page))
    assert StudyPage.objects.get(pk=page.pk).title == "First"


def test_who_sends_it_the_second_time_does_not_approve_it_either_and_may_cancel(desks):
    ana, eva = desks
    page = draft()
    write(ana, page, "action-submit", title="First")
    eva.post(approval(page, "reject"), {"comment": "La escribo yo"})
    write(eva, page, "action-submit", title="Second")
    eva.post(approval(page))
    assert approval(page) not in reviews_of(eva)
    assert not StudyPage.objects.get(pk=page.pk).live
    assert approval(page) in reviews_of(ana)
    eva.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form(page, "action-cancel-workflow"))
    assert StudyPage.objects.get(pk=page.pk).current_workflow_state is None
    write(eva, page, "action-publish", title="Third")
    assert StudyPage.objects.get(pk=page.pk).live


def test_a_reviewer_mends_in_several_steps_and_approves(desks):
    ana, eva = desks
    page = draft()
    write(ana, page, "action-submit", title="Frist")
    for title in ("Fi", "First"):
        write(eva, page, "action-save", title=title)
    eva.post(approval(page))
    assert StudyPage.objects.get(pk=page.pk).title == "First"


def test_nobody_is_locked_out_when_who_sent_it_is_gone(editors, desks):
    ana, eva = desks
    page = draft()
    write(ana, page, "action-submit", title="First")
    editors[0].delete()
    assert approval(page) in reviews_of(eva)
    write(eva, page, "action-save", title="Mended")
    eva.post(approval(page))
    assert StudyPage.objects.get(pk=page.pk).title == "Mended"


def test_who_approved_one_step_has_not_asked_for_the_next(desks):
    ana, eva = desks
    first = StudyReview.objects.get()
    second = StudyReview.objects.create(name="Segunda lectura")
    second.groups.set(first.groups.all())
    WorkflowTask.objects.create(workflow=Workflow.objects.get(), task=second, sort_order=2)
    page = draft()
    write(ana, page, "action-submit", title="First")
    eva.post(approval(page))
    ana.post(approval(page))
    assert not StudyPage.objects.get(pk=page.pk).live
    eva.post(approval(page))
    assert StudyPage.objects.get(pk=page.pk).live


def test_only_studies_are_reviewed_and_founding_again_changes_nothing(editors):
    assert {page.get_workflow().name for page in BankPage.objects.all()} == {"Revisión de estudios"}
    assert [page.get_workflow() for page in PlainPage.objects.all()] == [None] * PlainPage.objects.count()
    assert Page.get_first_root_node().get_workflow() is None
    Workflow.objects.update(name="Lectura entre colegas")
    StudyReview.objects.get().groups.clear()
    assert found() == []
    assert [workflow.name for workflow in Workflow.objects.all()] == ["Lectura entre colegas"]
    assert not StudyReview.objects.get().groups.exists()
