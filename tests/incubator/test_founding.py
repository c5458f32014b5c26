import pytest
from django.contrib.auth.models import Group, Permission

from courses.evidence.models import BankPage
from incubator.founding import EDITOR, FAULTS, found

pytestmark = pytest.mark.django_db


def held() -> set[str]:
    editors = Group.objects.get(name=EDITOR)
    return {f"{app}.{name}" for app, name in editors.permissions.values_list("content_type__app_label", "codename")}


def test_a_site_is_founded_once() -> None:
    assert found() != []
    assert found() == []


def test_editors_of_a_site_from_before_the_bank_get_its_permissions_with_it() -> None:
    found()
    Group.objects.get(name=EDITOR).permissions.remove(*Permission.objects.filter(content_type__app_label="evidence"))
    for page in BankPage.objects.all():
        page.delete()
    assert set(FAULTS) & held() == set()
    assert found() == ["Banco de evidencia"]
    assert set(FAULTS) <= held()


def test_what_was_taken_from_a_group_is_not_given_back() -> None:
    found()
    Group.objects.get(name=EDITOR).permissions.clear()
    found()
    assert held() == set()
