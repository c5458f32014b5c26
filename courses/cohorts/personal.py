"""What cohorts know about people: their places, and their part as staff."""

from courses.records.personal import Erase, PersonalData, declare

declare(
    PersonalData(
        model="cohorts.CohortStaff",
        person="user",
        export=("role",),
        erase=Erase.KEEP,
        reason="Who was responsible for a cohort belongs to its marks and certificates.",
    ),
    PersonalData(
        model="cohorts.Enrolment",
        person="learner",
        export=("state", "seat", "reason", "enrolled_at"),
        erase=Erase.PSEUDONYMISE,
        clear=("reason",),
        reason="Seats and results are counted; why somebody left, in staff's words, goes.",
    ),
    PersonalData(
        model="cohorts.CourseEnrolment",
        person="enrolment__learner",
        export=("state", "grade", "completed_at", "overrides"),
        erase=Erase.PSEUDONYMISE,
        clear=("overrides",),
        reason="The result is what certificates and reports rest on; decisions in staff's words go.",
    ),
)
