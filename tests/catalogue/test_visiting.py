"""Who sees what at a page's own address, and in the admin's preview."""

import json

import pytest
from django.test import RequestFactory
from wagtail.models import Page

from courses.catalogue import visiting
from courses.catalogue.pages import CoursePage, LessonPage
from courses.exercises import registry
from tests.catalogue.factories import exercises, make_course, make_course_page, make_lesson_page, texts
from tests.exercises.samples import SAMPLES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture(autouse=True)
def nobody_is_enrolled(monkeypatch):
    monkeypatch.setattr(visiting, "_destination", lambda request, page: None)
    monkeypatch.setattr(visiting, "_joining", lambda request, page: "/join/")


@pytest.fixture
def lesson() -> LessonPage:
    make_course(content=[*texts(), *exercises()])
    return LessonPage.objects.get(locale__language_code="es")


def test_a_stranger_reads_how_to_enrol_and_never_the_content(client, lesson):
    response = client.get(lesson.url)
    text = response.content.decode()
    assert (response.status_code, response.templates[0].name) == (200, "catalogue/lesson_closed.html")
    assert lesson.title in text
    assert lesson.summary in text
    assert 'href="/join/"' in text
    for secret in ("Riesgo relativo", "¿Cuál es la mejor lectura?", "Leer una cifra"):
        assert secret not in text


def test_an_enrolled_learner_is_sent_to_their_own_address(client, lesson, monkeypatch):
    monkeypatch.setattr(visiting, "_destination", lambda request, page: f"/learn/{page.translation_key}/")
    response = client.get(lesson.url)
    assert (response.status_code, response["Location"]) == (302, f"/learn/{lesson.translation_key}/")


def test_an_editor_sees_the_lesson_with_exercises_that_cannot_be_sent(client, lesson, django_user_model):
    client.force_login(django_user_model.objects.create_superuser("admin@example.org"))
    response = client.get(lesson.url)
    text = response.content.decode()
    assert response.status_code == 200
    assert text.count('<fieldset class="exercise__preview" disabled>') == len(registry.kinds())
    for sample in SAMPLES.values():
        assert [secret for secret in sample["secrets"] if "RETRO" in secret and secret in text] == []
    assert "EXPLICACIÓN" not in text
    assert 'method="post"' not in text.partition("<main")[2].partition("</main>")[0]


def test_a_preview_shows_what_is_wrong_with_an_exercise_that_is_not_finished(lesson):
    raw = json.loads(json.dumps(list(lesson.content.raw_data)))
    choice = next(block for block in raw if block["type"] == "single_choice")
    choice["value"]["options"] = choice["value"]["options"][:1]
    lesson.content = json.dumps(raw)
    response = lesson.make_preview_request()
    assert response.status_code == 200
    assert response.content.decode().count('class="notice"') == 1


def test_a_course_page_lists_its_public_lessons_with_their_hours(client):
    course = make_course(lessons=2, content=texts())
    page = CoursePage.objects.get(course=course, locale__language_code="es")
    make_lesson_page(page, 3, texts()).unpublish()
    response = client.get(page.url)
    assert [lesson.title for lesson in response.context["lessons"]] == ["Lección 1", "Lección 2"]
    assert response.context["hours"] == 6


@pytest.mark.parametrize("lessons", [1, 3])
def test_a_course_page_asks_the_same_however_many_lessons_it_has(
    lessons, django_assert_num_queries, rf: RequestFactory
):
    course = make_course(lessons=lessons, content=[])
    page = CoursePage.objects.get(course=course, locale__language_code="es")
    page.course  # noqa: B018  # part of every read of the page
    with django_assert_num_queries(2):
        page.get_context(rf.get("/"))


def test_only_lessons_stand_under_a_course_page():
    assert CoursePage.allowed_subpage_models() == [LessonPage]
    assert LessonPage.allowed_parent_page_models() == [CoursePage]
    assert LessonPage.allowed_subpage_models() == []


def test_a_course_page_without_lessons_says_nothing_of_hours(client):
    from courses.catalogue.facts import Course

    page = make_course_page(Course.objects.create(code="vacia"))
    response = client.get(page.url)
    assert response.context["lessons"] == []
    assert Page.objects.filter(pk=page.pk).exists()


def test_the_preview_of_a_page_may_stand_in_a_frame_of_the_admin(client, lesson, django_user_model):
    client.force_login(django_user_model.objects.create_superuser("admin@example.org"))
    response = client.get(f"/admin/pages/{lesson.pk}/view_draft/")
    assert response.status_code == 200
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in client.get(lesson.url)["Content-Security-Policy"]
