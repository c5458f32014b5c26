from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.cohorts.enrolling import enrol, withdraw
from courses.cohorts.models import Enrolment
from courses.learning.models import Attempt, LessonProgress, Mark
from courses.teaching.todo import to_do
from incubator.people import User
from tests.catalogue.factories import quick_release
from tests.learning.factories import answer, enrolled, make_facilitator, make_person, place

pytestmark = pytest.mark.django_db


def waiting_answer() -> tuple[Attempt, str]:
    """An answer in the queue, and the address of its cohort's desk."""
    enrolment = enrolled(quick_release(kinds=["long_text"]))
    return answer(enrolment, "long_text"), f"/es/teach/{enrolment.cohort_course.cohort.code}/"


def links(page: Any, part: str) -> list[str]:
    """The addresses on a page, as a browser reads them, that have this part."""
    found = BeautifulSoup(page.content.decode(), "html.parser").select("main a[href]")
    return [str(link["href"]) for link in found if part in str(link["href"])]


def words(page: Any) -> str:
    return " ".join(BeautifulSoup(page.content.decode(), "html.parser").get_text().split())


def levels(attempt: Attempt, level: int) -> dict[str, str]:
    _lesson, exercise = place(attempt.course_enrolment, "long_text")
    return {f"level-{one['id']}": str(level) for one in exercise.specification["criteria"]}


def test_the_desk_shows_who_stands_where(client: Client) -> None:
    attempt, desk = waiting_answer()
    client.force_login(make_facilitator(attempt.course_enrolment.cohort_course.cohort))
    page = client.get(desk).content.decode()
    assert attempt.course_enrolment.enrolment.learner.get_full_name() in page
    assert 'class="cell is-waiting"' in page


def test_the_desk_leads_to_the_protocol(client: Client) -> None:
    attempt, desk = waiting_answer()
    client.force_login(make_facilitator(attempt.course_enrolment.cohort_course.cohort))
    assert 'href="/es/protocolo/"' in client.get(desk).content.decode()
    assert 'href="/en/protocol/"' in client.get(desk.replace("/es/", "/en/")).content.decode()


def test_marking_records_the_mark_and_goes_on(client: Client) -> None:
    attempt, desk = waiting_answer()
    client.force_login(make_facilitator(attempt.course_enrolment.cohort_course.cohort))
    answered = client.post(
        f"{desk}marking/{attempt.pk}/", levels(attempt, 3) | {"comment": "Bien: cite la fuente.", "language": "es"}
    )
    mark = Mark.objects.get()
    assert (answered["Location"], mark.comment, mark.reason) == (f"{desk}marking/", "Bien: cite la fuente.", "review")
    assert mark.points == mark.of * 3 / 4


def test_an_incomplete_rubric_is_refused_and_the_comment_stays(client: Client) -> None:
    attempt, desk = waiting_answer()
    client.force_login(make_facilitator(attempt.course_enrolment.cohort_course.cohort))
    answered = client.post(f"{desk}marking/{attempt.pk}/", {"comment": "Un comentario largo", "language": "es"})
    assert (answered.status_code, Mark.objects.count()) == (422, 0)
    assert "Un comentario largo" in answered.content.decode()


def test_an_answer_marked_meanwhile_is_not_marked_again(client: Client) -> None:
    attempt, desk = waiting_answer()
    client.force_login(make_facilitator(attempt.course_enrolment.cohort_course.cohort))
    url, sent = f"{desk}marking/{attempt.pk}/", levels(attempt, 3) | {"comment": "", "language": "es"}
    client.post(url, sent)
    again = client.post(url, sent | {"comment": "otra"})
    assert (again.status_code, Mark.objects.count()) == (302, 1)


def test_nobody_marks_an_answer_of_her_own(client: Client) -> None:
    cohort = enrolled(quick_release(kinds=["long_text"])).cohort_course.cohort
    facilitator = make_facilitator(cohort)
    own = answer(enrol(learner=facilitator, cohort=cohort, by=facilitator).course_enrolments.get(), "long_text")
    client.force_login(facilitator)
    desk = f"/es/teach/{cohort.code}/"
    assert client.get(f"{desk}marking/{own.pk}/").status_code == 404
    for place_ in ("", "marking/", f"people/{own.course_enrolment_id}/"):
        assert not links(client.get(desk + place_), "/marking/")
    assert to_do(cohort, viewer=facilitator) == []


def test_an_answer_of_somebody_withdrawn_is_not_marked(client: Client) -> None:
    attempt, desk = waiting_answer()
    client.force_login(facilitator := make_facilitator(attempt.course_enrolment.cohort_course.cohort))
    withdraw(enrolment=attempt.course_enrolment.enrolment, by=facilitator, reason="Cambio de puesto")
    url, sent = f"{desk}marking/{attempt.pk}/", levels(attempt, 3) | {"comment": "", "language": "es"}
    assert (client.get(url).status_code, client.post(url, sent).status_code) == (404, 404)
    assert (links(client.get(f"{desk}marking/"), "/marking/"), Mark.objects.count()) == ([], 0)


def test_fifty_one_people_take_two_pages(client: Client) -> None:
    first = enrolled(quick_release(kinds=["single_choice"]), seats=60)
    cohort = first.cohort_course.cohort
    for number in range(50):
        person = make_person(last_name=f"Zárate {number:02}")
        enrol(learner=person, cohort=cohort, by=person)
    client.force_login(make_facilitator(cohort))
    desk = f"/en/teach/{cohort.code}/"
    (following,) = links(client.get(f"{desk}?state=not_started"), "page=")
    page = client.get(desk + following)
    people = BeautifulSoup(page.content.decode(), "html.parser").select(".matrix tbody th")
    assert [person.text for person in people] == ["Rosa Zárate 49"]
    assert (page.context["state"], page.context["page"].number) == ("not_started", 2)


def test_a_state_that_there_is_not_shows_everybody(client: Client) -> None:
    attempt, desk = waiting_answer()
    client.force_login(make_facilitator(attempt.course_enrolment.cohort_course.cohort))
    page = client.get(desk, {"state": "x&y=1"})
    assert (page.context["state"], len(page.context["rows"])) == ("", 1)


def test_times_name_their_zone_and_are_told_in_it(client: Client) -> None:
    due = datetime(2030, 3, 1, 4, 30, tzinfo=UTC)
    enrolment = enrolled(quick_release(kinds=["long_text"]), due_at=due, time_zone="America/La_Paz")
    answer(enrolment, "long_text")
    client.force_login(make_facilitator(enrolment.cohort_course.cohort))
    desk = f"/en/teach/{enrolment.cohort_course.cohort.code}/"
    assert "00:30 (time of La Paz)" in words(client.get(desk))
    for place_ in ("marking/", f"people/{enrolment.pk}/"):
        assert words(client.get(desk + place_)).count("in the time of La Paz.") == 1


def test_somebody_erased_has_a_neutral_name_and_no_address(client: Client) -> None:
    attempt, desk = waiting_answer()
    cohort, learner = attempt.course_enrolment.cohort_course.cohort, attempt.course_enrolment.enrolment.learner
    client.force_login(make_facilitator(cohort))
    User.objects.filter(pk=learner.pk).update(
        first_name="", last_name="", email="nadie-1@invalid", erased_at=timezone.now()
    )
    desk = desk.replace("/es/", "/en/")
    for place_ in ("", "marking/", f"marking/{attempt.pk}/", f"people/{attempt.course_enrolment_id}/"):
        page = client.get(desk + place_)
        assert "Erased person" in words(page)
        assert b"nadie-1" not in page.content


def test_an_address_is_written_so_that_mail_programs_read_all_of_it(client: Client) -> None:
    enrolment = enrolled(quick_release(), make_person("rosa&cc=x?y@example.org"))
    client.force_login(make_facilitator(enrolment.cohort_course.cohort))
    page = client.get(f"/es/teach/{enrolment.cohort_course.cohort.code}/people/{enrolment.pk}/")
    assert links(page, "mailto:") == ["mailto:rosa%26cc%3Dx%3Fy@example.org"]


@pytest.mark.parametrize("place_", ["", "marking/", "marking/{pk}/", "people/{person}/"])
def test_another_cohorts_desk_is_not_there(client: Client, place_: str) -> None:
    attempt, desk = waiting_answer()
    client.force_login(make_facilitator(enrolled(quick_release()).cohort_course.cohort))
    url = desk + place_.format(pk=attempt.pk, person=attempt.course_enrolment_id)
    assert client.get(url).status_code == 404


def test_queries_are_constant_in_people(client: Client) -> None:
    enrolment = enrolled(quick_release(kinds=["single_choice", "long_text"], lessons=2))
    cohort = enrolment.cohort_course.cohort
    client.force_login(make_facilitator(cohort))
    counts = []
    for _more in (1, 3):
        for _number in range(_more):
            person = make_person()
            answer(enrol(learner=person, cohort=cohort, by=person).course_enrolments.get(), "long_text")
        for place_ in ("", "marking/"):
            url = f"/es/teach/{cohort.code}/{place_}"
            client.get(url)
            with CaptureQueriesContext(connection) as captured:
                client.get(url)
            counts.append(len(captured))
    assert counts[:2] == counts[2:]


def test_to_do_names_what_waits_who_has_not_begun_and_who_stopped() -> None:
    attempt, _desk = waiting_answer()
    cohort, now = attempt.course_enrolment.cohort_course.cohort, timezone.now()
    late = make_person()
    enrol(learner=late, cohort=cohort, by=late)
    Enrolment.objects.filter(learner=late).update(enrolled_at=now - timedelta(days=4))
    LessonProgress.objects.update(last_at=now - timedelta(days=11))
    found = to_do(cohort, viewer=make_person(), at=now)
    assert [item.count for item in found] == [1, 1, 1]
    assert [item.url.rpartition("/")[2] for item in found] == ["", "?state=not_started", "?state=silent"]
