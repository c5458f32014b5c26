"""Who studies what with whom, and when. Facts without a language; none points to a page."""

from datetime import datetime
from typing import ClassVar
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from courses.catalogue.models import Course, Release

JOIN_CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def new_join_code() -> str:
    """A code that can be read out over the telephone: no 0/O, no 1/I/L."""
    return get_random_string(8, JOIN_CODE_ALPHABET)


def validate_time_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(_("There is no time zone of this name. Write it like America/Lima."))


class CohortQuerySet(models.QuerySet["Cohort"]):
    def staffed_by(self, user: models.Model) -> "CohortQuerySet":
        return self.filter(staff__user=user)


class Cohort(ClusterableModel):
    class Mode(models.TextChoices):
        CODE = "code", _("With the cohort's code")
        CLOSED = "closed", _("Closed: nobody can join now")

    code = models.SlugField(
        _("code"),
        max_length=30,
        unique=True,
        help_text=_("Stands in addresses and on certificates, for example lima-2026-2."),
    )
    name = models.CharField(_("name"), max_length=120)
    institution = models.CharField(_("institution"), max_length=200)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    time_zone = models.CharField(_("time zone"), max_length=40, default="America/Lima", validators=[validate_time_zone])
    seats = models.PositiveIntegerField(_("seats"), validators=[MinValueValidator(1)])
    mode = models.CharField(_("enrolment"), max_length=8, choices=Mode, default=Mode.CODE)
    join_code = models.CharField(
        _("joining code"),
        max_length=12,
        unique=True,
        default=new_join_code,
        validators=[RegexValidator(r"^[2-9A-HJKMNP-Z]{6,12}$")],
    )
    contact_name = models.CharField(_("contact person"), max_length=120)
    contact_email = models.EmailField(_("contact e-mail"))
    contact_phone = models.CharField(_("contact telephone"), max_length=40, blank=True)

    objects = CohortQuerySet.as_manager()

    class Meta:
        verbose_name = _("cohort")
        verbose_name_plural = _("cohorts")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="cohort_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(seats__gte=1), name="cohort_has_seats"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def city(self) -> str:
        """How a sentence calls its time zone: "time of Lima"."""
        return self.time_zone.rpartition("/")[2].replace("_", " ")


class CohortCourse(models.Model):
    """A course as one cohort takes it: pinned to a release, with its own dates."""

    cohort = ParentalKey(Cohort, on_delete=models.PROTECT, related_name="cohort_courses")
    course = models.ForeignKey(Course, models.PROTECT, related_name="+")
    release = models.ForeignKey(Release, models.PROTECT, related_name="cohort_courses", verbose_name=_("release"))
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    opens_at = models.DateTimeField(_("opens at"))
    due_at = models.DateTimeField(_("due at"))

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cohort", "course"], name="cohort_course_once"),
            models.CheckConstraint(condition=Q(due_at__gt=F("opens_at")), name="cohort_course_due_after_it_opens"),
        ]

    def __str__(self) -> str:
        return f"{self.cohort_id}/{self.course_id}"

    def clean(self) -> None:
        """The release decides the course; who studies one release is not moved to another by an edit."""
        if not self.release_id:
            return
        self.course = self.release.course
        before = CohortCourse.objects.filter(pk=self.pk).values_list("release_id", flat=True).first()
        if before and before != self.release_id and self.course_enrolments.exists():
            raise ValidationError({"release": _("People study this release already. Give a new cohort the newer one.")})
        if self.opens_at and self.due_at and self.due_at <= self.opens_at:
            raise ValidationError({"due_at": _("A module is due after it opens.")})

    def is_open(self, at: datetime | None = None) -> bool:
        return self.opens_at <= (at or timezone.now())

    def takes_answers(self, at: datetime | None = None) -> bool:
        """Whether answers may be handed in: from its opening to its due moment."""
        return self.opens_at <= (at or timezone.now()) <= self.due_at


class CohortStaff(models.Model):
    class Role(models.TextChoices):
        FACILITATOR = "facilitator", _("Facilitator")
        COORDINATOR = "coordinator", _("Coordinator")

    cohort = ParentalKey(Cohort, on_delete=models.PROTECT, related_name="staff")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="cohort_roles", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.FACILITATOR)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["cohort", "user"], name="cohort_staff_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.cohort_id}"


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def active(self) -> "EnrolmentQuerySet":
        return self.filter(state=Enrolment.State.ACTIVE)

    def without(self, cohort_course: CohortCourse) -> "EnrolmentQuerySet":
        """Those that have no row yet for this course of their cohort."""
        return self.exclude(course_enrolments__cohort_course=cohort_course)


class Enrolment(models.Model):
    """A learner's place in a cohort. The seat number is what makes over-booking impossible."""

    class State(models.TextChoices):
        ACTIVE = "active", _("Active")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="enrolments")
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="enrolments")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ACTIVE)
    seat = models.PositiveIntegerField(_("seat"), null=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    enrolled_at = models.DateTimeField(default=timezone.now)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["learner", "cohort"], name="enrolment_once"),
            models.UniqueConstraint(fields=["cohort", "seat"], name="enrolment_one_per_seat"),
            models.CheckConstraint(
                condition=Q(state="active", seat__gte=1) | Q(state="withdrawn", seat=None),
                name="enrolment_active_has_a_seat",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} {self.cohort_id}"


class CourseEnrolment(models.Model):
    """One learner's way through one course of a cohort, and how it ended."""

    class State(models.TextChoices):
        OPEN = "open", _("In progress")
        COMPLETED = "completed", _("Completed")
        NOT_PASSED = "not_passed", _("Not passed")

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="course_enrolments")
    cohort_course = models.ForeignKey(CohortCourse, models.PROTECT, related_name="course_enrolments")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    grade = models.DecimalField(_("grade"), max_digits=6, decimal_places=3, null=True, help_text="Percent, 0 to 100.")
    completed_at = models.DateTimeField(null=True)
    overrides = models.JSONField(default=list, help_text="Decisions by staff with their reason, oldest first.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["enrolment", "cohort_course"], name="course_enrolment_once"),
            models.CheckConstraint(
                condition=~Q(state="completed") | Q(completed_at__isnull=False, grade__isnull=False),
                name="course_enrolment_completed_has_grade_and_date",
            ),
            models.CheckConstraint(
                condition=Q(grade=None) | Q(grade__gte=0, grade__lte=100), name="course_enrolment_grade_is_percent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id}/{self.cohort_course_id}"
