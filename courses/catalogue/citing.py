"""Which lessons cite a study: Wagtail's own index of references knows, nothing is kept twice."""

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, ReferenceIndex

from courses.catalogue.pages import CoursePage, LessonPage


def lessons_citing(study: Page, language: str) -> list[Page]:
    """Published lessons of that language with the study among those that they cite, in the order of the site."""
    references = ReferenceIndex.get_references_to(study).filter(
        content_type=ContentType.objects.get_for_model(LessonPage)
    )
    cited = [int(identity) for identity in references.values_list("object_id", flat=True)]
    courses = CoursePage.objects.live().public().values_list("path", flat=True)
    lessons = LessonPage.objects.live().public().filter(pk__in=cited, locale__language_code=language).order_by("path")
    shown = set(courses) if cited else set()
    return [lesson for lesson in lessons.defer_streamfields() if lesson.path[: -LessonPage.steplen] in shown]
