"""Roles are the administrators' to give, and nobody deletes people or cohorts."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from courses.cohorts.models import Cohort
from incubator.people import User
from tests.learning.factories import make_cohort, make_person

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
