import time
from datetime import timedelta
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone, translation

from courses.catalogue.models import Course
from courses.cohorts import enrolling
from courses.cohorts.enrolling import CannotJoin, NotReady, join
from courses.cohorts.models import Cohort, CohortCourse, Enrolment
from courses.records import consents
from courses.records.models import AuditEvent, OutgoingMail
from incubator.people import User
from tests.catalogue.factories import quick_release
from tests.learning.factories import make_cohort, make_person
from tests.live import together


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["{}", " {} ", "{lower}", "{dashed}"])
def test_join_understands_the_code_however_it_is_typed(typed: str) -> None:
    cohort = make_cohort(quick_release())
    code = cohort.join_code
    enrolment = join(
        learner=make_person(), join_code=typed.format(code, lower=code.lower(), dashed=f"{code[:4]}-{code[4:]}")
    )
    assert (enrolment.cohort, enrolment.seat, enrolment.course_enrolments.count()) == (cohort, 1, 1)


@pytest.mark.django_db
def test_joining_again_returns_the_same_place() -> None:
    cohort, person = make_cohort(quick_release()), make_person()
    first, again = (join(learner=person, join_code=cohort.join_code) for _time in range(2))
    assert (first.pk, Enrolment.objects.count(), OutgoingMail.objects.count()) == (again.pk, 1, 1)


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "clock"), [("es", "(hora de Lima)"), ("en", "(time of Lima)")])
def test_the_welcome_has_dates_contact_and_certification(language: str, clock: str) -> None:
    cohort = make_cohort(quick_release())
    enrolling.enrol(learner=(person := make_person(language=language)), cohort=cohort, by=person)
    mail = OutgoingMail.objects.get()
    assert (mail.language, clock in mail.text, cohort.contact_email in mail.text) == (language, True, True)
    assert "14" in mail.text
    assert all(word not in mail.subject for word in (cohort.code, cohort.name, "viol", "Viol"))


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "sentence"), [("es", "13"), ("en", "13 of 20")])
def test_the_welcome_names_the_grade_that_passes(language: str, sentence: str) -> None:
    release = quick_release(course=Course.objects.create(code="diseno", pass_mark=Decimal("62.5")))
    enrolling.enrol(learner=(person := make_person(language=language)), cohort=make_cohort(release), by=person)
    assert sentence in OutgoingMail.objects.get().text


@pytest.mark.django_db
def test_join_refuses_a_full_cohort() -> None:
    cohort = make_cohort(quick_release(), seats=1)
    join(learner=make_person(), join_code=cohort.join_code)
    with pytest.raises(CannotJoin):
        join(learner=make_person(), join_code=cohort.join_code)


@pytest.mark.django_db
def test_a_seat_that_was_freed_is_taken_again() -> None:
    cohort, first, second = make_cohort(quick_release(), seats=1), make_person(), make_person()
    left = join(learner=first, join_code=cohort.join_code)
    assert enrolling.withdraw(enrolment=left, by=first, reason="Cambio de puesto")
    assert not enrolling.withdraw(enrolment=left, by=first, reason="otra vez")
    assert join(learner=second, join_code=cohort.join_code).seat == 1
    with pytest.raises(CannotJoin):
        join(learner=first, join_code=cohort.join_code)


def withdrawn(cohort: Cohort, person: User) -> Enrolment:
    enrolment = join(learner=person, join_code=cohort.join_code)
    enrolling.withdraw(enrolment=enrolment, by=person, reason="Cambio de puesto")
    return enrolment


@pytest.mark.django_db
def test_whoever_was_withdrawn_gets_a_free_seat_again_and_modules_added_meanwhile() -> None:
    cohort, staff = make_cohort(quick_release()), make_person()
    enrolment = withdrawn(cohort, make_person())
    other = join(learner=make_person(), join_code=cohort.join_code)
    first, added = cohort.cohort_courses.get(), quick_release()
    CohortCourse.objects.create(
        cohort=cohort, course=added.course, release=added, opens_at=first.opens_at, due_at=first.due_at
    )
    assert [enrolling.readmit(enrolment=enrolment, by=staff) for _time in range(2)] == [True, False]
    enrolment.refresh_from_db()
    assert (other.seat, enrolment.seat, enrolment.state, enrolment.reason) == (1, 2, "active", "")
    assert enrolment.course_enrolments.count() == 2
    event = AuditEvent.objects.get(action="cohorts.readmitted")
    assert (event.actor, event.subject_id, event.data) == (
        staff,
        str(enrolment.pk),
        {"cohort": cohort.code, "seat": 2},
    )


@pytest.mark.django_db
def test_nobody_returns_to_a_full_cohort_without_consent_or_while_studying_the_same_elsewhere() -> None:
    release = quick_release()
    full, unwilling, elsewhere = make_person(), make_person(), make_person()
    gone = [withdrawn(make_cohort(release, seats=1), person) for person in (full, unwilling, elsewhere)]
    join(learner=make_person(), join_code=gone[0].cohort.join_code)
    consents.withdraw(person=unwilling, purpose="course")
    join(learner=elsewhere, join_code=make_cohort(release).join_code)
    for enrolment, why in zip(gone, ("All places", "privacy notice", "Cohorte Lima"), strict=True):
        with translation.override("en"), pytest.raises(CannotJoin, match=why):
            enrolling.readmit(enrolment=enrolment, by=full)
    assert Enrolment.objects.filter(state="withdrawn").count() == 3


@pytest.mark.django_db
def test_join_refuses_who_is_not_ready() -> None:
    cohort = make_cohort(quick_release())
    nameless, unwilling = make_person(first_name=""), make_person()
    consents.withdraw(person=unwilling, purpose="course")
    for person in (nameless, unwilling):
        with pytest.raises(CannotJoin):
            join(learner=person, join_code=cohort.join_code)
    assert Enrolment.objects.count() == 0


@pytest.mark.django_db
def test_nobody_is_enrolled_without_what_a_certificate_prints() -> None:
    cohort, coordinator = make_cohort(quick_release()), make_person()
    for missing in ("first_name", "last_name", "document_type", "document_number"):
        with pytest.raises(NotReady):
            enrolling.enrol(learner=make_person(**{missing: ""}), cohort=cohort, by=coordinator)
    assert Enrolment.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["es", "en"])
def test_who_is_not_ready_is_led_to_her_details(client: Client, language: str) -> None:
    person = make_person()
    consents.withdraw(person=person, purpose="course")
    client.force_login(person)
    page = client.post(f"/{language}/learn/join/", {"join_code": make_cohort(quick_release()).join_code})
    links = BeautifulSoup(page.content.decode(), "html.parser").select("main .notice a")
    assert [link["href"] for link in links] == [f"/{language}/accounts/profile/"]


@pytest.mark.django_db
def test_nobody_doubles_her_attempts_in_a_second_cohort() -> None:
    release, person = quick_release(), make_person()
    first, second = make_cohort(release), make_cohort(quick_release(course=release.course))
    enrolment = join(learner=person, join_code=first.join_code)
    with pytest.raises(CannotJoin, match="Cohorte Lima"):
        join(learner=person, join_code=second.join_code)
    enrolling.withdraw(enrolment=enrolment, by=person, reason="")
    assert join(learner=person, join_code=second.join_code).cohort == second


@pytest.mark.django_db
@pytest.mark.parametrize("due_in", [-1, 1])
def test_a_course_is_taken_again_once_the_first_cohort_is_over(due_in: int) -> None:
    release, person = quick_release(), make_person()
    past = make_cohort(release, due_at=timezone.now() + timedelta(days=due_in))
    other = make_cohort(release)
    join(learner=person, join_code=past.join_code)
    if due_in > 0:
        with pytest.raises(CannotJoin):
            join(learner=person, join_code=other.join_code)
    else:
        assert join(learner=person, join_code=other.join_code).cohort == other


@pytest.mark.django_db
def test_different_courses_may_be_taken_at_once() -> None:
    person = make_person()
    codes = [make_cohort(quick_release()).join_code for _twice in range(2)]
    assert [join(learner=person, join_code=code).cohort.join_code for code in codes] == codes


@pytest.mark.django_db
def test_why_somebody_left_is_not_in_the_audit_trail() -> None:
    person = make_person()
    enrolment = join(learner=person, join_code=make_cohort(quick_release()).join_code)
    enrolling.withdraw(enrolment=enrolment, by=person, reason="Enfermedad")
    enrolment.refresh_from_db()
    event = AuditEvent.objects.get(action="cohorts.withdrawn")
    assert (event.data, enrolment.reason) == ({}, "Enfermedad")


@pytest.mark.django_db
@pytest.mark.parametrize("change", [{"mode": "closed"}, {"ends_on": timezone.now().date() - timedelta(days=3)}])
def test_join_refuses_closed_and_past_cohorts(change: dict[str, object]) -> None:
    cohort = make_cohort(quick_release(), starts_on=timezone.now().date() - timedelta(days=30), **change)
    with pytest.raises(CannotJoin):
        join(learner=make_person(), join_code=cohort.join_code)


@pytest.mark.django_db
def test_enrolling_is_in_the_audit_trail() -> None:
    cohort, person = make_cohort(quick_release()), make_person()
    enrolment = join(learner=person, join_code=cohort.join_code)
    event = AuditEvent.objects.get(action="cohorts.enrolled")
    assert (event.actor, event.subject_id, event.data["seat"]) == (person, str(enrolment.pk), 1)


@pytest.mark.django_db
def test_guessing_codes_is_slowed_down(client: Client) -> None:
    client.force_login(make_person())
    answers = [client.post("/es/learn/join/", {"join_code": f"WRONG{number}"}).status_code for number in range(12)]
    assert (answers[0], answers[-1]) == (200, 429)


def naive_enrol(person: User, cohort: Cohort) -> None:
    if cohort.enrolments.active().count() < cohort.seats:
        time.sleep(0.3)
        Enrolment.objects.create(learner=person, cohort=cohort, seat=person.pk)


@pytest.mark.usefixtures("live_database")
def test_the_last_seat_goes_to_one_of_many() -> None:
    cohort, people = make_cohort(quick_release(), seats=1), [make_person() for _number in range(6)]
    results = together(*[lambda who=who: enrolling.enrol(learner=who, cohort=cohort, by=who) for who in people])
    assert sum(isinstance(one, Enrolment) for one in results) == cohort.enrolments.active().count() == 1


@pytest.mark.usefixtures("live_database")
def test_the_last_seat_goes_to_one_of_those_who_come_and_those_who_come_back() -> None:
    cohort, people = make_cohort(quick_release(), seats=1), [make_person() for _number in range(6)]
    gone = [withdrawn(cohort, person) for person in people[:3]]
    results = together(
        *[lambda who=who: enrolling.enrol(learner=who, cohort=cohort, by=who) for who in people[3:]],
        *[lambda one=one: enrolling.readmit(enrolment=one, by=one.learner) for one in gone],
    )
    assert sum(one is True or isinstance(one, Enrolment) for one in results) == 1
    assert cohort.enrolments.active().count() == 1


@pytest.mark.usefixtures("live_database")
def test_the_last_seat_given_naively_goes_to_several() -> None:
    cohort, people = make_cohort(quick_release(), seats=1), [make_person() for _number in range(6)]
    together(*[lambda who=who: naive_enrol(who, cohort) for who in people])
    assert cohort.enrolments.active().count() > 1
