import pytest

from courses.evidence import auditing
from courses.evidence.models import StudyPage
from courses.records.models import AuditEvent
from tests.evidence.factories import in_english, study
from tests.evidence.test_pages import effects

pytestmark = pytest.mark.django_db


def trail_of(page):
    events = AuditEvent.objects.filter(subject_type="evidence.StudyPage", subject_id=str(page.pk)).order_by("pk")
    return [(event.action, event.data.get("fields")) for event in events]


def publish(page, user=None, **fields):
    page = StudyPage.objects.get(pk=page.pk)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision(user=user).publish(user=user)
    return page


def test_the_first_publication_stands_in_the_trail():
    assert trail_of(study(outcomes="Violencia")) == [("evidence.study_published", None)]


def test_a_changed_finding_is_told_by_name_and_never_by_what_it_says(admin_user):
    page = study(outcomes="Violencia", certainty=3, certainty_reason="Pocos grupos.")
    publish(page, admin_user, certainty=2, certainty_reason="Muy pocos grupos.")
    assert trail_of(page)[1:] == [("evidence.finding_changed", ["certainty", "certainty_reason"])]
    event = AuditEvent.objects.get(action="evidence.finding_changed")
    assert (event.actor, "grupos" in str(event.data)) == (admin_user, False)


def test_publishing_again_without_another_finding_writes_nothing():
    page = study(outcomes="Violencia", effects=effects("Violencia física"))
    publish(page, summary="Más claro.")
    publish(page)
    auditing.record_publication(page_id=page.pk)
    assert trail_of(page) == [("evidence.study_published", None)]


def test_a_change_of_an_effect_is_one_of_a_finding():
    page = study(outcomes="Violencia", effects=effects("Violencia física"))
    publish(page, effects=StudyPage._meta.get_field("effects").to_python(effects("Violencia sexual")))
    assert trail_of(page)[1:] == [("evidence.finding_changed", ["effects"])]


def test_a_draft_stands_not_in_the_trail_before_it_is_published():
    page = study(outcomes="Violencia")
    draft = StudyPage.objects.get(pk=page.pk)
    draft.outcomes = "Otra cosa"
    draft.save_revision()
    assert trail_of(page) == [("evidence.study_published", None)]


def test_withdrawing_and_publishing_again_are_both_told():
    page = study(outcomes="Violencia")
    StudyPage.objects.get(pk=page.pk).unpublish()
    publish(page)
    assert [action for action, _fields in trail_of(page)] == [
        "evidence.study_published",
        "evidence.study_unpublished",
        "evidence.study_published",
    ]


def test_each_language_has_its_own_findings():
    page = study(outcomes="Violencia", english={"outcomes": "Violence"})
    assert trail_of(in_english(page)) == [("evidence.study_published", None)]
