"""Real threads on a real database. Each race has a control: the same harness against naive code must fail."""

import time
from collections.abc import Callable
from decimal import Decimal
from itertools import count
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone

from certificates.models import Certificate
from courses.cohorts.models import CourseEnrolment
from courses.jobs.models import Job
from courses.learning import completing
from courses.learning.models import Attempt, Mark
from courses.learning.practising import NotTaken
from courses.learning.signals import course_completed
from tests.catalogue.factories import quick_release
from tests.learning.factories import answer, enrolled, place
from tests.live import together

pytestmark = pytest.mark.usefixtures("live_database")

THREADS = 6
NUMBERS = count(1)


def handed_in(submit: Callable[[CourseEnrolment], object], **changes: object) -> int:
    """How many answers arrive when several requests hand in at the same moment."""
    enrolment = enrolled(quick_release(kinds=["single_choice"], **changes))
    results = together(*[lambda: submit(enrolment)] * THREADS)
    unexpected = [one for one in results if isinstance(one, Exception) and not isinstance(one, NotTaken)]
    assert unexpected == []
    return Attempt.objects.filter(course_enrolment=enrolment).exclude(state="draft").count()


def wrong(enrolment: CourseEnrolment) -> Attempt:
    return answer(enrolment, "single_choice", right=False)


def naive(enrolment: CourseEnrolment) -> Attempt | None:
    """Look, then take: what handing in would be without lock, token and constraint."""
    _lesson, exercise = place(enrolment, "single_choice")
    if Attempt.objects.filter(course_enrolment=enrolment).count() >= exercise.attempt_limit:
        return None
    time.sleep(0.3)
    return Attempt.objects.create(
        course_enrolment=enrolment,
        exercise_id=exercise.exercise_id,
        released_exercise_id=exercise.pk,
        number=next(NUMBERS),
        allowed=30_000,
        state="submitted",
        submitted_at=timezone.now(),
        language="es",
    )


def test_the_last_attempt_is_taken_once() -> None:
    assert [handed_in(wrong, attempts=1) for _round in range(3)] == [1, 1, 1]


def test_the_last_attempt_taken_naively_is_taken_several_times() -> None:
    assert max(handed_in(naive, attempts=1) for _round in range(3)) > 1


def test_a_double_submit_is_one_attempt_and_one_mark() -> None:
    token = uuid4()
    submits = handed_in(lambda enrolment: answer(enrolment, "single_choice", right=False, token=token), attempts=5)
    assert (submits, Mark.objects.count()) == (1, 1)


def test_a_double_submit_without_its_token_is_several_attempts() -> None:
    assert handed_in(wrong, attempts=5) > 1


def completions(complete: Callable[[int], object]) -> int:
    """How often the signal is sent when several requests settle the same finished course at once."""
    enrolment = enrolled(quick_release(kinds=["single_choice"]))
    answer(enrolment, "single_choice")
    Job.objects.all().delete()
    Certificate.objects.all().delete()
    CourseEnrolment.objects.filter(pk=enrolment.pk).update(state="open", completed_at=None)
    sent: list[int] = []

    def note(course_enrolment: CourseEnrolment, **_rest: object) -> None:
        sent.append(course_enrolment.pk)

    course_completed.connect(note)
    try:
        together(*[lambda: complete(enrolment.pk)] * THREADS)
    finally:
        course_completed.disconnect(note)
    return len(sent)


def settle(pk: int) -> bool:
    with transaction.atomic():
        return completing.settle(CourseEnrolment.objects.get(pk=pk))


def naive_settle(pk: int) -> None:
    enrolment = CourseEnrolment.objects.get(pk=pk)
    if enrolment.state == "open":
        time.sleep(0.3)
        enrolment.state, enrolment.grade, enrolment.completed_at = "completed", Decimal(100), timezone.now()
        enrolment.save()
        course_completed.send(sender=CourseEnrolment, course_enrolment=enrolment)


def test_a_course_completes_once_and_asks_for_one_certificate() -> None:
    assert completions(settle) == 1
    assert (Certificate.objects.count(), Job.objects.filter(kind="certificates.render").count()) == (1, 1)


def test_a_course_completed_naively_completes_several_times() -> None:
    assert completions(naive_settle) > 1
