"""The page of the admin on which a course is released."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import translation

from courses.catalogue.facts import Course, Release
from courses.catalogue.pages import LessonPage
from tests.catalogue.factories import block, exercise, make_course, make_release, quick_release, translate

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

QUICK = [block("note", {"text": "<p>Nota.</p>"}), block("text", "<p>Texto.</p>"), exercise("single_choice")]


def person(django_user_model, *codenames: str):
    user = django_user_model.objects.create_user("editora@example.org", "clave", is_staff=True, language="en")
    user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *codenames]))
    return user


@pytest.fixture
def editor(client, django_user_model):
    client.force_login(person(django_user_model, "add_release", "change_course", "add_course"))
    return client


def address(course: Course) -> str:
    return reverse("course:release", args=[course.pk])


def test_an_editor_reads_what_is_wrong_and_finds_no_button(editor):
    course = make_course(content=[block("text", "<p>Sin nota.</p>"), exercise("single_choice")])
    response = editor.get(address(course))
    text = response.content.decode()
    assert [problem.where for problem in response.context["problems"]] == ["Lección 1 · es", "EN Lección 1 · en"]
    assert "frozen" not in response.context
    assert "<textarea" not in text


def test_an_editor_sees_what_will_be_frozen_and_releases_it(editor):
    course = make_course(content=QUICK)
    assert "Lección 1 · EN Lección 1" in " ".join(editor.get(address(course)).content.decode().split())
    response = editor.post(address(course), {"notes": "Primera"}, follow=True)
    release = Release.objects.get()
    assert (release.number, release.notes, release.by.email) == (1, "Primera", "editora@example.org")
    assert response.context["same"] == release


def test_an_editor_sees_what_changed_since_the_last_release(editor):
    course = make_course(content=QUICK)
    make_release(course)
    page = LessonPage.objects.get(locale__language_code="es")
    page.summary = "Otro resumen."
    page.save_revision().publish()
    translate(page)
    with translation.override("en"):
        response = editor.get(address(course))
    assert len(response.context["changes"]) == 1


def test_releasing_the_same_again_makes_nothing(editor):
    course = make_course(content=QUICK)
    make_release(course)
    editor.post(address(course), {"notes": ""})
    assert Release.objects.count() == 1


def test_who_may_not_release_is_turned_away(client, django_user_model):
    course = make_course(content=QUICK)
    client.force_login(person(django_user_model, "change_course"))
    for response in (client.get(address(course)), client.post(address(course), {"notes": ""})):
        assert response.status_code == 302
    assert not Release.objects.exists()


def test_a_stranger_is_asked_to_sign_in(client):
    course = Course.objects.create(code="c")
    response = client.get(address(course))
    assert (response.status_code, "login" in response["Location"]) == (302, True)


def test_releases_can_be_read_and_nothing_else(editor):
    release = quick_release()
    assert editor.get(reverse("release:index")).status_code == 200
    assert release.sha256 in editor.get(reverse("release:inspect", args=[release.pk])).content.decode()
    for name, arguments in (("add", []), ("edit", [release.pk]), ("delete", [release.pk])):
        assert editor.get(reverse(f"release:{name}", args=arguments)).status_code == 302


def test_the_code_of_a_course_is_given_once(editor):
    editor.post(
        reverse("course:add"),
        {"code": "diseno", "position": 1, "hour_unit": "teaching", "pass_mark": "70", "sequence": "free"},
    )
    course = Course.objects.get(code="diseno")
    assert editor.get(reverse("course:index")).status_code == 200
    editor.post(
        reverse("course:edit", args=[course.pk]),
        {"code": "otro", "position": 2, "hour_unit": "teaching", "pass_mark": "60", "sequence": "free"},
    )
    course.refresh_from_db()
    assert (course.code, course.position, course.pass_mark) == ("diseno", 2, 60)


def test_a_course_never_requires_itself_not_even_through_others(editor):
    first, second, third = (Course.objects.create(code=code) for code in ("uno", "dos", "tres"))
    second.prerequisites.add(first)
    third.prerequisites.add(second)
    facts = {"position": 1, "hour_unit": "teaching", "pass_mark": "70", "sequence": "free"}
    for wanted, named in ((first, False), (third, True)):
        response = editor.post(reverse("course:edit", args=[first.pk]), facts | {"prerequisites": [wanted.pk]})
        (refused,) = response.context["form"].errors.pop("prerequisites")
        assert ("tres" in refused, response.context["form"].errors) == (named, {})
    editor.post(reverse("course:edit", args=[third.pk]), facts | {"prerequisites": [first.pk, second.pk]})
    assert (set(first.prerequisites.all()), set(third.prerequisites.all())) == (set(), {first, second})


def test_nobody_deletes_a_course(client, django_user_model):
    client.force_login(django_user_model.objects.create_superuser("admin@example.org"))
    course = Course.objects.create(code="c")
    client.post(reverse("course:delete", args=[course.pk]))
    assert Course.objects.filter(pk=course.pk).exists()
