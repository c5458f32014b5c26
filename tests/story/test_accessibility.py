"""Every page of the story under axe: light and dark, on a phone and on a desk, in both languages.

SCREENSHOTS=<folder> keeps a picture of each page.
"""

from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser

from certificates import issuing
from certificates.models import Certificate
from courses.catalogue.released import OutlineExercise, outline
from courses.cohorts.models import CourseEnrolment
from courses.jobs.models import Job
from courses.jobs.running import run
from courses.learning import marking
from courses.learning.models import Attempt
from courses.learning.practising import hand_in
from incubator.demo import PASSWORD, answers
from tests.story.looking import faults
from tests.story.person import DESK, PHONE, Person
from tests.story.programme import load

pytestmark = pytest.mark.browser

SLUGS = {
    "es": {"plain": "datos-personales", "lesson": "buscar-y-leer-evidencia", "other lesson": "contrafactual-y-sesgo"},
    "en": {
        "plain": "personal-data",
        "lesson": "finding-and-reading-evidence",
        "other lesson": "counterfactual-and-bias",
    },
}
COHORT, COURSE = "lima-2026-2", "intervention-design"


class Walk:
    """Goes from page to page and writes down whatever is not as it should be."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.found: list[str] = []

    def at(self, name: str) -> None:
        """Looks at the page that is open."""
        self.found += faults(self.person, name)
        self.found += [f"{name}: {trouble}" for trouble in self.person.trouble]
        self.person.trouble.clear()

    def to(self, name: str, path: str) -> None:
        self.person.goes(f"/{self.person.language}/{path}")
        self.at(name)


@pytest.fixture(
    params=[("es", "light", PHONE), ("en", "dark", PHONE), ("en", "light", DESK), ("es", "dark", DESK)],
    ids=lambda one: "-".join(map(str, one)),
)
def walk(request: pytest.FixtureRequest, browser: Browser, live_site: str) -> Iterator[Callable[[], Walk]]:
    """Somebody new each time: `walk()` has no cookies."""
    language, scheme, width = request.param
    load()
    call_command("demo", stdout=StringIO())
    walks: list[Walk] = []

    def begin() -> Walk:
        person = Person(browser, live_site, language, width=width, color_scheme=scheme, reduced_motion="reduce")
        walks.append(Walk(person))
        return walks[-1]

    yield begin
    for each in walks:
        each.person.context.close()


def test_pages_are_accessible(walk: Callable[[], Walk]) -> None:
    completed = somebody_completes()
    code = Certificate.objects.get().code
    walks = [a_stranger(walk(), code), a_learner(walk()), a_graduate(walk(), completed), a_facilitator(walk())]
    assert [line for each in walks for line in each.found] == []


def a_stranger(walk: Walk, code: str) -> Walk:
    slugs = SLUGS[walk.person.language]
    walk.to("home", "")
    walk.person.follows(walk.person.page.locator("#modules a").first)
    walk.at("module")
    walk.person.follows(walk.person.page.locator("main .list-ruled a").first)
    walk.at("lesson to strangers")
    walk.to("plain page", f"{slugs['plain']}/")
    walk.to("verify", "verify/")
    walk.to("valid certificate", f"verify/{code}/")
    walk.to("unknown certificate", "verify/QQQQ-QQQQ-QQQQ/")
    walk.to("not found", "nothing/here/")
    walk.to("reset password", "accounts/password/reset/")
    walk.to("sign in", "accounts/login/")
    walk.person.fills(login="nobody@example.org", password="wrong-password")
    walk.person.sends()
    walk.at("sign in refused")
    walk.to("sign up", "accounts/signup/")
    walk.person.fills(email="nueva@example.org", password1="corta")
    walk.person.sends()
    walk.at("sign up with errors")
    walk.person.fills(email="nueva@example.org", password1="quipu-de-colores-71")
    walk.person.page.locator("[name=course_data]").check()
    walk.person.sends()
    walk.person.page.wait_for_url("**/confirm-email/")
    walk.at("code")
    return walk


def a_learner(walk: Walk) -> Walk:
    """Of the demo: some exercises answered; the rest is left wrong here."""
    person = walk.person
    person.signs_in("learner@example.org", PASSWORD)
    walk.at("my learning")
    walk.to("details", "accounts/profile/")
    person.fills(first_name="R0sa", document_number="1")
    person.sends()
    walk.at("details with errors")
    for page in ("email/", "password/change/", "2fa/", "sessions/", "logout/"):
        walk.to(f"account {page}", f"accounts/{page}")
    walk.to("join", "learn/join/")
    person.fills(join_code="nothing")
    person.sends()
    walk.at("join with errors")
    walk.to("course", f"learn/{COHORT}/{COURSE}/")
    lesson = f"learn/{COHORT}/{COURSE}/{SLUGS[person.language]['lesson']}/"
    walk.to("lesson begun", lesson)
    person.page.locator("section.exercise summary").last.click()
    walk.at("lesson with the rubric open")
    exercises = exercises_of(learner="learner@example.org")
    person.exercise(exercises[-1]).locator("textarea").fill("Demasiado corto")
    person.hands_in(exercises[-1])
    walk.at("lesson with errors")
    walk.to("lesson unanswered", f"learn/{COHORT}/impact-evaluation/{SLUGS[person.language]['other lesson']}/")
    numeric = person.page.locator("section.exercise", has=person.page.locator(".part")).first
    numeric.locator("input[type=text]").first.fill("1.234")
    person.follows(numeric.locator("button[name=do]"))
    walk.at("lesson with an ambiguous number")
    walk.to("certificates, none", "certificates/")
    return walk


def exercises_of(*, learner: str) -> tuple[OutlineExercise, ...]:
    taken = CourseEnrolment.objects.get(enrolment__learner__email=learner, cohort_course__position=1)
    return outline(taken.cohort_course.release_id).lessons[0].exercises


def somebody_completes() -> CourseEnrolment:
    """learner2 gets her certificate; her lesson shows every kind of answer, right ones and wrong ones."""
    taken = CourseEnrolment.objects.get(enrolment__learner__email="learner2@example.org", cohort_course__position=1)
    lesson = outline(taken.cohort_course.release_id).lessons[0]
    for number, exercise in enumerate(lesson.exercises):
        if Attempt.objects.filter(course_enrolment=taken, exercise=exercise.exercise_id).exists():
            continue
        answer = answers.right(exercise) or answers.text(exercise)
        own: dict[str, Any] = {"course_enrolment": taken, "lesson": lesson, "exercise": exercise, "language": "es"}
        if number % 3 == 1 and answers.right(exercise):
            hand_in(**own, answer=answers.wrong(exercise), token=uuid4())
        hand_in(**own, answer=answer, token=uuid4())
    essay = Attempt.objects.get(course_enrolment=taken, state=Attempt.State.SUBMITTED)
    criteria = [one["id"] for one in lesson.exercises[-1].specification["criteria"]]
    julia = taken.enrolment.cohort.staff.filter(role="facilitator").get().user
    levels = dict.fromkeys(criteria, 4)
    marking.review(attempt=essay, by=julia, levels=levels, comment="Bien dicho.\n\nFalta la fuente.", language="es")
    run(Job.objects.get(key=issuing.job_key(Certificate.objects.get())).pk)
    return taken


def a_graduate(walk: Walk, completed: CourseEnrolment) -> Walk:
    person = walk.person
    person.signs_in("learner2@example.org", PASSWORD)
    walk.at("my learning, one module complete")
    walk.to("lesson answered", f"learn/{COHORT}/{COURSE}/{SLUGS[person.language]['lesson']}/")
    walk.to("course complete", f"learn/{COHORT}/{COURSE}/")
    walk.to("details, fixed", "accounts/profile/")
    walk.to("certificates", "certificates/")
    Certificate.objects.update(state=Certificate.State.REQUESTED, sha256="", issued_at=None)
    walk.to("certificates, being prepared", "certificates/")
    walk.to("my learning, being prepared", "learn/")
    return walk


def a_facilitator(walk: Walk) -> Walk:
    person = walk.person
    person.signs_in("facilitator@example.org", PASSWORD)
    walk.to("teaching", "teach/")
    walk.to("cohort", f"teach/{COHORT}/")
    person.follows(person.page.locator(".matrix th a").first)
    walk.at("person")
    walk.to("queue", f"teach/{COHORT}/marking/")
    person.follows(person.page.locator("main .list-ruled a").first)
    walk.at("review")
    person.sends()
    walk.at("review with errors")
    return walk
