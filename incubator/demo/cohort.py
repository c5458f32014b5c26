"""A cohort mid-way, made through the same verbs as a real one."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from certificates.models import Issuer, Signatory
from courses.catalogue.models import Course
from courses.catalogue.released import OutlineExercise, OutlineLesson, outline
from courses.cohorts.enrolling import enrol
from courses.cohorts.models import Cohort, CohortCourse, CohortStaff, CourseEnrolment, Enrolment
from courses.learning import practising
from courses.learning.models import Attempt, LessonProgress
from incubator.demo.answers import right, text, wrong
from incubator.people import User

CODE, JOIN_CODE = "lima-2026-2", "LMA2DEM5"


def make_cohort(people: dict[str, User], others: list[User]) -> Cohort:
    """Opened three weeks ago; the demo's learners enrolled, nobody complete yet."""
    existing = Cohort.objects.filter(code=CODE).first()
    if existing:
        return existing
    now = timezone.now()
    cohort = Cohort.objects.create(
        code=CODE,
        name="Cohorte Lima 2026-II",
        institution="Ministerio de la Mujer y Poblaciones Vulnerables",
        starts_on=(now - timedelta(days=21)).date(),
        ends_on=(now + timedelta(days=60)).date(),
        seats=40,
        join_code=JOIN_CODE,
        contact_name="Jorge Mendívil Rojas",
        contact_email="coordinator@example.org",
    )
    for position, course in enumerate(Course.objects.order_by("position"), 1):
        CohortCourse.objects.create(
            cohort=cohort,
            course=course,
            release=course.releases.order_by("-number")[0],
            position=position,
            opens_at=now - timedelta(days=21),
            due_at=now + timedelta(days=45),
        )
    CohortStaff.objects.create(cohort=cohort, user=people["facilitator@example.org"], role=CohortStaff.Role.FACILITATOR)
    CohortStaff.objects.create(cohort=cohort, user=people["coordinator@example.org"], role=CohortStaff.Role.COORDINATOR)
    for learner in [people["learner@example.org"], people["learner2@example.org"], *others]:
        enrol(learner=learner, cohort=cohort, by=people["coordinator@example.org"])
    return cohort


def make_progress(cohort: Cohort, people: dict[str, User], others: list[User]) -> None:
    """Some answers of some people, so that the desk has something to show."""
    rosa = people["learner@example.org"]
    if Attempt.objects.filter(course_enrolment__enrolment__cohort=cohort).exists():
        return
    _work(cohort, rosa, exercises=3)
    _work(cohort, people["learner2@example.org"], exercises=1)
    for number, learner in enumerate(others):
        if number == 4:
            continue  # enrolled and never began
        _work(cohort, learner, exercises=99 if number in (0, 3, 5) else number + 1, mistakes=number % 2)
        _age(cohort, learner, days=(1, 2, 12, 5, 0, 3, 1)[number])
    _age(cohort, others[4], days=6)


def make_issuers() -> None:
    """Who stands on the demo's certificates; the people are invented."""
    if Issuer.objects.exists() or Signatory.objects.exists():
        return
    Issuer.objects.create(name="Ministerio de la Mujer y Poblaciones Vulnerables", position=1)
    Issuer.objects.create(name="Laboratorio de Evaluación de Políticas", position=2)
    Signatory.objects.create(
        given_names="Ana Lucía",
        family_names="Paredes Soto",
        post_es="Directora General contra la Violencia de Género",
        post_en="Director-General against Gender-Based Violence",
        position=1,
    )
    Signatory.objects.create(
        given_names="Carmen Rosa",
        family_names="Ñaupari de la Torre",
        post_es="Coordinadora académica",
        post_en="Academic coordinator",
        position=2,
    )


def _work(cohort: Cohort, learner: User, *, exercises: int, mistakes: int = 0) -> None:
    enrolment = CourseEnrolment.objects.select_related("cohort_course").get(
        enrolment__cohort=cohort, enrolment__learner=learner, cohort_course__position=1
    )
    release = outline(enrolment.cohort_course.release_id)
    places = [(lesson, exercise) for lesson in release.lessons for exercise in lesson.exercises][:exercises]
    for number, (lesson, exercise) in enumerate(places):
        _answer(enrolment, lesson, exercise, is_wrong=bool(mistakes) and number % 3 == 1)


def _answer(enrolment: CourseEnrolment, lesson: OutlineLesson, exercise: OutlineExercise, *, is_wrong: bool) -> None:
    answer = wrong(exercise) if is_wrong else right(exercise) or text(exercise)
    if answer is not None:
        practising.hand_in(
            course_enrolment=enrolment, lesson=lesson, exercise=exercise, answer=answer, language="es", token=uuid4()
        )


def _age(cohort: Cohort, learner: User, days: int) -> None:
    """Sets back when somebody was last there: a demo has no past of its own."""
    back = timezone.now() - timedelta(days=days)
    LessonProgress.objects.filter(course_enrolment__enrolment__learner=learner).update(last_at=back)
    Attempt.objects.filter(course_enrolment__enrolment__learner=learner, state="submitted").update(submitted_at=back)
    Enrolment.objects.filter(cohort=cohort, learner=learner).update(enrolled_at=back - timedelta(days=3))
