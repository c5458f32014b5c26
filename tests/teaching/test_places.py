"""Coordinators take a place away, with a reason, and give it again."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.test import Client

from courses.cohorts.enrolling import enrol, withdraw
from courses.cohorts.models import Cohort, CohortStaff, CourseEnrolment, Enrolment
from courses.records.models import AuditEvent
from incubator.people import User
from tests.catalogue.factories import quick_release
from tests.learning.factories import enrolled, make_facilitator, make_person

pytestmark = pytest.mark.django_db
WITHDRAW = {"do": "withdraw", "reason": "Cambio de puesto"}


def make_coordinator(cohort: Cohort) -> User:
    person = make_person()
    CohortStaff.objects.create(cohort=cohort, user=person, role=CohortStaff.Role.COORDINATOR)
    return person


def address(enrolment: CourseEnrolment) -> str:
    return f"/en/teach/{enrolment.cohort_course.cohort.code}/people/{enrolment.pk}/"


def place(enrolment: CourseEnrolment) -> tuple[str, int | None, str]:
    row = Enrolment.objects.get(pk=enrolment.enrolment_id)
    return row.state, row.seat, row.reason


def buttons(page: Any) -> list[str]:
    return [str(one["value"]) for one in BeautifulSoup(page.content.decode(), "html.parser").select("[name=do]")]


def said(page: Any) -> list[str]:
    return [str(message) for message in page.context["messages"]]


def test_a_coordinator_withdraws_somebody_and_gives_the_place_again(client: Client) -> None:
    enrolment = enrolled()
    client.force_login(coordinator := make_coordinator(enrolment.cohort_course.cohort))
    url = address(enrolment)
    assert buttons(client.get(url)) == ["withdraw"]
    page = client.post(url, WITHDRAW, follow=True)
    assert place(enrolment) == ("withdrawn", None, "Cambio de puesto")
    assert said(page) == ["Rosa Quispe Mamani was withdrawn from the cohort. The place is free."]
    assert (buttons(page), "Withdrawn for this reason: Cambio de puesto" in page.content.decode()) == (
        ["readmit"],
        True,
    )
    page = client.post(url, {"do": "readmit"}, follow=True)
    assert (place(enrolment), said(page)) == (("active", 1, ""), ["Rosa Quispe Mamani has a place again."])
    events = AuditEvent.objects.filter(actor=coordinator, subject_id=str(enrolment.enrolment_id))
    assert [event.action for event in events.order_by("pk")] == ["cohorts.withdrawn", "cohorts.readmitted"]
    assert "Cambio" not in str([event.data for event in events])


def test_repeating_changes_nothing_more(client: Client) -> None:
    enrolment = enrolled()
    client.force_login(make_coordinator(enrolment.cohort_course.cohort))
    for sent, told in ((WITHDRAW, "no place any more"), ({"do": "readmit"}, "a place already")):
        client.post(address(enrolment), sent, follow=True)
        before = place(enrolment)
        (again,) = said(client.post(address(enrolment), sent | {"reason": "otra vez"}, follow=True))
        assert (told in again, place(enrolment)) == (True, before)


@pytest.mark.parametrize("reason", ["", "  ", "x" * 201])
def test_a_reason_is_asked_for_and_the_question_stays_open(client: Client, reason: str) -> None:
    enrolment = enrolled()
    client.force_login(make_coordinator(enrolment.cohort_course.cohort))
    page = client.post(address(enrolment), {"do": "withdraw", "reason": reason})
    assert (page.status_code, place(enrolment)[0]) == (422, "active")
    assert BeautifulSoup(page.content.decode(), "html.parser").select("details[open] .error")


def test_a_place_is_not_given_again_where_all_are_taken(client: Client) -> None:
    enrolment = enrolled(seats=1)
    cohort = enrolment.cohort_course.cohort
    client.force_login(coordinator := make_coordinator(cohort))
    withdraw(enrolment=enrolment.enrolment, by=coordinator, reason="x")
    enrol(learner=(other := make_person()), cohort=cohort, by=other)
    assert buttons(client.get(address(enrolment))) == []
    page = client.post(address(enrolment), {"do": "readmit"}, follow=True)
    assert (said(page), place(enrolment)[0]) == (["All places of this cohort are taken."], "withdrawn")


def test_facilitators_see_that_somebody_was_withdrawn_but_neither_why_nor_a_button(client: Client) -> None:
    enrolment = enrolled(quick_release(kinds=["single_choice"]))
    client.force_login(facilitator := make_facilitator(enrolment.cohort_course.cohort))
    assert (client.post(address(enrolment), WITHDRAW).status_code, place(enrolment)[0]) == (404, "active")
    withdraw(enrolment=enrolment.enrolment, by=facilitator, reason="Cambio de puesto")
    page = client.get(address(enrolment))
    status = BeautifulSoup(page.content.decode(), "html.parser").select(".page-head .status")
    assert ([one.text for one in status], buttons(page), b"Cambio" in page.content) == (["withdrawn"], [], False)
    desk = f"/en/teach/{enrolment.cohort_course.cohort.code}/"
    shown = [client.get(desk, {"state": state}).context["rows"] for state in ("", "withdrawn")]
    assert [[row.status["word"] for row in rows] for rows in shown] == [[], ["withdrawn"]]


def test_who_may_change_cohorts_changes_places_in_all_and_a_coordinator_only_in_hers(client: Client) -> None:
    enrolment, other = enrolled(), enrolled()
    client.force_login(make_coordinator(other.cohort_course.cohort))
    assert client.post(address(enrolment), WITHDRAW).status_code == 404
    everywhere = make_person()
    everywhere.user_permissions.add(Permission.objects.get(codename="change_cohort"))
    client.force_login(everywhere)
    assert (client.post(address(enrolment), WITHDRAW).status_code, place(enrolment)[0]) == (302, "withdrawn")
