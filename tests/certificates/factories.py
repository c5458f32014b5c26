"""Completed courses and certificates in each state, for the tests of every room."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from certificates import issuing
from certificates.models import Certificate, Issuer, Signatory
from courses.catalogue.facts import Release
from courses.cohorts.models import Cohort, CohortCourse, CourseEnrolment, Enrolment
from courses.jobs.models import Job
from courses.jobs.running import run
from incubator.people import User
from tests.catalogue.factories import quick_release

_numbers = count(1)
OPENS = datetime(2026, 3, 2, 13, tzinfo=UTC)
COMPLETED = datetime(2026, 4, 18, 2, 30, tzinfo=UTC)  # still the 17th in Lima


def make_person(**own: Any) -> User:
    number = next(_numbers)
    values = {
        "first_name": "Rosa",
        "last_name": "Quispe Mamani",
        "document_type": "dni",
        "document_number": f"4567{number:04}",
        "language": "es",
    }
    return User.objects.create_user(f"persona{number}@example.org", "incubator-demo", **{**values, **own})


def make_completed(
    *, learner: User | None = None, release: Release | None = None, grade: str = "78.125", **cohort: Any
) -> CourseEnrolment:
    """A course that somebody completed on 17 April 2026, Lima time; nobody was told."""
    number = next(_numbers)
    release = release or quick_release(kinds=[])
    values = {
        "code": f"mimp-2026-{number}",
        "name": "Lima 2026",
        "institution": "Ministerio de la Mujer y Poblaciones Vulnerables",
        "starts_on": OPENS.date(),
        "ends_on": OPENS.date() + timedelta(days=90),
        "seats": 30,
        "join_code": f"ABC{number:05}".translate(str.maketrans("01", "XY")),
    }
    place = Cohort.objects.create(**{**values, **cohort})
    taken = CohortCourse.objects.create(
        cohort=place, course=release.course, release=release, opens_at=OPENS, due_at=OPENS + timedelta(days=90)
    )
    enrolment = Enrolment.objects.create(
        learner=learner or make_person(), cohort=place, seat=1, enrolled_at=OPENS - timedelta(days=9)
    )
    return CourseEnrolment.objects.create(
        enrolment=enrolment,
        cohort_course=taken,
        state=CourseEnrolment.State.COMPLETED,
        grade=Decimal(grade),
        completed_at=COMPLETED,
    )


def make_requested(**own: Any) -> Certificate:
    return issuing.issue(course_enrolment=make_completed(**own))


def prepare(certificate: Certificate) -> Certificate:
    """As a worker does, here and now."""
    run(Job.objects.get(key=issuing.job_key(certificate)).pk)
    certificate.refresh_from_db()
    return certificate


def make_valid(**own: Any) -> Certificate:
    return prepare(make_requested(**own))


def make_signatories(number: int) -> None:
    names = [
        ("Ana Lucía", "Paredes Soto"),
        ("Jorge Luis", "Mendívil Rojas"),
        ("Carmen Rosa", "Ñaupari de la Torre"),
        ("Luis Alberto", "Castañeda Ibáñez"),
        ("Elizabeth", "Huayhua Mamani"),
        ("Mark", "O’Donnell-Sørensen"),
        ("Gloria Esperanza", "Villavicencio Zevallos"),
        ("José", "Ríos"),
    ]
    Issuer.objects.create(name="Laboratorio de Evaluación de Políticas")
    for position, (given, family) in enumerate(names[:number], start=1):
        Signatory.objects.create(
            given_names=given,
            family_names=family,
            post_es="Directora general contra la violencia de género",
            post_en="Director general",
            position=position,
        )
