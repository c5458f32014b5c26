"""Taking a place in a cohort."""

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.cohorts.models import Cohort, CourseEnrolment, Enrolment
from courses.cohorts.welcoming import post_welcome
from courses.records import consents, trail
from courses.records.models import Consent

if TYPE_CHECKING:
    from incubator.people import User

TRIES = 5


class CannotJoin(Exception):
    """Why somebody gets no place; the message is for the reader."""


def normalise(join_code: str) -> str:
    """What somebody meant by what was typed: capitals, without spaces or hyphens."""
    return "".join(join_code.split()).replace("-", "").upper()


def join(*, learner: "User", join_code: str) -> Enrolment:
    """The learner's enrolment in the cohort with this code; a repeat returns the one that exists.

    Raises `CannotJoin` when the code is unknown, the cohort is closed, over or full, or the person may not enrol yet.
    """
    cohort = Cohort.objects.filter(join_code=normalise(join_code), mode=Cohort.Mode.CODE).first()
    if cohort is None:
        raise CannotJoin(_("No cohort has this code. Check it in the message of whoever invited you."))
    existing = Enrolment.objects.filter(learner=learner, cohort=cohort).first()
    if existing:
        return _still_active(existing)
    _refuse_unless_ready(learner, cohort)
    return enrol(learner=learner, cohort=cohort, by=learner)


def enrol(*, learner: "User", cohort: Cohort, by: "User") -> Enrolment:
    """Takes the lowest free seat. Two people who want the last one get one seat: the database refuses the other."""
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
    taken = set(cohort.enrolments.active().values_list("seat", flat=True))
    seat = next((number for number in range(1, cohort.seats + 1) if number not in taken), None)
    if seat is None:
        raise CannotJoin(_("All places of this cohort are taken. Write to its contact person."))
    enrolment = Enrolment.objects.create(learner=learner, cohort=cohort, seat=seat)
    open_courses(enrolment)
    trail.record(action="cohorts.enrolled", subject=enrolment, actor=by, cohort=cohort.code, seat=seat)
    post_welcome(enrolment)
    return enrolment


def open_courses(enrolment: Enrolment) -> None:
    """Gives the enrolment a row for each course of its cohort that it does not have yet."""
    for cohort_course in enrolment.cohort.cohort_courses.all():
        CourseEnrolment.objects.get_or_create(enrolment=enrolment, cohort_course=cohort_course)


def withdraw(*, enrolment: Enrolment, by: "User", reason: str) -> bool:
    """Frees the seat and keeps the row. False when it was withdrawn already."""
    with transaction.atomic():
        changed = Enrolment.objects.active().filter(pk=enrolment.pk)
        if not changed.update(state=Enrolment.State.WITHDRAWN, seat=None, reason=reason):
            return False
        trail.record(action="cohorts.withdrawn", subject=enrolment, actor=by, reason=reason)
        return True


def _refuse_unless_ready(learner: "User", cohort: Cohort) -> None:
    if cohort.ends_on < timezone.now().astimezone(cohort.zone).date():
        raise CannotJoin(_("This cohort has ended."))
    if not consents.has(learner, Consent.Purpose.COURSE):
        raise CannotJoin(_("First accept the privacy notice for course data."))
    if not learner.is_ready_to_enrol:
        raise CannotJoin(_("First fill in your name and document as they must stand on the certificate."))


def _still_active(enrolment: Enrolment) -> Enrolment:
    if enrolment.state != Enrolment.State.ACTIVE:
        raise CannotJoin(_("You were withdrawn from this cohort. Write to its contact person to return."))
    return enrolment
