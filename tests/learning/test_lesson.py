import json
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from bs4 import BeautifulSoup
from django.core import signing
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from courses.cohorts.enrolling import withdraw
from courses.exercises.registry import kinds
from courses.learning.keeping import KEPT, SALT
from courses.learning.models import Attempt, LessonProgress
from courses.learning.practising import NotTaken, answer_form, hand_in
from courses.learning.standing import Standing
from tests.catalogue.factories import quick_release
from tests.exercises.samples import SAMPLES
from tests.learning.factories import LONG_AGO, answer, enrolled, lesson_url, make_person, place

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
    enrolment = enrolled(quick_release(kinds=["single_choice"], lessons=2, sequence="in_order"))
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


def closed(enrolment: Any) -> None:
    cohort_course = enrolment.cohort_course
    cohort_course.opens_at, cohort_course.due_at = LONG_AGO, timezone.now() - timedelta(seconds=1)
    cohort_course.save()


def test_a_draft_is_kept_and_shown_after_the_due_moment(client: Client) -> None:
    enrolment = enrolled(quick_release(kinds=["long_text"]))
    url, name = lesson_url(enrolment), essay_field(enrolment)
    typed = fields(signed_in(client, enrolment).get(url).content.decode()) | {name: ESSAY}
    closed(enrolment)
    client.post(url, typed | {"do": f"submit:{place(enrolment, 'long_text')[1].exercise_id}"})
    assert (Attempt.objects.get().state, Attempt.objects.get().answer["text"]) == ("draft", ESSAY)
    assert ESSAY in client.get(url).content.decode()


def test_a_tab_from_before_handing_in_is_told_and_can_go_on(client: Client) -> None:
    enrolment = enrolled(quick_release(kinds=["single_choice"]))
    url = lesson_url(enrolment)
    _lesson, exercise = place(enrolment, "single_choice")
    old = fields(signed_in(client, enrolment).get(url).content.decode())
    answer(enrolment, "single_choice", right=False, token=UUID(old[f"x{exercise.exercise_id}-token"]))
    page = BeautifulSoup(client.get(url).content, "html.parser")
    choices = [one["value"] for one in page.find_all("input", type="radio")]
    chosen = page.find("input", type="radio", checked=True)["value"]
    typed = old | {f"x{exercise.exercise_id}-choice": next(one for one in choices if one != chosen)}
    first = client.post(url, typed, headers={"accept": "application/json"}).json()
    assert list(first["notices"]) == [f"x{exercise.exercise_id}"]
    again = typed | {f"x{exercise.exercise_id}-token": first["drafts"][f"x{exercise.exercise_id}"]["token"]}
    second = client.post(url, again, headers={"accept": "application/json"}).json()
    assert (second["notices"], Attempt.objects.get(state="draft").number) == ({}, 2)


def test_what_an_ended_session_kept_is_shown_where_it_cannot_be_saved(client: Client) -> None:
    enrolment = enrolled(quick_release(kinds=["long_text"]))
    url, name = lesson_url(enrolment), essay_field(enrolment)
    old = fields(signed_in(client, enrolment).get(url).content.decode())
    client.post(url, old | {name: "de otra ventana"})
    client.logout()
    client.post(url, old | {name: ESSAY})
    client.force_login(enrolment.enrolment.learner)
    assert fields(client.get(url).content.decode())[name] == ESSAY
    assert Attempt.objects.get().answer["text"] == "de otra ventana"


def test_a_form_from_before_signing_in_again_is_kept() -> None:
    enrolment = enrolled(quick_release(kinds=["long_text"]))
    client = signed_in(Client(enforce_csrf_checks=True), enrolment)
    url, name = lesson_url(enrolment), essay_field(enrolment)
    old = fields(client.get(url).content.decode()) | {name: ESSAY, "csrfmiddlewaretoken": "x" * 64}
    refused = client.post(url, old)
    assert (refused.status_code, refused["Location"]) == (302, url)
    assert ESSAY in client.get(url).content.decode()


def test_a_forged_form_is_refused_and_keeps_nothing() -> None:
    enrolment, other = enrolled(quick_release(kinds=["long_text"])), make_person()
    client = signed_in(Client(enforce_csrf_checks=True), enrolment)
    forged = signing.dumps(other.pk, salt=SALT)
    refused = client.post(lesson_url(enrolment), {essay_field(enrolment): ESSAY, "signed_in_as": forged})
    assert (refused.status_code, KEPT in client.session) == (403, False)


def test_a_withdrawn_learner_hands_nothing_in() -> None:
    enrolment = enrolled(quick_release(kinds=["single_choice"]))
    withdraw(enrolment=enrolment.enrolment, by=enrolment.enrolment.learner, reason="Cambio de puesto")
    with pytest.raises(NotTaken):
        answer(enrolment, "single_choice")


def test_a_lesson_without_exercises_is_done_once_it_was_read(client: Client) -> None:
    enrolment = enrolled(quick_release(kinds=[]))
    client = signed_in(client, enrolment)
    client.post(lesson_url(enrolment), {"do": "begin"})
    assert LessonProgress.objects.get().is_complete


@pytest.mark.parametrize(("right", "state"), [(True, "completed"), (False, "not_passed")])
def test_the_deciding_answer_says_how_the_module_ended(client: Client, right: bool, state: str) -> None:
    enrolment = enrolled(quick_release(kinds=["single_choice"], attempts=1))
    url = lesson_url(enrolment)
    _lesson, exercise = place(enrolment, "single_choice")
    page = signed_in(client, enrolment).get(url).content.decode()
    sample = SAMPLES["single_choice"]["right_answer" if right else "wrong_answer"]
    form = answer_form(enrolment.pk, Standing(exercise), "es")
    token = next(name for name, identity in form.by_token.items() if identity == sample["chosen"])
    sent = fields(page) | {f"x{exercise.exercise_id}-choice": token, "do": f"submit:{exercise.exercise_id}"}
    answered = client.post(url, sent, follow=True)
    enrolment.refresh_from_db()
    assert enrolment.state == state
    assert f"{20 if right else 0} " in " ".join(str(message) for message in answered.context["messages"])
