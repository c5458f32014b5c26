"""People, a cohort, an enrolment: enough for a lesson to be studied."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from allauth.account.models import EmailAddress
from django.utils import timezone

from courses.catalogue.models import Release
from courses.catalogue.released import OutlineExercise, OutlineLesson, outline
from courses.cohorts.enrolling import enrol
from courses.cohorts.models import Cohort, CohortCourse, CohortStaff, CourseEnrolment
from courses.learning import practising
from courses.learning.models import Attempt
from courses.records import consents
from incubator.people import User
from tests.catalogue.factories import quick_release
from tests.exercises.samples import SAMPLES

NUMBERS = count(1)


def make_person(email: str = "", **fields: Any) -> User:
    number = next(NUMBERS)
    person = User.objects.create_user(
        email or f"persona{number}@example.org",
        "una-clave-larga",
        **{
            "first_name": "Rosa",
            "last_name": "Quispe Mamani",
            "document_type": "dni",
            "document_number": f"{10_000_000 + number}",
        }
        | fields,
    )
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
    consents.give(person=person, purpose="course", language="es")
    return person


def make_cohort(*releases: Release, **fields: Any) -> Cohort:
    now = timezone.now()
    dates = {name: fields.pop(name) for name in ("opens_at", "due_at") if name in fields}
    number = next(NUMBERS)
    cohort = Cohort.objects.create(
        **{
            "code": f"lima-{number}",
            "name": "Cohorte Lima",
            "institution": "Ministerio",
            "starts_on": (now - timedelta(days=10)).date(),
            "ends_on": (now + timedelta(days=60)).date(),
            "seats": 20,
            "contact_name": "Jorge Mendívil",
            "contact_email": "contacto@example.org",
        }
        | fields
    )
    for position, release in enumerate(releases, 1):
        CohortCourse.objects.create(
            cohort=cohort,
            course=release.course,
            release=release,
            position=position,
            **{"opens_at": now - timedelta(days=10), "due_at": now + timedelta(days=30)} | dates,
        )
    return cohort


def enrolled(release: Release | None = None, learner: User | None = None, **fields: Any) -> CourseEnrolment:
    """A learner in a cohort that studies this release."""
    cohort = make_cohort(release or quick_release(), **fields)
    person = learner or make_person()
    return enrol(learner=person, cohort=cohort, by=person).course_enrolments.get()


def make_facilitator(cohort: Cohort) -> User:
    person = make_person(first_name="Julia", last_name="Paredes Soto")
    CohortStaff.objects.create(cohort=cohort, user=person)
    return person


def places(enrolment: CourseEnrolment) -> list[tuple[OutlineLesson, OutlineExercise]]:
    release = outline(enrolment.cohort_course.release_id)
    return [(lesson, exercise) for lesson in release.lessons for exercise in lesson.exercises]


def place(enrolment: CourseEnrolment, kind: str) -> tuple[OutlineLesson, OutlineExercise]:
    return next(found for found in places(enrolment) if found[1].kind == kind)


def answer(enrolment: CourseEnrolment, kind: str, *, right: bool = True, **own: Any) -> Attempt:
    """Hands in the sample answer of a kind."""
    lesson, exercise = place(enrolment, kind)
    return practising.hand_in(
        course_enrolment=enrolment,
        lesson=lesson,
        exercise=exercise,
        **{
            "answer": SAMPLES[kind]["right_answer" if right else "wrong_answer"],
            "language": "es",
            "token": uuid4(),
        }
        | own,
    )


def lesson_url(enrolment: CourseEnrolment, language: str = "es") -> str:
    lesson = outline(enrolment.cohort_course.release_id).lessons[0]
    cohort_course = enrolment.cohort_course
    parts = (language, "learn", cohort_course.cohort.code, cohort_course.course.code, lesson.slug[language])
    return f"/{'/'.join(parts)}/"


LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
