"""Pages of the site that belong to no course: the home page and plain ones."""

from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from courses.catalogue.pages import CoursePage, LessonPage

#: Slugs of the plain pages that other pages link to.
KNOWN = {
    "es": {"personal data": "datos-personales", "accessibility": "accesibilidad", "protocol": "protocolo"},
    "en": {"personal data": "personal-data", "accessibility": "accessibility", "protocol": "protocol"},
}


def known_page(name: str, language: str) -> str:
    return f"/{language}/{KNOWN[language][name]}/"


class HomePage(Page):
    """What the programme is, its modules, how one studies, and the way to verify a certificate."""

    lede = models.TextField(_("lede"))
    steps = StreamField(
        [("step", blocks.StructBlock([("title", blocks.CharBlock()), ("text", blocks.TextBlock())]))],
        verbose_name=_("how one studies"),
        blank=True,
    )

    template = "incubator/home_page.html"
    max_count_per_parent = 2
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    content_panels: ClassVar = [*Page.content_panels, FieldPanel("lede"), FieldPanel("steps")]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        modules = list(
            CoursePage.objects.child_of(self).live().public().select_related("course").order_by("course__position")
        )
        lessons = list(LessonPage.objects.descendant_of(self).live().public().defer_streamfields().order_by("path"))
        of_module = {
            module.pk: [lesson for lesson in lessons if lesson.path.startswith(module.path)] for module in modules
        }
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | {
            "modules": [
                {"page": page, "lessons": of_module[page.pk], "hours": _hours(of_module[page.pk])} for page in modules
            ],
            "number_of_lessons": len(lessons),
            "hours": _hours(lessons),
            "hour_units": {module.course.hour_unit for module in modules},
        }


class PlainPage(Page):
    """A text of its own: the notice on personal data, accessibility, the facilitators' protocol."""

    body = RichTextField(_("body"), features=["h2", "h3", "bold", "link", "ol", "ul"])

    template = "incubator/plain_page.html"
    content_panels: ClassVar = [*Page.content_panels, FieldPanel("body")]


def _hours(lessons: list[LessonPage]) -> Decimal:
    return sum((lesson.hours for lesson in lessons), Decimal(0))
