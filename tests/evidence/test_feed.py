from xml.etree import ElementTree

import pytest
from wagtail.models import PageViewRestriction

from courses.evidence.models import StudyPage
from tests.evidence.factories import in_english, study

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def entries(client, language="es"):
    response = client.get(f"/{language}/evidence/feed/")
    assert (response.status_code, response["Content-Type"]) == (200, "application/atom+xml; charset=utf-8")
    root = ElementTree.fromstring(response.content)
    return [{child.tag.removeprefix(ATOM): child.text for child in entry} for entry in root.iter(f"{ATOM}entry")]


def test_the_feed_of_a_language_holds_its_studies(client):
    study("Ensayo", summary="Bajó.", english={"summary": "It fell."})
    assert [(e["title"], e["summary"]) for e in entries(client)] == [("Ensayo", "Bajó.")]
    assert [(e["title"], e["summary"]) for e in entries(client, "en")] == [("Ensayo", "It fell.")]


def test_an_entry_keeps_its_id_and_says_when_it_changed(client):
    page = study("Ensayo")
    (before,) = entries(client)
    changed = StudyPage.objects.get(pk=page.pk)
    changed.title, changed.slug = "Otro título", "otro"
    changed.save_revision().publish()
    (after,) = entries(client)
    assert (after["id"], after["published"]) == (before["id"], before["published"])
    assert (after["title"], after["updated"] >= before["updated"]) == ("Otro título", True)
    changed.refresh_from_db()
    assert after["updated"][:19] == changed.last_published_at.isoformat()[:19]


def test_the_same_study_has_another_id_in_another_language(client):
    study("Ensayo", english={})
    assert entries(client)[0]["id"] != entries(client, "en")[0]["id"]


def test_what_changed_last_comes_first(client):
    first, _second = study("Primero"), study("Segundo")
    StudyPage.objects.get(pk=first.pk).save_revision().publish()
    assert [e["title"] for e in entries(client)] == ["Primero", "Segundo"]


def test_private_and_withdrawn_studies_are_not_in_it(client):
    PageViewRestriction.objects.create(page=study("Privado"), restriction_type="login")
    study("Retirado").unpublish()
    assert entries(client) == []


def test_a_control_character_does_not_break_it(client):
    study("Ensayo", summary="Con\x0b control.")
    assert entries(client)[0]["summary"] == "Con control."


@pytest.mark.parametrize("many", [1, 3])
def test_its_queries_do_not_grow(client, many, django_assert_max_num_queries):
    for number in range(many):
        in_english(study(f"Ensayo {number}", english={}))
    entries(client)
    with django_assert_max_num_queries(5):
        entries(client)
