"""Courses and releases in the Wagtail admin."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import ModelForm
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import ModelPermissionPolicy

from courses.catalogue import release_view
from courses.catalogue.facts import Course, Release

FIELDS = ["code", "position", "hour_unit", "pass_mark", "sequence", "prerequisites"]


class NewCourseForm(WagtailAdminModelForm):
    class Meta:
        model = Course
        fields = FIELDS


class CourseForm(WagtailAdminModelForm):
    """The code stands in learners' addresses: once given, it stays."""

    class Meta:
        model = Course
        fields = FIELDS[1:]

    def clean_prerequisites(self) -> QuerySet[Course]:
        """No course waits for itself, not even through others: nobody could begin it."""
        wanted: QuerySet[Course] = self.cleaned_data["prerequisites"]
        for course in wanted:
            if course.pk == self.instance.pk:
                raise ValidationError(_("A course cannot require itself."))
            if self.instance.pk in required_by(course):
                message = _("“%(code)s” requires this course, at once or through others: nobody could begin either.")
                raise ValidationError(message, params={"code": course.code})
        return wanted


def required_by(course: Course) -> set[int]:
    """The ids of all courses to be completed before this one, those of its prerequisites included."""
    found: set[int] = set()
    new = {course.pk}
    while new:
        rows = Course.prerequisites.through.objects.filter(from_course__in=new)
        new = set(rows.values_list("to_course", flat=True)) - found
        found |= new
    return found


def _release_address(course: Course) -> str:
    return reverse("course:release", args=[course.pk])


class CourseIndexView(generic.IndexView):
    @property
    def columns(self) -> list[Column]:
        release = TitleColumn(
            "release", label=_("Release"), accessor=lambda course: _("Check and release"), get_url=_release_address
        )
        return [*super().columns, release]


class CoursePolicy(ModelPermissionPolicy):
    """A course is part of the record: nobody deletes one."""

    def user_has_permission(self, user: AbstractUser, action: str) -> bool:
        return action != "delete" and bool(super().user_has_permission(user, action))


class CourseViewSet(ModelViewSet):
    model = Course
    name = "course"
    icon = "folder-open-1"
    menu_label = _("Courses")
    list_display: ClassVar = ["code", "position", "pass_mark"]
    index_view_class = CourseIndexView
    copy_view_enabled = False

    @property
    def permission_policy(self) -> CoursePolicy:
        return CoursePolicy(Course)

    def get_form_class(self, for_update: bool = False) -> type[ModelForm]:
        return CourseForm if for_update else NewCourseForm

    def get_urlpatterns(self) -> list[URLPattern]:
        return [*super().get_urlpatterns(), path("release/<int:pk>/", release_view.release_course, name="release")]


class ReleasePolicy(ModelPermissionPolicy):
    """Releases are read here; they are made on the page of their course, and never changed."""

    def user_has_permission(self, user: AbstractUser, action: str) -> bool:
        if action in ("add", "change", "delete"):
            return False
        return any(super(ReleasePolicy, self).user_has_permission(user, name) for name in ("view", "add"))

    def user_has_any_permission(self, user: AbstractUser, actions: Any) -> bool:
        return self.user_has_permission(user, "view")


class ReleaseViewSet(ModelViewSet):
    model = Release
    name = "release"
    icon = "lock"
    menu_label = _("Releases")
    list_display: ClassVar = ["__str__", "number", "at", "by", "hours"]
    ordering: ClassVar = ["course", "-number"]
    inspect_view_enabled = True
    inspect_view_fields: ClassVar = ["course", "number", "at", "by", "notes", "hours", "languages", "sha256"]
    copy_view_enabled = False
    add_to_reference_index = False
    form_fields: ClassVar[list[str]] = []

    @property
    def permission_policy(self) -> ReleasePolicy:
        return ReleasePolicy(Release)


class CatalogueGroup(ViewSetGroup):
    menu_label = _("Catalogue")
    menu_icon = "openquote"
    menu_order = 250
    items = (CourseViewSet("course"), ReleaseViewSet("release"))
