from typing import Any

import pytest
from wagtail.models import PageViewRestriction

from courses.evidence.models import StudyPage
from courses.evidence.throttling import Asking
from tests.evidence.factories import in_english, study
from tests.evidence.test_pages import effects

pytestmark = pytest.mark.django_db
URL = "/api/v2/studies/"
META = {"type", "detail_url", "html_url", "slug", "first_published_at", "last_published_at", "locale"}


def items(client, query=""):
    response = client.get(URL + query)
    assert response.status_code == 200, response.content
    return response.json()["items"]


def test_a_study_is_told_with_these_keys_and_no_other(client):
    page = study("Ensayo", outcomes="Violencia", effects=effects("Violencia física"), certainty=None, english={})
    body = client.get(f"{URL}{page.pk}/").json()
    assert set(body) == {"id", "meta", "translation_key", *StudyPage.FACTS, *StudyPage.TEXTS, "effects", "read_with"}
    assert set(body["meta"]) == META
    assert body["translation_key"] == str(page.translation_key)
    assert body["effects"][0]["value"]["estimate"] == "0.48"
    assert body["meta"]["html_url"].startswith("http")


def test_the_list_has_these_keys_and_no_other(client):
    study("Ensayo")
    (item,) = items(client)
    assert set(item) == {
        *("id", "meta", "translation_key", "title", "authors", "year", "themes", "countries", "design", "certainty"),
        *("status", "summary"),
    }
    assert set(item["meta"]) == META
    assert set(items(client, "?fields=*")[0]) == set(client.get(f"{URL}{item['id']}/").json())


@pytest.mark.parametrize("field", ["owner", "live_revision", "latest_revision", "draft_title", "locked_by", "card"])
def test_what_is_not_public_cannot_be_asked_for(client, field):
    study()
    assert client.get(f"{URL}?fields={field}").status_code == 400
    assert client.get(f"{URL}?{field}=1").status_code == 400


@pytest.mark.parametrize("path", ["find/?id=abc", "find/?id=", f"find/?id={10**22}", f"{10**22}/", "find/?id=999999"])
def test_what_names_no_study_is_not_found(client, path):
    assert client.get(URL + path).status_code == 404


def test_a_study_is_found_by_its_number(client):
    page = study()
    assert client.get(f"{URL}find/?id={page.pk}").headers["Location"].endswith(f"{URL}{page.pk}/?")


def test_it_is_filtered_by_language_and_by_fact(client):
    page = study("Ensayo", year=2019, english={})
    study("Otro", year=2020)
    assert [item["id"] for item in items(client, "?locale=en")] == [in_english(page).pk]
    assert [item["title"] for item in items(client, "?locale=es&year=2020")] == ["Otro"]
    assert len(items(client, f"?translation_key={page.translation_key}")) == 2
    assert [item["title"] for item in items(client, "?locale=es&order=-year")] == ["Otro", "Ensayo"]


def test_drafts_private_and_withdrawn_studies_are_not_there(client):
    private, withdrawn, changed = study("Privado"), study("Retirado"), study("Publicado")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    withdrawn.unpublish()
    changed.title = "Borrador"
    changed.save_revision()
    assert [item["title"] for item in items(client)] == ["Publicado"]
    found = [client.get(f"{URL}{page.pk}/").status_code for page in (private, withdrawn, changed)]
    assert found == [404, 404, 200]
    assert client.get(f"{URL}find/?id={private.pk}").status_code == 404


def test_other_pages_are_not_served(client, admin_client):
    page = study()
    assert client.get(f"{URL}{page.get_parent().pk}/").status_code == 404
    assert client.get(f"{URL}?type=wagtailcore.Page").status_code == 400
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert admin_client.get(f"{URL}{page.pk}/").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_it_only_reads(client, method):
    page = study()
    assert [getattr(client, method)(url).status_code for url in (URL, f"{URL}{page.pk}/")] == [405, 405]


def test_a_page_holds_fifty_at_most(client):
    study()
    assert client.get(f"{URL}?limit=50").status_code == 200
    assert client.get(f"{URL}?limit=51").status_code == 400
    assert items(client, "?offset=1") == []


@pytest.mark.parametrize(
    "query",
    ["year=x", "checked_on=never", "translation_key=1", "themes=prevention", "offset=-1", "offset=" + "9" * 30, "x=1"],
)
def test_a_question_that_makes_no_sense_is_answered_so(client, query):
    study()
    assert client.get(f"{URL}?{query}").status_code == 400


@pytest.mark.parametrize(
    "query", ["search=%00", "title=%00", "locale=%00", f"search={'a' * 201}", "search=a&search_operator=%22"]
)
def test_what_databases_cannot_take_is_refused(client, query):
    study()
    assert client.get(f"{URL}?{query}").status_code == 400


@pytest.mark.parametrize("query", ["%22", "%22ensayo", "ensayo%27", "-", "", "(", "*:%26", "%F0%9F%8E%89", "%C3"])
def test_signs_are_no_part_of_a_search(client, query):
    study("Un ensayo")
    assert client.get(f"{URL}?search={query}").status_code == 200


def test_it_finds_words(client):
    study("Un ensayo en Lima", english=None)
    study("Otro estudio", english=None)
    assert [item["title"] for item in items(client, "?search=%22ensayo%22")] == ["Un ensayo en Lima"]
    assert [item["title"] for item in items(client, "?search=otro+lima")] == []
    assert len(items(client, "?search=otro+lima&search_operator=or")) == 2
    assert items(client, "?search=ensayo&design=rct_cluster&status=published&access=open&year=2020&certainty=4") == []
    assert [item["title"] for item in items(client, "?search=otro+lima&search_operator=or&order=title")] == [
        "Otro estudio",
        "Un ensayo en Lima",
    ]


@pytest.fixture
def _one_moment(monkeypatch):
    """However long sixty requests take."""
    monkeypatch.setattr(Asking, "timer", lambda _throttle: 1_000_000.0)


@pytest.mark.usefixtures("_one_moment")
def test_an_address_has_sixty_requests_a_minute(client):
    answers = [client.get(URL).status_code for _number in range(61)]
    assert answers == [200] * 60 + [429]
    assert client.get(URL, REMOTE_ADDR="192.0.2.9").status_code == 200


@pytest.mark.usefixtures("_one_moment")
def test_a_forged_header_brings_no_second_allowance(client, settings):
    for number in range(60):
        client.get(URL, headers={"x-forwarded-for": f"192.0.2.{number}"})
    assert client.get(URL, headers={"x-forwarded-for": "192.0.2.99"}).status_code == 429


@pytest.mark.parametrize("many", [1, 3])
def test_its_queries_do_not_grow(client, many, django_assert_max_num_queries):
    partner = study("Pareja")
    for number in range(many):
        pair: Any = [{"type": "study", "id": "a", "value": {"study": partner.pk, "why": "Se leen juntos."}}]
        study(f"Ensayo {number}", read_with=pair)
    items(client)
    with django_assert_max_num_queries(8):
        assert len(items(client, "?fields=*")) == many + 1


def test_a_pair_with_a_private_study_is_left_out(client):
    shown, hidden = study("Pareja"), study("Hidden trial")
    PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)
    pairs: Any = [
        {"type": "study", "id": "a", "value": {"study": hidden.pk, "why": "Hidden trial, read with this."}},
        {"type": "study", "id": "b", "value": {"study": shown.pk, "why": "Se leen juntos."}},
    ]
    page = study("Ensayo", read_with=pairs)
    response = client.get(f"{URL}{page.pk}/")
    assert [pair["value"] for pair in response.json()["read_with"]] == [{"study": shown.pk, "why": "Se leen juntos."}]
    assert "Hidden" not in response.content.decode()
