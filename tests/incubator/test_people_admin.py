"""Roles are the administrators' to give, and nobody deletes people or cohorts."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client

from courses.cohorts.models import Cohort
from courses.records.models import AuditEvent
from incubator.people import User
from tests.learning.factories import make_cohort, make_facilitator, make_person

pytestmark = pytest.mark.usefixtures("founded")


def member(group: str) -> User:
    person = make_person()
    person.groups.add(Group.objects.get(name=group))
    return person


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def sent(person: User, **changes: Any) -> dict[str, Any]:
    names = ("email", "first_name", "last_name", "document_type", "document_number", "institution", "language")
    return {name: getattr(person, name) for name in names} | {"is_active": "on"} | changes


def roles_of(person: User) -> tuple[bool, list[str]]:
    person.refresh_from_db()
    return person.is_superuser, [group.name for group in person.groups.all()]


def test_a_coordinator_corrects_what_a_certificate_prints() -> None:
    person = make_person()
    address = f"/admin/users/edit/{person.pk}/"
    coordinator = signed_in(member("coordinators"))
    assert b'name="document_number"' in coordinator.get(address).content
    coordinator.post(address, sent(person, first_name="Rosa María", document_number="4765 8392"))
    person.refresh_from_db()
    assert (person.first_name, person.document_number) == ("Rosa María", "47658392")


def test_a_coordinator_gives_nobody_a_role() -> None:
    person, editors = make_person(), Group.objects.get(name="editors")
    coordinator = signed_in(member("coordinators"))
    power = {"is_superuser": "on", "groups": [editors.pk]}
    assert coordinator.post(f"/admin/users/edit/{person.pk}/", sent(person, **power)).status_code == 302
    coordinator.post("/admin/users/new/", sent(person, email="otra@example.org", document_number="11112222", **power))
    coordinator.post(f"/admin/bulk/incubator/user/assign_role/?id={person.pk}", {"role": editors.pk})
    made = User.objects.get(email="otra@example.org")
    assert [roles_of(person), roles_of(made)] == [(False, []), (False, [])]


def test_a_coordinator_gives_herself_no_role() -> None:
    coordinator = member("coordinators")
    power = {"is_superuser": "on", "groups": [group.pk for group in Group.objects.all()]}
    signed_in(coordinator).post(f"/admin/users/edit/{coordinator.pk}/", sent(coordinator, **power))
    assert roles_of(coordinator) == (False, ["coordinators"])


def test_a_coordinator_changes_no_account_with_more_power() -> None:
    for person in (User.objects.create_superuser("jefa@example.org"), member("editors")):
        address = person.email
        coordinator = signed_in(member("coordinators"))
        response = coordinator.post(f"/admin/users/edit/{person.pk}/", sent(person, email="mia@example.org"))
        person.refresh_from_db()
        assert (response.status_code, person.email) == (302, address)


@pytest.mark.parametrize("power", ["permission", "facilitator"])
def test_a_coordinator_changes_nobody_who_holds_a_right(power: str) -> None:
    person = make_facilitator(make_cohort()) if power == "facilitator" else make_person()
    if power == "permission":
        person.user_permissions.add(Permission.objects.get(codename="change_job"))
    response = signed_in(member("coordinators")).post(
        f"/admin/users/edit/{person.pk}/", sent(person, first_name="Otra")
    )
    before = person.first_name
    person.refresh_from_db()
    assert (response["Location"], person.first_name) == ("/admin/", before)


def test_only_administrators_change_an_address() -> None:
    person, coordinator = make_person("suya@example.org"), member("coordinators")
    for user, held in (
        (coordinator, "suya@example.org"),
        (User.objects.create_superuser("jefa@example.org"), "mia@example.org"),
    ):
        signed_in(user).post(f"/admin/users/edit/{person.pk}/", sent(person, email="mia@example.org"))
        person.refresh_from_db()
        assert person.email == held


@pytest.mark.parametrize(
    "changes",
    [{"first_name": "R0sa"}, {"last_name": "=cmd()"}, {"document_type": ""}, {"document_number": "123"}],
)
def test_staff_write_what_people_may_write(changes: dict[str, str]) -> None:
    person, coordinator = make_person(), signed_in(member("coordinators"))
    refused = coordinator.post(f"/admin/users/edit/{person.pk}/", sent(person, **changes))
    new = sent(person, email="nueva@example.org", document_number="87654321") | changes
    assert (refused.status_code, coordinator.post("/admin/users/new/", new).status_code) == (200, 200)
    assert not User.objects.filter(email="nueva@example.org").exists()


def test_staff_give_nobody_the_document_of_another() -> None:
    owner, person = make_person(), make_person()
    number = {"document_number": owner.document_number}
    response = signed_in(member("coordinators")).post(f"/admin/users/edit/{person.pk}/", sent(person, **number))
    assert (response.status_code, b"user_document_once" in response.content) == (200, False)


def test_what_staff_change_is_in_the_audit_trail_without_its_values() -> None:
    person, coordinator = make_person(), member("coordinators")
    signed_in(coordinator).post(f"/admin/users/edit/{person.pk}/", sent(person, first_name="Rosalía"))
    event = AuditEvent.objects.get(action="people.changed_by_staff")
    assert (event.actor, event.subject_id, event.data) == (coordinator, str(person.pk), {"fields": ["first_name"]})


def test_staff_change_neither_their_name_nor_a_picture_in_the_admin() -> None:
    coordinator = member("coordinators")
    client, address = signed_in(coordinator), "/admin/account/"
    shown = client.get(address).content.decode()
    client.post(
        address, {"name_email-first_name": "Otra", "name_email-last_name": "Otra", "locale-preferred_language": ""}
    )
    before = coordinator.get_full_name()
    coordinator.refresh_from_db()
    assert ("name_email" in shown, "avatar-avatar" in shown, coordinator.get_full_name()) == (False, False, before)
    assert Client().get(address).status_code == 302


def test_an_administrator_gives_roles() -> None:
    person, editors = make_person(), Group.objects.get(name="editors")
    admin = signed_in(User.objects.create_superuser("jefa@example.org"))
    admin.post(f"/admin/users/edit/{person.pk}/", sent(person, groups=[editors.pk]))
    assert roles_of(person) == (False, ["editors"])


def test_nobody_deletes_people_or_cohorts() -> None:
    person, cohort = make_person(), make_cohort()
    admin = signed_in(User.objects.create_superuser("jefa@example.org"))
    admin.post(f"/admin/users/delete/{person.pk}/")
    admin.post(f"/admin/bulk/incubator/user/delete/?id={person.pk}")
    admin.post(f"/admin/cohorts/delete/{cohort.pk}/")
    assert (User.objects.filter(pk=person.pk).exists(), Cohort.objects.filter(pk=cohort.pk).exists()) == (True, True)
