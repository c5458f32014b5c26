"""Taking a place in a cohort."""

from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.cohorts.models import Cohort, CourseEnrolment, Enrolment, EnrolmentQuerySet
from courses.cohorts.welcoming import post_welcome
from courses.records import consents, trail
from courses.records.models import Consent

if TYPE_CHECKING:
    from incubator.people import User

TRIES = 5


class CannotJoin(Exception):
    """Why somebody gets no place; the message is for the reader."""


class NotReady(CannotJoin):
    """What is missing can be given in the person's own details."""


def normalise(join_code: str) -> str:
    """What somebody meant by what was typed: capitals, without spaces or hyphens."""
    return "".join(join_code.split()).replace("-", "").upper()


def join(*, learner: "User", join_code: str) -> Enrolment:
    """The learner's enrolment in the cohort with this code; a repeat returns the one that exists.

    Raises `CannotJoin` when the code is unknown, the cohort is closed, over or full, the person studies the same
    elsewhere, or (`NotReady`) may not enrol yet.
    """
    cohort = Cohort.objects.filter(join_code=normalise(join_code)).first()
    if cohort is None:
        raise CannotJoin(_("No cohort has this code. Check it in the message of whoever invited you."))
    existing = Enrolment.objects.filter(learner=learner, cohort=cohort).first()
    if existing:
        return _still_active(existing)
    _refuse_unless_open(cohort)
    if not consents.has(learner, Consent.Purpose.COURSE):
        raise NotReady(_("First accept the privacy notice for course data, in your details."))
    with transaction.atomic():
        # Held so that nobody who joins two cohorts at once escapes the next line.
        get_user_model()._default_manager.select_for_update(no_key=True).get(pk=learner.pk)
        _refuse_unless_new_to_its_courses(learner, cohort)
        return enrol(learner=learner, cohort=cohort, by=learner)


def enrol(*, learner: "User", cohort: Cohort, by: "User") -> Enrolment:
    """Takes the lowest free seat. Two people who want the last one get one seat: the database refuses the other.

    Raises `NotReady` for somebody without what a certificate must print.
    """
    if not learner.is_ready_to_enrol:
        raise NotReady(_("First fill in your name and document, in your details, as the certificate must print them."))
    for _try in range(TRIES):
        try:
            with transaction.atomic():
                return _take_seat(learner, cohort, by)
        except IntegrityError:
            existing = Enrolment.objects.filter(learner=learner, cohort=cohort).first()
            if existing:
                return _still_active(existing)
    raise CannotJoin(_("Many people are enrolling at this moment. Try again in a minute."))


def _take_seat(learner: "User", cohort: Cohort, by: "User") -> Enrolment:
    cohort = Cohort.objects.select_for_update().get(pk=cohort.pk)
    seat = _free_seat(cohort)
    if seat is None:
        raise CannotJoin(_("All places of this cohort are taken. Write to its contact person."))
    enrolment = Enrolment.objects.create(learner=learner, cohort=cohort, seat=seat)
    open_courses(enrolments=Enrolment.objects.filter(pk=enrolment.pk), cohort=cohort)
    trail.record(action="cohorts.enrolled", subject=enrolment, actor=by, cohort=cohort.code, seat=seat)
    post_welcome(enrolment)
    return enrolment


def _free_seat(cohort: Cohort) -> int | None:
    """The lowest; the cohort must be locked, so that nobody else is given it."""
    taken = set(cohort.enrolments.active().values_list("seat", flat=True))
    return next((number for number in range(1, cohort.seats + 1) if number not in taken), None)


def open_courses(*, enrolments: EnrolmentQuerySet, cohort: Cohort) -> None:
    """Gives these enrolments of the cohort a row for each of its courses that they do not have yet."""
    for cohort_course in cohort.cohort_courses.all():
        rows = [
            CourseEnrolment(enrolment=enrolment, cohort_course=cohort_course)
            for enrolment in enrolments.without(cohort_course)
        ]
        CourseEnrolment.objects.bulk_create(rows, ignore_conflicts=True)


def withdraw(*, enrolment: Enrolment, by: "User", reason: str) -> bool:
    """Frees the seat and keeps the row. False when it was withdrawn already."""
    with transaction.atomic():
        changed = Enrolment.objects.active().filter(pk=enrolment.pk)
        if not changed.update(state=Enrolment.State.WITHDRAWN, seat=None, reason=reason):
            return False
        trail.record(action="cohorts.withdrawn", subject=enrolment, actor=by)
        return True


def readmit(*, enrolment: Enrolment, by: "User") -> bool:
    """Gives whoever was withdrawn the lowest free seat again. False when she has one already.

    Raises `CannotJoin`, in words for staff.
    """
    with transaction.atomic():
        learner = get_user_model()._default_manager.select_for_update(no_key=True).get(pk=enrolment.learner_id)
        cohort = Cohort.objects.select_for_update().get(pk=enrolment.cohort_id)
        rows = Enrolment.objects.filter(pk=enrolment.pk, state=Enrolment.State.WITHDRAWN)
        if not rows.exists():
            return False
        _refuse_unless_may_return(learner, cohort)
        seat = _free_seat(cohort)
        if seat is None:
            raise CannotJoin(_("All places of this cohort are taken."))
        rows.update(state=Enrolment.State.ACTIVE, seat=seat, reason="")
        open_courses(enrolments=Enrolment.objects.filter(pk=enrolment.pk), cohort=cohort)
        trail.record(action="cohorts.readmitted", subject=enrolment, actor=by, cohort=cohort.code, seat=seat)
        return True


def _refuse_unless_may_return(learner: "User", cohort: Cohort) -> None:
    if not learner.is_ready_to_enrol or not consents.has(learner, Consent.Purpose.COURSE):
        raise CannotJoin(
            _("This person's details are not complete, or the privacy notice for course data is not accepted.")
        )
    if found := _same_courses_elsewhere(learner, cohort):
        name = {"name": found.cohort_course.cohort.name}
        raise CannotJoin(_("This person studies one of its modules in the cohort %(name)s already.") % name)


def _refuse_unless_open(cohort: Cohort) -> None:
    if cohort.mode == Cohort.Mode.CLOSED:
        raise CannotJoin(_("This cohort is closed: nobody can join now."))
    if cohort.ends_on < timezone.now().astimezone(cohort.zone).date():
        raise CannotJoin(_("This cohort has ended."))


def _refuse_unless_new_to_its_courses(learner: "User", cohort: Cohort) -> None:
    """Attempts are counted per enrolment: a second one in the same course would double them."""
    if found := _same_courses_elsewhere(learner, cohort):
        raise CannotJoin(
            _(
                "You study one of its modules in the cohort %(name)s already. You can join once that one takes no answers."
            )
            % {"name": found.cohort_course.cohort.name}
        )


def _same_courses_elsewhere(learner: "User", cohort: Cohort) -> CourseEnrolment | None:
    same = CourseEnrolment.objects.filter(
        enrolment__learner=learner,
        enrolment__state=Enrolment.State.ACTIVE,
        cohort_course__course__in=cohort.cohort_courses.values("course"),
        cohort_course__due_at__gte=timezone.now(),
    )
    return same.select_related("cohort_course__cohort").first()


def _still_active(enrolment: Enrolment) -> Enrolment:
    if enrolment.state != Enrolment.State.ACTIVE:
        raise CannotJoin(_("You were withdrawn from this cohort. Write to its contact person to return."))
    return enrolment
