"""An editor changes a lesson, previews, translates and releases it; who studies already notices nothing."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, expect
from wagtail.images import get_image_model
from wagtail_localize.models import TranslationSource

from courses.catalogue.models import Course, LessonPage
from courses.cohorts.enrolling import join
from courses.cohorts.models import Cohort, CourseEnrolment
from incubator.founding import found
from tests.catalogue.factories import block, exercise, make_course, make_image, make_release
from tests.learning.factories import enrolled, lesson_url, make_person
from tests.story.person import DESK, Person

pytestmark = [
    pytest.mark.browser,
    # Wagtail leaves the file of a rendition open.
    pytest.mark.filterwarnings("ignore:Unclosed file <tempfile.SpooledTemporaryFile:ResourceWarning"),
]

PASSWORD = "una-clave-larga"
BEFORE, AFTER = "Antes de mirar los datos", "Primero, la pregunta"
IN_ENGLISH = "The question comes first"


@pytest.fixture
def course(live_site: str) -> Course:
    found()
    image = make_image("Mapa")
    content = [
        block("note", {"text": "<p>Esta lección usa cifras sobre violencia.</p>"}),
        block("heading", BEFORE),
        block("image", {"image": image.pk, "decorative": False, "alt_text": "Mapa de Valle Sereno"}),
        exercise("single_choice"),
    ]
    return make_course("lectura", content=content)


@pytest.fixture
def running(course: Course) -> CourseEnrolment:
    """A learner in the middle of the first release."""
    return enrolled(make_release(course))


@pytest.fixture
def editor(browser: Browser, live_site: str, course: Course) -> Iterator[Person]:
    made = make_person("elena@example.org", first_name="Elena")
    made.groups.add(Group.objects.get(name="editors"))
    person = Person(browser, live_site, width=DESK)
    person.signs_in(made.email, PASSWORD)
    yield person
    person.context.close()


def test_an_edited_lesson_reaches_only_new_cohorts(editor: Person, course: Course, running: CourseEnrolment) -> None:
    page = LessonPage.objects.get(locale__language_code="es")
    changes_the_heading(editor, page)
    previews(editor)
    publishes(editor)
    assert headings(running) == [BEFORE]
    assert cannot_release_yet(editor, course)
    translates(editor, page)
    releases(editor, course)
    new = open_cohort_of(course)
    forgets_the_pages(page)
    learner = make_person()
    assert (headings(running), headings(running, "en")) == ([BEFORE], [f"EN {BEFORE}"])
    join(learner=learner, join_code=new.join_code)
    taken = CourseEnrolment.objects.get(enrolment__learner=learner)
    assert (headings(taken), headings(taken, "en")) == ([AFTER], [IN_ENGLISH])
    assert editor.trouble == []


def changes_the_heading(editor: Person, page: LessonPage) -> None:
    editor.goes(f"/admin/pages/{page.pk}/edit/")
    editor.page.locator("input[name='content-1-value']").fill(AFTER)


def previews(editor: Person) -> None:
    """In the panel beside the form, as a learner would see it; nothing can be sent there."""
    editor.page.locator("[data-side-panel-toggle='preview']").click()
    preview = editor.page.frame_locator("#w-preview-iframe")
    expect(preview.locator("h2", has_text=AFTER)).to_be_visible()
    expect(preview.locator("fieldset[disabled] input[type=radio]").first).to_be_visible()


def publishes(editor: Person) -> None:
    editor.page.locator("footer [data-w-dropdown-target='toggle'], footer .w-dropdown__toggle").first.click()
    editor.page.locator("button[name='action-publish']").click()
    expect(editor.page.locator(".messages .success")).to_be_visible()


def cannot_release_yet(editor: Person, course: Course) -> bool:
    editor.goes(f"/admin/course/release/{course.pk}/")
    return editor.page.locator("main form[method=post] button").count() == 0


def translates(editor: Person, page: LessonPage) -> None:
    """Brings the change over, translates the one segment that is new, publishes."""
    source = TranslationSource.objects.get(object_id=page.translation_key)
    editor.goes(f"/admin/localize/update/{source.pk}/")
    editor.sends("main form")
    english = LessonPage.objects.get(locale__language_code="en")
    editor.goes(f"/admin/pages/{english.pk}/edit/")
    missing = editor.page.locator("li.incomplete")
    expect(missing).to_have_count(1)
    missing.locator("button").click()
    editor.page.locator("li.incomplete textarea, li.incomplete input[type=text]").fill(IN_ENGLISH)
    missing.locator("button").last.click()
    expect(missing).to_have_count(0)
    editor.page.locator("footer button[value=publish]").click()
    expect(editor.page.locator(".messages .success")).to_be_visible()


def releases(editor: Person, course: Course) -> None:
    editor.goes(f"/admin/course/release/{course.pk}/")
    expect(editor.page.locator("main form[method=post]")).to_be_visible()
    editor.page.locator("[name=notes]").fill("Título más claro")
    editor.sends("main form[method=post]")
    expect(editor.page.locator(".messages .success")).to_be_visible()
    assert [release.notes for release in course.releases.order_by("number")] == ["", "Título más claro"]


def open_cohort_of(course: Course) -> Cohort:
    """By a coordinator, in the admin; the release offered first is the newest."""
    coordinator = make_person("jorge@example.org")
    coordinator.groups.add(Group.objects.get(name="coordinators"))
    client = Client()
    client.force_login(coordinator)
    now = timezone.localtime()
    sent: dict[str, Any] = {
        "name": "Cohorte nueva",
        "code": "nueva-2027",
        "institution": "Ministerio",
        "starts_on": now.date().isoformat(),
        "ends_on": (now.date() + timedelta(days=90)).isoformat(),
        "time_zone": "America/Lima",
        "seats": "20",
        "mode": "code",
        "join_code": "NVEVA234",
        "contact_name": "Jorge Mendívil",
        "contact_email": "jorge@example.org",
        "cohort_courses-TOTAL_FORMS": "1",
        "cohort_courses-INITIAL_FORMS": "0",
        "cohort_courses-MIN_NUM_FORMS": "1",
        "cohort_courses-MAX_NUM_FORMS": "1000",
        "cohort_courses-0-ORDER": "1",
        "cohort_courses-0-release": course.releases.order_by("-number")[0].pk,
        "cohort_courses-0-position": "1",
        "cohort_courses-0-opens_at": (now - timedelta(days=1)).strftime("%Y-%m-%d %H:%M"),
        "cohort_courses-0-due_at": (now + timedelta(days=60)).strftime("%Y-%m-%d %H:%M"),
        "staff-TOTAL_FORMS": "0",
        "staff-INITIAL_FORMS": "0",
        "staff-MIN_NUM_FORMS": "0",
        "staff-MAX_NUM_FORMS": "1000",
    }
    response = client.post("/admin/cohorts/new/", sent)
    assert response.status_code == 302, response.context["form"].errors
    return Cohort.objects.get(code="nueva-2027")


def forgets_the_pages(page: LessonPage) -> None:
    """Unpublished, then deleted, and the picture with them."""
    page.refresh_from_db()
    page.unpublish()
    LessonPage.objects.all().delete()
    for image in get_image_model().objects.all():
        image.file.delete(save=False)
        image.delete()


def headings(taken: CourseEnrolment, language: str = "es") -> list[str]:
    """Of the lesson as its learner gets it, with its picture."""
    client = Client()
    client.force_login(taken.enrolment.learner)
    html = client.get(lesson_url(taken, language)).content.decode()
    picture = re.search(r'src="(/released/[^"]+)"', html)
    assert picture
    response = client.get(picture[1])
    assert (response.status_code, response["Content-Type"][:6]) == (200, "image/")
    response.close()
    return [text for text in (BEFORE, AFTER, f"EN {BEFORE}", IN_ENGLISH) if f">{text}</h2>" in html]
