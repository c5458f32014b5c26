import json
from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from courses.catalogue.models import Course
from courses.exercises.registry import kinds
from courses.learning.models import Attempt, LessonProgress
from courses.learning.practising import hand_in
from tests.catalogue.factories import quick_release
from tests.exercises.samples import SAMPLES
from tests.learning.factories import answer, enrolled, lesson_url, make_person, place

pytestmark = pytest.mark.django_db
ESSAY = "Una respuesta a medias con ñ y acentos: diagnóstico, prevención."


def signed_in(client: Client, enrolment: Any) -> Client:
    client.force_login(enrolment.enrolment.learner)
    return client


def fields(html: str) -> dict[str, str]:
    """What the lesson's form would send if nothing were touched."""
    soup = BeautifulSoup(html, "html.parser")
    form = soup.find("form", id="lesson")
    sent = {}
    for element in form.find_all(["input", "textarea", "select"]):
        name, kind = element.get("name"), element.get("type")
        if not name or (kind in ("radio", "checkbox") and not element.has_attr("checked")):
            continue
        if element.name == "textarea":
            sent[name] = element.text.lstrip("\n")
        elif element.name == "select":
            chosen = element.find("option", selected=True) or element.find("option")
            sent[name] = chosen.get("value", chosen.text) if chosen else ""
        else:
            sent[name] = element.get("value", "on")
    return sent


def essay_field(enrolment: Any) -> str:
    return f"x{place(enrolment, 'long_text')[1].exercise_id}-text"


def test_a_half_typed_answer_is_there_in_the_other_language(client: Client) -> None:
    enrolment = enrolled(quick_release(kinds=["long_text"]))
    url = lesson_url(enrolment)
    page = signed_in(client, enrolment).get(url)
    typed = fields(page.content.decode()) | {essay_field(enrolment): ESSAY, "language": "en"}
    switched = client.post(url, typed)
    assert (switched.status_code, switched["Location"]) == (302, lesson_url(enrolment, "en"))
    assert fields(client.get(lesson_url(enrolment, "en")).content.decode())[essay_field(enrolment)] == ESSAY


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("kind", list(kinds()))
def test_nothing_held_back_is_on_the_wire_before_its_moment(client: Client, kind: str, language: str) -> None:
    """Walks the registry: a new kind cannot escape it."""
    enrolment = enrolled(quick_release(kinds=[kind]))
    url = lesson_url(enrolment, language)
    signed_in(client, enrolment)
    page = client.get(url)
    saved = client.post(url, fields(page.content.decode()) | {"do": "save"}, headers={"accept": "application/json"})
    refused = client.post(
        url, fields(page.content.decode()) | {"do": f"submit:{place(enrolment, kind)[1].exercise_id}"}
    )
    sent = [page, client.get(url), saved, refused]
    for secret in SAMPLES[kind]["secrets"]:
        assert [secret in response.content.decode() for response in sent] == [False] * len(sent), secret


@pytest.mark.parametrize("kind", [name for name, kind in kinds().items() if kind.review is None])
def test_the_key_stays_back_while_attempts_are_left(client: Client, kind: str) -> None:
    enrolment = enrolled(quick_release(kinds=[kind]))
    answer(enrolment, kind, right=False)
    page = signed_in(client, enrolment).get(lesson_url(enrolment)).content.decode()
    assert "EXPLICACIÓN" not in page
    answer(enrolment, kind)
    assert "EXPLICACIÓN" in client.get(lesson_url(enrolment)).content.decode()


def test_queries_are_four_and_constant(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    counts = []
    for number in (1, 3):
        release = quick_release(kinds=list(kinds()) * number, lessons=number)
        enrolment = enrolled(release)
        answer(enrolment, "single_choice")
        signed_in(client, enrolment).get(lesson_url(enrolment))
        with django_assert_num_queries(4) as captured:
            assert client.get(lesson_url(enrolment)).status_code == 200
        counts.append(len(captured))
    assert counts == [4, 4]


def test_the_course_page_takes_at_most_six_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for lessons in (1, 3):
        enrolment = enrolled(quick_release(lessons=lessons))
        answer(enrolment, "single_choice", right=False)
        url = lesson_url(enrolment).rsplit("/", 2)[0] + "/"
        signed_in(client, enrolment).get(url)
        with django_assert_max_num_queries(6):
            assert client.get(url).status_code == 200


def test_an_older_page_never_overwrites_a_newer_answer(client: Client) -> None:
    enrolment = enrolled(quick_release(kinds=["long_text"]))
    url, name = lesson_url(enrolment), essay_field(enrolment)
    first = fields(signed_in(client, enrolment).get(url).content.decode())
    client.post(url, first | {name: "primera", "do": "save"})
    stale = fields(client.get(url).content.decode())
    client.post(url, stale | {name: "segunda", "do": "save"})
    conflict = client.post(url, stale | {name: "vieja", "do": "save"})
    assert (conflict.status_code, Attempt.objects.get().answer["text"]) == (422, "segunda")
    assert fields(conflict.content.decode())[name] == "vieja"


def test_saving_again_after_a_conflict_keeps_what_stands_on_the_page(client: Client) -> None:
    enrolment = enrolled(quick_release(kinds=["long_text"]))
    url, name = lesson_url(enrolment), essay_field(enrolment)
    blank = fields(signed_in(client, enrolment).get(url).content.decode())
    client.post(url, blank | {name: "de otra ventana", "do": "save"})
    conflict = client.post(url, blank | {name: "de esta", "token": "", "do": "save"})
    client.post(url, fields(conflict.content.decode()) | {"do": "save"})
    assert Attempt.objects.get().answer["text"] == "de esta"


def test_what_was_typed_survives_the_end_of_the_session(client: Client) -> None:
    enrolment = enrolled(quick_release(kinds=["long_text"]))
    url, name = lesson_url(enrolment), essay_field(enrolment)
    typed = fields(signed_in(client, enrolment).get(url).content.decode()) | {name: ESSAY}
    client.logout()
    late = client.post(url, typed)
    assert late["Location"].startswith("/es/accounts/login/?next=")
    client.post("/es/accounts/login/", {"login": enrolment.enrolment.learner.email, "password": "una-clave-larga"})
    assert ESSAY in client.get(url).content.decode()


def test_what_was_typed_is_not_given_to_somebody_else(client: Client) -> None:
    enrolment = enrolled(quick_release(kinds=["long_text"]))
    other = enrolled(release=enrolment.cohort_course.release)
    url = lesson_url(enrolment)
    typed = fields(signed_in(client, enrolment).get(url).content.decode()) | {essay_field(enrolment): ESSAY}
    client.logout()
    client.post(url, typed)
    client.force_login(other.enrolment.learner)
    assert ESSAY not in client.get(lesson_url(other)).content.decode()
    assert Attempt.objects.count() == 0


def test_a_stranger_gets_no_lesson(client: Client) -> None:
    enrolment = enrolled(quick_release())
    client.force_login(make_person())
    assert client.get(lesson_url(enrolment)).status_code == 404


def test_an_invalid_answer_spends_no_attempt_and_loses_nothing(client: Client) -> None:
    enrolment = enrolled(quick_release(kinds=["long_text"]))
    url, name = lesson_url(enrolment), essay_field(enrolment)
    _lesson, exercise = place(enrolment, "long_text")
    typed = fields(signed_in(client, enrolment).get(url).content.decode())
    short = client.post(url, typed | {name: "corto", "do": f"submit:{exercise.exercise_id}"})
    assert (short.status_code, Attempt.objects.get().state) == (422, "draft")
    assert fields(short.content.decode())[name] == "corto"


def test_the_script_gets_the_numbers_of_the_next_save(client: Client) -> None:
    enrolment = enrolled(quick_release(kinds=["long_text"]))
    url, name = lesson_url(enrolment), essay_field(enrolment)
    typed = fields(signed_in(client, enrolment).get(url).content.decode()) | {name: ESSAY}
    kept = json.loads(client.post(url, typed, headers={"accept": "application/json"}).content)
    draft = Attempt.objects.get()
    assert kept["drafts"] == {name.removesuffix("-text"): {"sequence": 1, "token": str(draft.token)}}


def test_skipping_is_remembered_and_beginning_takes_it_back(client: Client) -> None:
    enrolment = enrolled(quick_release(kinds=["single_choice"]))
    url = lesson_url(enrolment)
    signed_in(client, enrolment).post(url, {"do": "skip"})
    assert LessonProgress.objects.get().skipped_at is not None
    client.post(url, {"do": "begin"})
    row = LessonProgress.objects.get()
    assert (row.skipped_at, row.opened_at is not None) == (None, True)


def test_lessons_in_order_open_one_after_the_other(client: Client) -> None:
    release = quick_release(kinds=["single_choice"], lessons=2)
    Course.objects.filter(pk=release.course_id).update(sequence="in_order")
    enrolment = enrolled(release)
    second = lesson_url(enrolment).replace("leccion-1", "leccion-2")
    assert signed_in(client, enrolment).get(second).status_code == 302
    answer(enrolment, "single_choice")
    assert client.get(second).status_code == 200


def test_a_course_opens_once_its_prerequisite_is_complete(client: Client) -> None:
    first, second = quick_release(kinds=["single_choice"]), quick_release(kinds=["single_choice"])
    second.course.prerequisites.add(first.course)
    learner = make_person()
    before, after = enrolled(first, learner), enrolled(second, learner)
    assert signed_in(client, after).get(lesson_url(after)).status_code == 302
    answer(before, "single_choice")
    assert client.get(lesson_url(after)).status_code == 200


def test_the_slug_of_the_other_language_arrives(client: Client) -> None:
    enrolment = enrolled(quick_release())
    wrong = lesson_url(enrolment, "en").replace("/en/", "/es/")
    assert signed_in(client, enrolment).get(wrong)["Location"] == lesson_url(enrolment)


def test_somebody_elses_token_takes_nothing_over(client: Client) -> None:
    release = quick_release(kinds=["single_choice"])
    mine, theirs = enrolled(release), enrolled(release)
    attempt = answer(theirs, "single_choice", right=False)
    lesson, exercise = place(mine, "single_choice")
    taken = hand_in(
        course_enrolment=mine, lesson=lesson, exercise=exercise, answer={"chosen": ""}, language="es", token=uuid4()
    )
    assert taken.pk != attempt.pk
