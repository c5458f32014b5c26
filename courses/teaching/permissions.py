"""Who may do what at the desk, as questions."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from courses.cohorts.models import Cohort, CohortStaff, Enrolment
from courses.learning.models import Attempt

if TYPE_CHECKING:
    from incubator.people import User


def cohorts_taught_by(user: "User") -> QuerySet[Cohort]:
    """Coordinators who may change cohorts see all of them, staff their own."""
    if user.has_perm("cohorts.change_cohort"):
        return Cohort.objects.all()
    return Cohort.objects.staffed_by(user)


def can_change_places(user: "User", cohort: Cohort) -> bool:
    """Coordinators: of all cohorts, or of this one."""
    own = cohort.staff.filter(user=user, role=CohortStaff.Role.COORDINATOR)
    return user.has_perm("cohorts.change_cohort") or own.exists()


def can_review(user: "User", attempt: Attempt) -> bool:
    """Nobody marks an answer of her own, nor of somebody who lost the place."""
    enrolment = attempt.course_enrolment.enrolment
    return enrolment.state == Enrolment.State.ACTIVE and enrolment.learner_id != user.pk
