"""The real programme, loaded and released as `manage.py demo` does it, and a cohort that studies it."""

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone

from certificates.models import Issuer, Signatory
from courses.catalogue import releasing
from courses.catalogue.models import Course
from courses.cohorts.models import Cohort, CohortCourse
from incubator.demo.cohort import make_issuers
from incubator.founding import found
from incubator.management.commands.demo import PROGRAMME
from tests.evidence.factories import shelve_what_is_cited

#: What a coordinator may well call a cohort; no subject line may repeat it.
COHORT = "Cohorte contra la violencia 2026"
JOIN_CODE = "VA77E234"


def load(*codes: str) -> list[Course]:
    """All of the programme, or the courses with these codes."""
    found()
    folders = sorted(path.parent for path in PROGRAMME.glob("*/course.yaml"))
    chosen = [folder for folder in folders if not codes or folder.name in codes]
    shelve_what_is_cited(*chosen)
    for folder in chosen:
        call_command("load_course", str(folder), stdout=_Nowhere())
    courses = list(Course.objects.order_by("position"))
    for course in courses:
        releasing.release(course=course, notes="Primera versión")
    make_issuers()
    assert Issuer.objects.exists()
    assert Signatory.objects.exists()
    return courses


def open_cohort(code: str = "lima-2026-2", join_code: str = JOIN_CODE, name: str = COHORT) -> Cohort:
    """Of the newest release of each course; open since yesterday."""
    now = timezone.now()
    cohort = Cohort.objects.create(
        code=code,
        name=name,
        institution="Ministerio de la Mujer y Poblaciones Vulnerables",
        starts_on=(now - timedelta(days=1)).date(),
        ends_on=(now + timedelta(days=60)).date(),
        seats=40,
        join_code=join_code,
        contact_name="Jorge Mendívil Rojas",
        contact_email="coordinator@example.org",
    )
    for position, course in enumerate(Course.objects.order_by("position"), 1):
        CohortCourse.objects.create(
            cohort=cohort,
            course=course,
            release=course.releases.order_by("-number")[0],
            position=position,
            opens_at=now - timedelta(days=1),
            due_at=now + timedelta(days=45),
        )
    return cohort


class _Nowhere:
    def write(self, _text: str) -> None:
        """Loading says what it did; tests do not listen."""

    def flush(self) -> None:
        """As little as the rest."""

    def isatty(self) -> bool:
        return False
