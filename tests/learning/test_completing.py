from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.models import Certificate
from courses.catalogue.scale import on_scale, pass_grade
from courses.jobs.models import Job
from courses.learning import completing, marking, progress
from courses.learning.grading import passes
from courses.learning.models import LessonProgress, Mark
from courses.records.models import OutgoingMail
from tests.catalogue.factories import quick_release
from tests.learning.factories import answer, enrolled, make_facilitator, place, places

AUTOMATIC = ["single_choice", "multiple_answer", "numeric", "ordering"]


@given(st.decimals(0, 100, places=3), st.decimals(1, 100, places=2))
def test_who_is_shown_the_grade_that_passes_has_passed(percent: Decimal, pass_mark: Decimal) -> None:
    assert passes(percent, pass_mark) == (on_scale(percent) >= pass_grade(pass_mark))


@pytest.mark.django_db
def test_everything_right_completes_the_course_and_asks_for_one_certificate() -> None:
    enrolment = enrolled(quick_release(kinds=AUTOMATIC))
    for kind in AUTOMATIC:
        answer(enrolment, kind)
    enrolment.refresh_from_db()
    assert (enrolment.state, enrolment.grade) == ("completed", 100)
    assert Certificate.objects.get().course_enrolment == enrolment
    assert Job.objects.filter(kind="certificates.render").count() == 1


@pytest.mark.django_db
def test_settling_again_changes_nothing() -> None:
    enrolment = enrolled(quick_release(kinds=["single_choice"]))
    answer(enrolment, "single_choice")
    enrolment.refresh_from_db()
    assert (completing.settle(enrolment), Certificate.objects.count()) == (False, 1)


@pytest.mark.django_db
def test_below_the_pass_mark_is_not_passed_and_can_still_be_passed() -> None:
    enrolment = enrolled(quick_release(kinds=["single_choice"]))
    answer(enrolment, "single_choice", right=False)
    enrolment.refresh_from_db()
    assert (enrolment.state, enrolment.grade, Certificate.objects.count()) == ("not_passed", 0, 0)
    answer(enrolment, "single_choice")
    enrolment.refresh_from_db()
    assert (enrolment.state, Certificate.objects.count()) == ("completed", 1)


@pytest.mark.django_db
def test_a_review_completes_and_tells_the_learner() -> None:
    enrolment = enrolled(quick_release(kinds=["long_text"]))
    attempt = answer(enrolment, "long_text")
    _lesson, exercise = place(enrolment, "long_text")
    levels = {criterion["id"]: 4 for criterion in exercise.specification["criteria"]}
    by = make_facilitator(enrolment.cohort_course.cohort)
    marking.review(attempt=attempt, by=by, levels=levels, comment="Bien argumentado.", language="es")
    enrolment.refresh_from_db()
    mail = OutgoingMail.objects.get(key__startswith="learning.marked")
    assert (enrolment.state, Mark.objects.get().comment_language) == ("completed", "es")
    assert mail.address == enrolment.enrolment.learner.email
    assert "violen" not in mail.subject.lower()


@pytest.mark.django_db
def test_a_second_review_of_the_same_answer_is_refused() -> None:
    enrolment = enrolled(quick_release(kinds=["long_text"]))
    attempt = answer(enrolment, "long_text")
    _lesson, exercise = place(enrolment, "long_text")
    levels = {criterion["id"]: 2 for criterion in exercise.specification["criteria"]}
    by = make_facilitator(enrolment.cohort_course.cohort)
    marking.review(attempt=attempt, by=by, levels=levels, comment="", language="es")
    with pytest.raises(marking.AlreadyMarked):
        marking.review(attempt=attempt, by=by, levels=levels, comment="", language="es")
    assert Mark.objects.count() == 1


@pytest.mark.django_db
def test_progress_rebuilt_from_attempts_is_the_same() -> None:
    enrolment = enrolled(quick_release(kinds=[*AUTOMATIC, "long_text"]))
    for number, kind in enumerate([*AUTOMATIC, "long_text"]):
        answer(enrolment, kind, right=number % 2 == 0)
    counted = ("lesson_key", "done", "required", "waiting", "points", "of")
    before = list(LessonProgress.objects.values(*counted))
    LessonProgress.objects.all().delete()
    progress.rebuild(enrolment)
    assert list(LessonProgress.objects.values(*counted)) == before
    assert before[0]["required"] == len(places(enrolment))
