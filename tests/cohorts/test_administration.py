"""What coordinators may change of a cohort, and what is refused in words."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courses.catalogue.models import Release
from courses.cohorts.enrolling import enrol
from courses.cohorts.models import Cohort, CourseEnrolment
from incubator.people import User
from tests.catalogue.factories import quick_release
from tests.learning.factories import make_cohort, make_facilitator, make_person

pytestmark = pytest.mark.django_db
FIELDS = (
    "code name institution starts_on ends_on time_zone seats mode join_code contact_name contact_email contact_phone"
)


@pytest.fixture
def admin() -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("jefa@example.org"))
    return client


def sent(cohort: Cohort, *added: Release, **changes: Any) -> dict[str, Any]:
    """The edit form as a browser sends it, with a row more for each release that is added."""
    rows = list(cohort.cohort_courses.all())
    staff = list(cohort.staff.all())
    data = {name: getattr(cohort, name) for name in FIELDS.split()}
    for prefix, kept, count in (("cohort_courses", rows, len(rows) + len(added)), ("staff", staff, len(staff))):
        data |= {
            f"{prefix}-TOTAL_FORMS": count,
            f"{prefix}-INITIAL_FORMS": len(kept),
            f"{prefix}-MIN_NUM_FORMS": 0,
            f"{prefix}-MAX_NUM_FORMS": 1000,
        }
    dates = {"opens_at": "2026-01-01 08:00", "due_at": "2026-12-01 08:00"}
    for number, release in enumerate([*(row.release for row in rows), *added]):
        own = {"release": release.pk, "position": number + 1, "id": rows[number].pk if number < len(rows) else ""}
        data |= {f"cohort_courses-{number}-{name}": value for name, value in (dates | own).items()}
    for number, row in enumerate(staff):
        own = {"user": row.user_id, "role": row.role, "id": row.pk}
        data |= {f"staff-{number}-{name}": value for name, value in own.items()}
    return data | changes


def save(client: Client, cohort: Cohort, *added: Release, **changes: Any) -> Any:
    return client.post(f"/admin/cohorts/edit/{cohort.pk}/", sent(cohort, *added, **changes))


def errors(response: Any) -> set[str]:
    """The messages beside the fields and above the form."""
    assert response.status_code == 200
    soup = BeautifulSoup(response.content.decode(), "html.parser")
    return {" ".join(one.get_text().split()) for one in soup.select(".error-message, .messages li.error")}


def test_a_cohort_is_saved(admin: Client) -> None:
    cohort = make_cohort(quick_release())
    make_facilitator(cohort)
    assert save(admin, cohort, name="Otra").status_code == 302
    cohort.refresh_from_db()
    assert cohort.name == "Otra"


def test_two_releases_of_one_course_are_refused(admin: Client) -> None:
    first = quick_release()
    cohort = make_cohort(first)
    assert errors(save(admin, cohort, quick_release(course=first.course)))
    assert cohort.cohort_courses.count() == 1


def test_one_person_twice_is_refused(admin: Client) -> None:
    cohort = make_cohort(quick_release())
    person = make_facilitator(cohort)
    again = {"staff-TOTAL_FORMS": 2, "staff-1-user": person.pk, "staff-1-role": "coordinator", "staff-1-id": ""}
    assert errors(save(admin, cohort, **again))
    assert cohort.staff.count() == 1


def test_a_module_that_people_study_stays(admin: Client) -> None:
    cohort = make_cohort(quick_release(), quick_release())
    enrol(learner=(person := make_person()), cohort=cohort, by=person)
    assert errors(save(admin, cohort, **{"cohort_courses-1-DELETE": "on"}))
    assert cohort.cohort_courses.count() == 2


def test_a_module_that_nobody_studies_may_go(admin: Client) -> None:
    cohort = make_cohort(quick_release(), quick_release())
    assert save(admin, cohort, **{"cohort_courses-1-DELETE": "on"}).status_code == 302
    assert cohort.cohort_courses.count() == 1


@pytest.mark.parametrize(("seats", "status"), [(1, 200), (2, 302), (30, 302)])
def test_there_are_no_fewer_places_than_the_highest_that_is_taken(admin: Client, seats: int, status: int) -> None:
    cohort = make_cohort(quick_release())
    for person in (make_person(), make_person()):
        enrol(learner=person, cohort=cohort, by=person)
    assert save(admin, cohort, seats=seats).status_code == status


def test_the_code_is_fixed_once_somebody_is_enrolled(admin: Client) -> None:
    cohort = make_cohort(quick_release())
    save(admin, cohort, code="lima-nueva")
    cohort.refresh_from_db()
    enrol(learner=(person := make_person()), cohort=cohort, by=person)
    save(admin, cohort, code="otra", name="Otro nombre")
    cohort.refresh_from_db()
    assert (cohort.code, cohort.name) == ("lima-nueva", "Otro nombre")


@pytest.mark.parametrize(
    "changes", [{"ends_on": "2020-01-01"}, {"cohort_courses-0-due_at": "2025-01-01 08:00"}, {"seats": 0}]
)
def test_dates_and_places_that_cannot_be_are_refused_in_words(admin: Client, changes: dict[str, Any]) -> None:
    said = errors(save(admin, make_cohort(quick_release()), **changes))
    assert said
    assert not any("_" in sentence for sentence in said)  # no name of a constraint


def test_a_module_that_is_added_reaches_everybody_in_the_same_number_of_queries(admin: Client) -> None:
    counts = []
    for people in (1, 3):
        cohort = make_cohort(quick_release())
        for person in (make_person() for _one in range(people)):
            enrol(learner=person, cohort=cohort, by=person)
        with CaptureQueriesContext(connection) as captured:
            assert save(admin, cohort, quick_release()).status_code == 302
        counts.append(len(captured))
        assert CourseEnrolment.objects.filter(cohort_course__cohort=cohort).count() == people * 2
    assert counts[0] == counts[1]
