from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from courses.learning.models import Attempt, Mark
from courses.learning.practising import NotTaken, Refusal
from courses.records.models import AuditEvent
from tests.catalogue.factories import quick_release
from tests.learning.factories import LONG_AGO, answer, enrolled, place

pytestmark = pytest.mark.django_db


def test_hand_in_marks_at_once_what_the_server_marks() -> None:
    attempt = answer(enrolled(quick_release(kinds=["single_choice"])), "single_choice")
    mark = attempt.marks.get()
    assert (attempt.state, mark.points, mark.of, mark.reason) == ("marked", 1, 1, "automatic")


def test_hand_in_leaves_long_text_for_a_person() -> None:
    attempt = answer(enrolled(quick_release(kinds=["long_text"])), "long_text")
    assert (attempt.state, attempt.marks.count()) == ("submitted", 0)


def test_hand_in_with_the_same_token_is_one_attempt() -> None:
    enrolment, token = enrolled(quick_release(kinds=["single_choice"])), uuid4()
    first = answer(enrolment, "single_choice", right=False, token=token)
    again = answer(enrolment, "single_choice", right=False, token=token)
    assert (again.pk, Attempt.objects.count(), Mark.objects.count()) == (first.pk, 1, 1)


def test_hand_in_after_full_marks_is_refused() -> None:
    enrolment = enrolled(quick_release(kinds=["single_choice"]))
    answer(enrolment, "single_choice")
    with pytest.raises(NotTaken) as refused:
        answer(enrolment, "single_choice")
    assert refused.value.reason is Refusal.NO_ATTEMPTS_LEFT


def test_hand_in_beyond_the_limit_is_refused() -> None:
    enrolment = enrolled(quick_release(kinds=["single_choice"]))
    for _number in range(place(enrolment, "single_choice")[1].attempt_limit):
        answer(enrolment, "single_choice", right=False)
    with pytest.raises(NotTaken) as refused:
        answer(enrolment, "single_choice")
    assert refused.value.reason is Refusal.NO_ATTEMPTS_LEFT


def test_hand_in_while_the_last_one_waits_is_refused() -> None:
    enrolment = enrolled(quick_release(kinds=["long_text"]))
    answer(enrolment, "long_text")
    with pytest.raises(NotTaken) as refused:
        answer(enrolment, "long_text")
    assert refused.value.reason is Refusal.WAITING


def test_hand_in_after_the_due_moment_is_refused() -> None:
    enrolment = enrolled(quick_release(kinds=["single_choice"]))
    cohort_course = enrolment.cohort_course
    cohort_course.opens_at, cohort_course.due_at = LONG_AGO, LONG_AGO.replace(year=2021)
    cohort_course.save()
    with pytest.raises(NotTaken) as refused:
        answer(enrolment, "single_choice")
    assert refused.value.reason is Refusal.CLOSED


def test_hand_in_is_in_the_audit_trail() -> None:
    attempt = answer(enrolled(quick_release(kinds=["single_choice"])), "single_choice")
    event = AuditEvent.objects.get(action="learning.submitted")
    assert (event.subject_id, event.actor) == (str(attempt.pk), attempt.course_enrolment.enrolment.learner)


def test_two_open_drafts_are_refused_by_the_database() -> None:
    enrolment = enrolled(quick_release(kinds=["single_choice"]))
    _lesson, exercise = place(enrolment, "single_choice")
    own = {
        "course_enrolment": enrolment,
        "exercise_id": exercise.exercise_id,
        "released_exercise_id": exercise.pk,
        "allowed": 2,
        "language": "es",
    }
    Attempt.objects.create(number=1, **own)
    with pytest.raises(IntegrityError, match=r"(?i)attempt_one_open_draft|course_enrolment_id"), transaction.atomic():
        Attempt.objects.create(number=2, **own)
    with pytest.raises(IntegrityError, match="attempt_within_the_limit"), transaction.atomic():
        Attempt.objects.create(number=3, state="submitted", submitted_at=LONG_AGO, **own)


def test_the_ledger_is_only_added_to() -> None:
    mark = answer(enrolled(quick_release(kinds=["single_choice"])), "single_choice").marks.get()
    with pytest.raises(TypeError, match="only added to"):
        mark.save()
