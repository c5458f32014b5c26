"""What editors write: one page per language, sharing a translation key. Facts never point here."""

from decimal import Decimal
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.query import PageQuerySet
from wagtail_localize.fields import SynchronizedField

from courses.catalogue import previewing, visiting
from courses.catalogue.content import LessonContent
from courses.catalogue.facts import Course
from theme.blocks import RICH_TEXT


class CoursePage(Page):
    """Presents a course to everybody; its children are the lessons in their order."""

    course: "models.ForeignKey[Course, Course]" = models.ForeignKey(
        Course, models.PROTECT, related_name="+", verbose_name=gettext_lazy("course")
    )
    summary: "models.TextField[str, str]" = models.TextField(
        gettext_lazy("summary"), help_text=gettext_lazy("One or two sentences, public.")
    )
    intro = RichTextField(gettext_lazy("introduction"), features=RICH_TEXT, blank=True)

    template = "catalogue/course_page.html"
    subpage_types: ClassVar = ["catalogue.LessonPage"]
    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("course"),
        FieldPanel("summary"),
        FieldPanel("intro"),
    ]
    override_translatable_fields: ClassVar = [SynchronizedField("course", overridable=False)]

    class Meta:
        verbose_name = gettext_lazy("course page")
        verbose_name_plural = gettext_lazy("course pages")

    def clean(self) -> None:
        super().clean()
        same = CoursePage.objects.filter(course_id=self.course_id, locale_id=self.locale_id).exclude(pk=self.pk)
        if self.course_id and same.exists():
            raise ValidationError({"course": _("This course has a page in this language already.")})

    def live_lessons(self) -> PageQuerySet:
        return LessonPage.objects.child_of(self).live().order_by("path")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        lessons = list(self.live_lessons().public().defer_streamfields())
        return context | {
            "course": self.course,
            "lessons": lessons,
            "hours": sum((lesson.hours for lesson in lessons), Decimal(0)),
            "study_url": visiting.destination(request, self),
            "join_url": visiting.joining(request, self),
        }


class LessonPage(Page):
    """A lesson as editors see it. Learners study its released copy at their own address."""

    hours: "models.DecimalField[Decimal, Decimal]" = models.DecimalField(
        gettext_lazy("hours"),
        max_digits=4,
        decimal_places=1,
        validators=[MinValueValidator(Decimal("0.5"))],
        help_text=gettext_lazy("In the unit of the course; certificates state the sum."),
    )
    sensitive: "models.BooleanField[bool, bool]" = models.BooleanField(
        gettext_lazy("sensitive content"),
        default=False,
        help_text=gettext_lazy("Then the lesson has to begin with a content note."),
    )
    summary: "models.TextField[str, str]" = models.TextField(
        gettext_lazy("summary"), help_text=gettext_lazy("One or two sentences, public.")
    )
    objectives = RichTextField(gettext_lazy("objectives"), features=["bold", "ul", "ol"], blank=True)
    content = LessonContent(verbose_name=gettext_lazy("content"))

    template = "catalogue/lesson_page.html"
    landing_template = "catalogue/lesson_closed.html"
    parent_page_types: ClassVar = ["catalogue.CoursePage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("hours"),
        FieldPanel("sensitive"),
        FieldPanel("summary"),
        FieldPanel("objectives"),
        FieldPanel("content"),
    ]
    override_translatable_fields: ClassVar = [
        SynchronizedField("hours", overridable=False),
        SynchronizedField("sensitive", overridable=False),
    ]

    class Meta:
        verbose_name = gettext_lazy("lesson page")
        verbose_name_plural = gettext_lazy("lesson pages")

    def course_page(self) -> CoursePage:
        return CoursePage.objects.get(pk=self.get_parent().pk)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Editors see the live page, learners are sent to theirs, anybody else reads how to enrol."""
        if self.permissions_for_user(request.user).can_edit():
            return super().serve(request, *args, **kwargs)
        if address := visiting.destination(request, self):
            return HttpResponseRedirect(address)
        context = super().get_context(request) | {"join_url": visiting.joining(request, self)}
        return TemplateResponse(request, self.landing_template, context | {"course_page": self.get_parent().specific})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        parent = self.get_parent()
        return context | {
            "course_page": parent and parent.specific,
            "parts": previewing.parts(self.content, self.locale.language_code),
        }
