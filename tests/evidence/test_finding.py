"""Searching, filtering, counting and ordering, as readers of a language see the bank."""

from typing import Any

import pytest
from django.http import QueryDict
from wagtail.models import PageViewRestriction

from courses.evidence import indexing, shelf, shelving
from courses.evidence.card import StudyCard
from courses.evidence.finding import Found, find
from courses.evidence.pages import StudyPage
from courses.evidence.stemming import terms
from tests.evidence.factories import bank, in_english, study

pytestmark = pytest.mark.django_db


def found(query: str = "", language: str = "es") -> Found:
    return find(QueryDict(query), language)


def titles(query: str = "", language: str = "es") -> list[str]:
    return [face.title for face in found(query, language).faces]


def shown(query: str = "", language: str = "es") -> list[tuple[str, str]]:
    return [(face.title, face.language) for face in found(query, language).faces]


@pytest.mark.parametrize("words", ["prevención", "PREVENCION", "prevenciones", "preve", "prevensión", "prvencion"])
def test_accents_case_endings_and_typing_errors_are_forgiven(words):
    study("Uno", themes=["autonomy"], summary="La prevención en las comunidades.")
    study("Otro", themes=["autonomy"], summary="Ahorro.")
    assert titles(f"q={words}") == ["Uno"]


def test_a_typing_error_is_not_looked_for_where_the_word_stands():
    study("Uno", summary="Las casas.")
    study("Otro", summary="Las cosas.")
    assert titles("q=cosas") == ["Otro"]
    assert [hit.alike for hit in found("q=cosas").hits] == [False]


def test_every_word_must_stand_somewhere_but_the_common_ones():
    study("Ahorro en Uganda", countries=["UG"])
    study("Ahorro", countries=["PE"])
    assert titles("q=el+ahorro+de+las+de+Peru") == ["Ahorro"]


@pytest.mark.parametrize("words", ["Reino Unido", "united kingdom"])
def test_a_country_is_found_by_its_name_in_either_language(words):
    study("Uno", countries=["GB"])
    study("Otro", countries=["US"])
    assert titles(f"q={words}") == ["Uno"]


def test_the_search_goes_through_both_languages_or_one():
    study("Uno", summary="Los gallineros.", english={"summary": "The henhouses."})
    assert titles("q=henhouse") == titles("q=gallinero") == titles("q=henhouse&in=en") == ["Uno"]
    assert titles("q=henhouse&in=es") == titles("q=gallinero&in=en") == []


def test_a_study_appears_once_and_in_the_language_of_the_reader_where_it_is_written_in_it():
    study("Both", english={})
    study("One")
    assert sorted(shown()) == [("Both", "es"), ("One", "es")]
    assert sorted(shown(language="en")) == [("Both", "en"), ("One", "es")]


def test_a_study_whose_page_in_one_language_goes_away_is_shown_in_the_other():
    page = study("Both", english={})
    in_english(page).unpublish()
    assert shown(language="en") == [("Both", "es")]


def test_the_title_weighs_more_than_the_texts():
    study("Uno", summary="Sobre microfinanzas.", year=2020)
    study("Microfinanzas", year=2000)
    assert titles("q=microfinanzas") == ["Microfinanzas", "Uno"]


def test_the_order_is_by_year_or_certainty():
    study("Old", year=1999, certainty=5, certainty_reason="—")
    study("New", year=2020, certainty=2, certainty_reason="—")
    study("Undated")
    assert titles("sort=year") == ["New", "Old", "Undated"]
    assert titles("sort=certainty") == ["Old", "New", "Undated"]


def test_codes_of_one_filter_widen_and_filters_narrow():
    study("Uno", themes=["prevention"], countries=["PE"])
    study("Dos", themes=["autonomy"], countries=["PE"])
    study("Tres", themes=["attention"], countries=["IN"])
    assert sorted(titles("theme=prevention&theme=autonomy")) == ["Dos", "Uno"]
    assert titles("theme=prevention&theme=attention&region=latin-america") == ["Uno"]
    assert titles("country=none") == []


def test_counts_apply_the_other_filters_and_not_their_own():
    study("Uno", themes=["prevention"], countries=["PE"])
    study("Dos", themes=["prevention", "autonomy"], countries=["PE", "BO"])
    study("Tres", themes=["autonomy"], countries=["IN"])
    asked = found("theme=prevention&country=BO")
    assert asked.counts("theme") == {"prevention": 1, "autonomy": 1}
    assert asked.counts("country") == {"PE": 2, "BO": 1, "IN": 0}
    assert asked.counts("certainty") == {"none": 1}


def test_counts_say_what_choosing_shows():
    study("Uno", themes=["prevention"], countries=["PE"], design="rct_cluster")
    study("Dos", themes=["autonomy"], countries=["PE"], design="natural_experiment")
    for name in ("theme", "country", "design"):
        for code, number in found("country=PE").counts(name).items():
            if name != "country":
                assert number == len(titles(f"country=PE&{name}={code}"))


def hide(page, kind):
    if kind == "unpublished":
        page.unpublish()
    elif kind == "private":
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    else:
        PageViewRestriction.objects.create(page=bank(), restriction_type=PageViewRestriction.PASSWORD, password="x")


@pytest.mark.parametrize("kind", ["unpublished", "private", "below a private page"])
def test_a_study_that_not_everybody_may_see_is_in_no_list_and_no_count(kind):
    page = study("Secreto", countries=["PE"])
    assert titles() == ["Secreto"]
    hide(page, kind)
    asked = found("q=secreto")
    assert (asked.faces, asked.total, asked.counts("country"), found().pages()) == ([], 0, {}, [])


def test_a_change_is_found_as_soon_as_it_is_published():
    page = study("Antes")
    assert titles("q=despues") == []
    page.title = "Después"
    page.save_revision()
    assert titles("q=despues") == []
    page.get_latest_revision().publish()
    assert titles("q=despues") == ["Después"]


def test_index_studies_writes_the_same_cards_anew(django_assert_num_queries):
    page = study("Uno", english={})
    before = list(StudyCard.objects.order_by("pk").values_list("pk", "facets", "words", "stamp"))
    StudyCard.objects.filter(page=page).delete()
    assert indexing.rebuild() == 2
    after = list(StudyCard.objects.order_by("pk").values_list("pk", "facets", "words"))
    assert after == [row[:3] for row in before]


def answers() -> list[Any]:
    """What some questions find, and what the filters count, in both languages."""
    questions = (
        "",
        "q=uno",
        "q=henhouse&in=en",
        "q=gallineri",
        "theme=autonomy",
        "country=PE&sort=certainty",
        "q=cambiado",
        "q=henhosue",
    )
    told: list[Any] = []
    for language in ("es", "en"):
        for question in questions:
            answer = find(QueryDict(question), language)
            told += [
                [face.title for face in answer.faces],
                answer.total,
                answer.counts("theme"),
                answer.counts("country"),
            ]
            told += [[(hit.term, hit.studies.bit_count(), hit.alike) for hit in answer.hits]]
    return told


def change(page: StudyPage, **fields: Any) -> None:
    page = StudyPage.objects.get(pk=page.pk)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()


@pytest.mark.parametrize("most_left", [shelving.MOST_LEFT, 1])
def test_a_shelf_that_followed_answers_like_one_that_was_read_anew(most_left, monkeypatch):
    monkeypatch.setattr(shelving, "MOST_LEFT", most_left)
    pages = [
        study("Uno", themes=["autonomy"], countries=["PE"], english={"summary": "Henhouse."}),
        study("Dos gallineros"),
    ]
    restriction = PageViewRestriction(page=pages[0], restriction_type="login")
    for make in (
        lambda: change(pages[0], title="Uno cambiado", certainty=3, certainty_reason="Sí", themes=["prevention"]),
        lambda: change(pages[1], countries=["PE", "BO"]),
        lambda: pages.append(study("Uno más", countries=["CL"])),
        restriction.save,
        lambda: StudyPage.objects.get(pk=pages[1].pk).unpublish(),
        restriction.delete,
        lambda: StudyPage.objects.get(pk=pages[0].pk).unpublish(),
        lambda: StudyPage.objects.get(pk=pages[2].pk).delete(),
        lambda: change(pages[1], title="Dos, otra vez"),
    ):
        before = answers()
        make()
        followed, kept = answers(), shelf._kept
        assert followed != before
        shelf.forget()
        assert answers() == followed
        shelf._kept = kept


def test_only_what_changed_is_read(django_assert_num_queries):
    pages = [study(f"Study {number}", english={}) for number in range(3)]
    found()
    change(pages[0], title="Changed")
    with django_assert_num_queries(4) as asked:
        assert len(found().faces) == 3
    assert "words" not in asked[2]["sql"]
    with django_assert_num_queries(2):
        found()


def test_all_pages_come_in_order_for_an_export():
    for number in range(1, 4):
        study(f"Study {number}", year=2000 + number)
    assert [page.title for page in found("sort=year").pages()] == ["Study 3", "Study 2", "Study 1"]


def test_terms_are_bounded_and_a_search_of_common_words_is_one():
    assert terms(" ".join(f"w{number}" for number in range(50)), 12) == [f"w{number}" for number in range(12)]
    assert terms("con las", 12) == ["con", "las"]


@pytest.mark.parametrize(
    "query",
    [
        "theme=nothing&year=x&sort=zzz&in=fr&country=%00",
        f"q={'x' * 5000}",
        "q=%00",
        "q=%ff%fe",
        "page=-1",
        "q=%25_'\"<b>",
    ],
)
def test_what_is_unknown_breaks_nothing(query):
    study("Uno")
    assert isinstance(found(query).faces, list)
    assert found(query).sort == "relevance"


def test_the_address_says_the_whole_question_and_nothing_else():
    query = "q=ahorro&in=en&theme=prevention&theme=autonomy&year=2020&sort=year"
    assert found(f"{query}&page=3&unknown=1&region=nowhere").address() == query
    assert found().address() == ""
