"""Where a visitor of a live page goes to study: the address of her own enrolment, if she has one."""

from django.http import HttpRequest
from django.urls import reverse
from wagtail.models import Page

from courses.catalogue.pages import CoursePage, LessonPage
from courses.learning.visiting import visits_of


def study(request: HttpRequest, page: Page) -> str | None:
    """The learner's address of this course or lesson, newest cohort first; None for whoever is not enrolled."""
    if not request.user.is_authenticated or not isinstance(page, CoursePage | LessonPage):
        return None
    language = page.locale.language_code
    for visit in visits_of(request.user):
        if isinstance(page, CoursePage):
            if visit.release.course_id == page.course_id:
                return visit.url(language)
            continue
        for lesson in visit.release.lessons:
            if lesson.key == page.translation_key:
                return visit.lesson_url(lesson, language)
    return None


def join(request: HttpRequest, page: Page) -> str | None:
    """Where somebody without a place begins."""
    return reverse("cohorts:join") if request.user.is_authenticated else reverse("account_signup")
