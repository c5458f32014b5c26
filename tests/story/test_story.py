"""The main job from end to end: real browser, real worker, the real programme. In Spanish, in English, without JavaScript."""

import io
import re
import signal
import unicodedata
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect
from pypdf import PdfReader

from certificates.models import Certificate
from courses.catalogue.models import Release
from courses.catalogue.released import Outline, OutlineExercise, outline
from courses.cohorts.models import Cohort, CohortStaff, CourseEnrolment, Enrolment
from courses.learning.models import Attempt
from courses.records import consents
from incubator.demo import answers
from incubator.demo.people import person as make_account
from incubator.people import User
from tests.live import Worker, eventually
from tests.story.person import DESK, PATIENCE, Person
from tests.story.programme import JOIN_CODE, load, open_cohort

pytestmark = pytest.mark.browser

ADDRESS, PASSWORD = "maria.nahui@example.org", "quipu-de-colores-71"
GIVEN, FAMILY = "María de los Ángeles", "Ñahui Güemes"
MARKED = r"http\S+#x\d+"  # the address of an exercise
COMMENT = "Buena comparación. Falta decir con qué precisión: «±5 puntos»."
Mailbox = Callable[[], list[EmailMessage]]


class Story:
    """What the steps share: who takes part, and what has to be right."""

    def __init__(self, learner: Person, facilitator: Person, mailbox: Mailbox, cohort: Cohort) -> None:
        self.learner, self.facilitator, self.mailbox, self.cohort = learner, facilitator, mailbox, cohort
        self.first = learner.language

    def mail(self, number: int) -> EmailMessage:
        """The learner's message of this number, oldest first."""
        return eventually(lambda: self.letters()[number - 1 : number], PATIENCE / 1000)[0]

    def letters(self) -> list[EmailMessage]:
        return [each for each in self.mailbox() if each["To"] == ADDRESS]

    @property
    def enrolment(self) -> CourseEnrolment:
        return CourseEnrolment.objects.get(enrolment__learner__email=ADDRESS, cohort_course__position=1)

    @property
    def module(self) -> Outline:
        return outline(self.enrolment.cohort_course.release_id)

    @property
    def exercises(self) -> tuple[OutlineExercise, ...]:
        return self.module.lessons[0].exercises

    def of_kind(self, kind: str) -> OutlineExercise:
        return next(each for each in self.exercises if each.kind == kind)

    @property
    def lesson_path(self) -> str:
        slug = self.module.lessons[0].slug[self.learner.language]
        return f"/{self.learner.language}/learn/{self.cohort.code}/{self.module.course_code}/{slug}/"


@pytest.fixture(params=[("es", True), ("en", True), ("es", False)], ids=["es", "en", "es without JavaScript"])
def story(
    request: pytest.FixtureRequest, browser: Browser, live_site: str, worker: Worker, mailbox: Mailbox
) -> Iterator[Story]:
    language, scripted = request.param
    load()
    cohort = open_cohort()
    julia = make_account("julia@example.org", "Julia", "Paredes Soto", 1, password=PASSWORD)
    CohortStaff.objects.create(cohort=cohort, user=julia)
    learner = Person(browser, live_site, language, scripted=scripted)
    facilitator = Person(browser, live_site, "es", scripted=scripted, width=DESK)
    yield Story(learner, facilitator, mailbox, cohort)
    learner.context.close()
    facilitator.context.close()


def test_a_civil_servant_becomes_certified(story: Story, worker: Worker) -> None:
    arrives(story)
    signs_up(story)
    says_who_she_is(story)
    joins_the_cohort(story)
    leaves_half_an_answer_and_finds_it_in_the_other_language(story)
    is_asked_what_an_ambiguous_number_means(story)
    answers_what_the_server_marks(story)
    comes_back_another_day(story)
    hands_in_her_text(story)
    # So that there is a moment in which the certificate is being prepared.
    worker.signal(signal.SIGSTOP, "worker")
    try:
        is_marked(story)
        sees_that_it_is_being_prepared(story)
    finally:
        worker.signal(signal.SIGCONT, "worker")
    downloads_her_certificate(story)
    is_told_of_it(story)
    anyone_can_verify_it(story)
    assert (story.learner.trouble, story.facilitator.trouble) == ([], [])


def arrives(story: Story) -> None:
    learner = story.learner
    learner.goes("/")
    assert learner.path == f"/{learner.language}/"
    expect(learner.page.locator("html")).to_have_attribute("lang", learner.language)
    titles = [each.title[learner.language] for each in Release.objects.order_by("course__position")]
    assert learner.page.locator("#modules h2").all_text_contents() == titles
    learner.follows(learner.page.locator("#modules a").first)
    expect(learner.page.locator("h1")).to_have_text(titles[0])
    learner.page.go_back()


def signs_up(story: Story) -> None:
    learner = story.learner
    learner.follows(learner.page.locator(f".hero a[href='/{learner.language}/accounts/signup/']"))
    learner.fills(email=ADDRESS, password1=PASSWORD)
    expect(learner.page.locator("[name=research]")).not_to_be_checked()
    learner.sends()
    expect(learner.page.locator("[name=course_data]")).to_have_attribute("aria-invalid", "true")
    assert not User.objects.filter(email=ADDRESS).exists()
    learner.fills(password1=PASSWORD)
    learner.page.locator("[name=course_data]").check()
    learner.sends()
    learner.page.wait_for_url("**/accounts/confirm-email/")
    learner.fills(code=code_in(story.mail(1)))
    learner.sends()
    learner.page.wait_for_url("**/learn/")
    user = User.objects.get(email=ADDRESS)
    given = [purpose for purpose in ("course", "research") if consents.has(user, purpose)]
    assert (given, user.language) == (["course"], learner.language)


def code_in(message: EmailMessage) -> str:
    found = re.search(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", message.get_content(), re.MULTILINE)
    assert found, message.get_content()
    return found[1]


def says_who_she_is(story: Story) -> None:
    learner = story.learner
    learner.follows(learner.page.locator("main .notice a"))
    learner.fills(first_name=GIVEN, last_name=FAMILY, document_number="4567 8912", institution="Municipalidad de Ñaña")
    learner.page.locator("[name=document_type]").select_option("dni")
    learner.sends()
    learner.page.wait_for_url("**/learn/")
    user = User.objects.get(email=ADDRESS)
    assert (user.get_full_name(), user.document_number) == (f"{GIVEN} {FAMILY}", "45678912")


def joins_the_cohort(story: Story) -> None:
    learner = story.learner
    learner.follows(learner.page.locator("a[href$='/learn/join/']"))
    learner.fills(join_code="no es este")
    learner.sends()
    expect(learner.page.locator("[name=join_code]")).to_have_attribute("aria-invalid", "true")
    learner.fills(join_code=f"{JOIN_CODE[:4].lower()}-{JOIN_CODE[4:]}")
    learner.sends()
    learner.page.wait_for_url("**/learn/")
    assert Enrolment.objects.active().filter(learner__email=ADDRESS, cohort=story.cohort).count() == 1
    welcome = story.mail(2).get_content()
    assert story.cohort.contact_email in welcome
    assert str(story.cohort.ends_on.year) in welcome
    assert "14" in welcome  # of 20: how one passes
    assert f"/{story.first}/learn/" in welcome


def leaves_half_an_answer_and_finds_it_in_the_other_language(story: Story) -> None:
    learner, essay = story.learner, story.of_kind("long_text")
    learner.follows(learner.page.locator(".next a.button"))
    assert learner.path == story.lesson_path
    learner.follows(learner.page.locator("button[value=begin]"))
    learner.page.wait_for_url("**#begin")
    half = "Se comparó a quienes participaron con quienes no: ñandú, acción, «todavía"
    learner.exercise(essay).locator("textarea").fill(half)
    if learner.scripted:
        expect(learner.page.locator("[data-saved]")).to_contain_text("✓")
        eventually(lambda: Attempt.objects.get().answer == {"text": half})
    for _there_and_back in range(2):
        learner.changes_language()
        assert learner.path == story.lesson_path
        expect(learner.exercise(essay).locator("textarea")).to_have_value(half)
    assert Attempt.objects.get().state == Attempt.State.DRAFT


def is_asked_what_an_ambiguous_number_means(story: Story) -> None:
    learner, numeric = story.learner, story.of_kind("numeric")
    learner.answers(numeric)
    learner.exercise(numeric).locator(".part input[type=text]").first.fill("1.234")
    learner.hands_in(numeric)
    expect(learner.page.locator(".error-summary")).to_be_visible()
    readings = learner.exercise(numeric).locator("input[type=radio]")
    assert sorted(each.get_attribute("value") or "" for each in readings.all()) == ["1.234", "1234"]
    assert Attempt.objects.get(exercise=numeric.exercise_id).state == Attempt.State.DRAFT


def answers_what_the_server_marks(story: Story) -> None:
    learner = story.learner
    for exercise in story.exercises:
        if answers.right(exercise) is None:
            continue
        learner.answers(exercise)
        learner.hands_in(exercise)
        expect(result_of(story, exercise)).to_be_visible()
        attempt = Attempt.objects.get(exercise=exercise.exercise_id)
        assert (exercise.kind, attempt.marks.get().points) == (exercise.kind, exercise.points)


def result_of(story: Story, exercise: OutlineExercise) -> Locator:
    """What is said of a right answer: in one place, or beside each number."""
    said = ".status.is-good" if exercise.kind == "numeric" else ".verdict.is-right"
    return story.learner.exercise(exercise).locator(said).first


def comes_back_another_day(story: Story) -> None:
    learner, essay = story.learner, story.of_kind("long_text")
    learner.close_the_browser_and_come_back()
    learner.goes("/")
    learner.follows(learner.page.locator(".hero a.button--light"))
    learner.follows(learner.page.locator(".next a.button"))
    assert learner.path == story.lesson_path
    expect(learner.exercise(essay).locator("textarea")).to_have_value(re.compile("ñandú"))


def hands_in_her_text(story: Story) -> None:
    learner, essay = story.learner, story.of_kind("long_text")
    learner.hands_in(essay)  # half of it: too short
    expect(learner.page.locator(".error-summary")).to_be_visible()
    learner.answers(essay)
    learner.hands_in(essay)
    expect(learner.exercise(essay).locator(".verdict.is-waiting")).to_be_visible()
    assert Attempt.objects.get(exercise=essay.exercise_id).state == Attempt.State.SUBMITTED


def is_marked(story: Story) -> None:
    facilitator, page = story.facilitator, story.facilitator.page
    facilitator.signs_in("julia@example.org", PASSWORD)
    facilitator.follows(page.locator("nav.menu a[href='/es/teach/']"))
    facilitator.follows(page.locator("main .list-ruled a"))
    row = page.locator(".matrix tbody tr")
    expect(row.locator("th")).to_have_text(f"{GIVEN} {FAMILY}")
    expect(row.locator("td").first).to_contain_text("1")
    facilitator.follows(page.locator("main a[href$='/marking/']"))
    facilitator.follows(page.locator("main .list-ruled a"))
    facilitator.sends()
    expect(page.locator(".criterion.has-error").first).to_be_visible()
    for criterion in page.locator(".criterion").all():
        criterion.locator("input[value='4']").check()
    page.locator("[name=comment]").fill(COMMENT)
    facilitator.sends()
    page.wait_for_url("**/marking/")
    expect(page.locator(".notice.is-success")).to_be_visible()


def sees_that_it_is_being_prepared(story: Story) -> None:
    learner, essay = story.learner, story.of_kind("long_text")
    learner.page.reload()
    expect(learner.exercise(essay).locator(".comment > div")).to_have_text(COMMENT)
    expect(learner.exercise(essay).locator(".comment > div")).to_have_attribute("lang", "es")
    learner.follows(learner.page.locator(".neighbours a").last)
    expect(learner.page.locator("section.note p").first).to_contain_text("20")
    assert story.enrolment.state == CourseEnrolment.State.COMPLETED
    assert Certificate.objects.get().state == Certificate.State.REQUESTED
    learner.follows(learner.page.locator(f"nav.menu a[href='/{learner.language}/certificates/']"))
    expect(learner.page.locator(".certificates li")).to_have_count(1)
    expect(download_link(story)).to_have_count(0)
    if learner.scripted:  # the page that she looks at most tells her too
        learner.goes(f"/{learner.language}/learn/")
        expect(learner.page.locator(".certificates li")).to_have_count(1)


def download_link(story: Story) -> Locator:
    return story.learner.page.locator(".certificates a[href$='/download/']")


def downloads_her_certificate(story: Story) -> None:
    learner = story.learner
    if not learner.scripted:
        eventually(lambda: learner.page.reload() and download_link(story).count(), PATIENCE / 1000, every=1)
    expect(download_link(story)).to_be_visible()
    with learner.page.expect_download() as download:
        download_link(story).click()
    certificate = Certificate.objects.get()
    assert download.value.suggested_filename.startswith(
        {"es": "certificado-maría", "en": "certificate-maría"}[learner.language]
    )
    printed = text_of(download.value.path().read_bytes())
    for expected in to_be_printed(certificate):
        assert unicodedata.normalize("NFC", expected) in printed, expected


def text_of(pdf: bytes) -> str:
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return " ".join(unicodedata.normalize("NFC", text).split())


def to_be_printed(certificate: Certificate) -> list[Any]:
    texts = certificate.claims["texts"]
    own = [GIVEN, FAMILY, "45678912", certificate.code, "20 (veinte)", "3 horas cronológicas (de 60 min)"]
    return own + [texts[language][name] for language in ("es", "en") for name in ("title", "hours", "dates", "kind")]


def is_told_of_it(story: Story) -> None:
    # The two went off at the same moment: either may be the earlier.
    letters = [story.mail(number).get_content() for number in (3, 4)]
    marked, ready = sorted(letters, key=lambda text: re.search(MARKED, text) is None)
    address = re.search(MARKED, marked)
    assert address
    story.learner.page.goto(address[0])
    expect(story.learner.exercise(story.of_kind("long_text")).locator(".comment")).to_be_visible()
    assert Certificate.objects.get().code in ready
    subjects = [str(each["Subject"]) for each in story.letters()]
    assert [subject for subject in subjects if re.search("viol", subject, re.IGNORECASE)] == []
    assert {each["Content-Language"] for each in story.letters()} == {story.first}


def anyone_can_verify_it(story: Story) -> None:
    learner, code = story.learner, Certificate.objects.get().code
    stranger = Person(learner.browser, learner.site, learner.language, scripted=learner.scripted)
    stranger.goes(f"/verify/{code.lower()}/")
    assert stranger.path == f"/{stranger.language}/verify/{code}/"
    expect(stranger.page.locator(".page-head .notice.is-success")).to_contain_text(f"{GIVEN} {FAMILY}")
    facts = stranger.page.locator(".facts").first
    expect(facts).to_contain_text("•••••912")
    expect(facts).not_to_contain_text("45678912")
    assert stranger.trouble == []
    stranger.context.close()
