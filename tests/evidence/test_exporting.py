import csv
import io
from dataclasses import replace

import pytest
from django.db import transaction
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.evidence import authors, export_views
from courses.evidence.exporting import table, to_csv, to_xlsx
from courses.evidence.loading import load
from courses.evidence.models import StudyPage
from courses.evidence.row import Row, SheetError
from courses.evidence.sheet import guarded, plain, read
from courses.evidence.throttling import TakingAway, TakingMuchAway
from incubator.environment import BASE_DIR
from tests.evidence.factories import bank, study

STUDIES = BASE_DIR / "incubator" / "programme" / "evidence" / "studies.csv"


def some() -> list[Row]:
    """A few of the published studies, those with effects; their pairs lead to others."""
    rows = [row for row in read(STUDIES.read_bytes()) if row.effects][:4]
    for row in rows:
        row.read_with = []
    return rows


def exported() -> bytes:
    return to_csv(table(StudyPage.objects.order_by("translation_key", "-locale__language_code")))


@pytest.mark.django_db
def test_what_is_exported_is_read_back_unchanged():
    with translation.override("en"):
        bank()
        load(rows=some())
        first = exported()
        again = load(rows=read(first))
        assert (len(again.made), len(again.changed), len(again.unchanged)) == (0, 0, 4)
        for page in StudyPage.objects.all():
            StudyPage.objects.get(pk=page.pk).delete()
        assert len(load(rows=read(first)).made) == 4
        assert exported() == first


@given(st.text().map(str.strip))
def test_a_guarded_cell_is_read_back(text):
    assert plain(guarded(text)) == text


@given(st.text())
def test_no_cell_is_taken_for_a_formula(text):
    ((cell,),) = csv.reader(io.StringIO(to_csv([[f"={text}"]]).decode("utf-8-sig"), newline=""), strict=True)
    assert cell.startswith("'=")


def test_a_workbook_holds_no_formula():
    from openpyxl import load_workbook

    sheet = load_workbook(io.BytesIO(to_xlsx([["title"], ["=1+1"]]))).active
    assert [[cell.value for cell in row] for row in sheet.rows] == [["title"], ["'=1+1"]]


WORDS = st.text(st.characters(exclude_categories=("C", "Zl", "Zp")) | st.just("\n"), min_size=1, max_size=40)
TEXT = WORDS.map(str.strip).filter(lambda text: text and "\n\n" not in text)
LINE = TEXT.map(lambda text: " ".join(text.split()))
PAIR = st.tuples(TEXT, TEXT) | st.just(("", ""))


AUTHORS = st.lists(LINE, max_size=3) | st.sampled_from(
    [["Field, Erica"], ["and Co, Lima"], ["A; B, C"], ["Ministerio"]]
)


@st.composite
def rows(draw: st.DrawFn) -> Row:
    """A study with any words in it, as the forms of the admin would let them in."""
    row = Row(2, key=draw(st.uuids()), slug="study")
    row.facts = {
        "title": draw(LINE),
        "authors": "\n".join(draw(AUTHORS)),
        "year": draw(st.none() | st.integers(1900, 2100)),
        "series": draw(LINE | st.just("")),
        "publication_language": draw(st.sampled_from(["", "en", "fr"])),
        "reference": draw(LINE | st.just("")),
        "themes": ["autonomy", "prevention"],
        "countries": draw(st.sampled_from([[], ["PE"], ["BO", "EC"]])),
    }
    for name in ("sample", "summary", "intervention", "implications"):
        row.texts["es"][name], row.texts["en"][name] = draw(PAIR)
    row.texts["es"]["outcomes"], row.texts["en"]["outcomes"] = "Violencia", "Violence"
    row.languages = draw(st.sampled_from([("es", "en"), ("es",), ("en",)]))
    row.effects = [
        {"es": draw(LINE), "en": draw(LINE), "measure": "rd", "estimate": "-5", "level": "95"}
        for _number in range(draw(st.integers(0, 2)))
    ]
    for language in {"es", "en"} - {*row.languages}:
        row.texts[language].clear()
        for effect in row.effects:
            del effect[language]
    return row


@pytest.mark.django_db
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(row=rows())
def test_any_study_that_is_exported_is_read_back_unchanged(row):
    with translation.override("en"), transaction.atomic():
        bank()
        load(rows=[row])
        first = exported()
        for page in StudyPage.objects.all():
            StudyPage.objects.get(pk=page.pk).delete()
        load(rows=read(first))
        assert exported() == first
        transaction.set_rollback(True)


@pytest.mark.parametrize("text", ["", "Field, Erica", "and Co", "A; B", "A, B; C", "Abramsky T", "A\nB, C", "et al."])
def test_authors_are_read_back(text):
    assert authors.from_list(plain(guarded(authors.to_list(text)))) == text


@pytest.mark.django_db
def test_a_study_in_one_language_is_read_back():
    bank()
    study("Solo en español", authors="Pérez, Ana", summary="Un resumen.")
    first = exported()
    assert load(rows=read(first)).unchanged == ["Solo en español"]
    StudyPage.objects.get().delete()
    load(rows=read(first))
    assert (exported(), StudyPage.objects.get().locale.language_code) == (first, "es")


@pytest.mark.django_db
def test_a_study_only_in_english_keeps_its_numbers():
    with translation.override("en"):
        bank()
        load(rows=some())
        spanish = StudyPage.objects.filter(locale__language_code="es").exclude(effects=[]).first()
        spanish.unpublish()
        english = StudyPage.objects.get(translation_key=spanish.translation_key, locale__language_code="en")
        head, row = table([english])
        told = dict(zip(head, row, strict=True))
        effect = english.effects[0].value
        assert (told["languages"], told["outcome_1_en"]) == ("en", effect["outcome"])
        assert [told[f"outcome_1_{name}"] for name in ("measure", "estimate", "low", "high")] == [
            str(effect[name] or "") for name in ("measure", "estimate", "low", "high")
        ]
        assert told["outcome_1_estimate"]
        file = to_csv([head, row])
        assert load(rows=read(file)).unchanged == [spanish.title]
        changed = file.replace(effect["outcome"].encode(), b"Something else")
        with pytest.raises(SheetError, match="written in Spanish first"):
            load(rows=read(changed), overwrite=True)
        for page in StudyPage.objects.filter(translation_key=spanish.translation_key):
            StudyPage.objects.get(pk=page.pk).delete()
        assert load(rows=read(file)).made == [spanish.title]
        again = StudyPage.objects.get(translation_key=spanish.translation_key)
        assert (again.locale.language_code, table([again])) == ("en", [head, row])


@pytest.mark.django_db
def test_a_study_that_was_in_english_alone_gets_its_spanish():
    with translation.override("en"):
        bank()
        both = next(row for row in read(STUDIES.read_bytes()) if row.effects)
        both.read_with = []
        alone = replace(both, languages=("en",))
        assert load(rows=[alone]).made == [both.facts["title"]]
        english = StudyPage.objects.get()
        assert load(rows=[both]).changed == [both.facts["title"]]
        assert load(rows=[both]).unchanged == [both.facts["title"]]
        pages = StudyPage.objects.order_by("locale__language_code")
        assert [(page.locale.language_code, page.slug, page.live) for page in pages] == [
            ("en", english.slug, True),
            ("es", english.slug, True),
        ]
        assert {page.translation_key for page in pages} == {english.translation_key}
        assert pages[1].summary == both.texts["es"]["summary"]
        assert len(load(rows=read(exported())).unchanged) == 1


@pytest.mark.django_db
def test_a_text_that_awaits_its_translation_is_read_back(admin_user):
    with translation.override("en"):
        bank()
        load(rows=some()[:1])
        page = StudyPage.objects.get(locale__language_code="es")
        page.cost = "Diez soles por persona"
        page.save_revision(user=admin_user).publish(user=admin_user)
        first = exported()
        assert b"Diez soles" in first
        assert load(rows=read(first)).unchanged == [page.title]
        assert exported() == first
        with pytest.raises(SheetError, match=r"cost_en: It is written in one language only(.|\n)*was edited"):
            load(rows=read(first.replace(b"Diez soles", b"Once soles")))


@pytest.mark.parametrize(
    ("languages", "summary", "message"),
    [("fr", "", "none of the codes"), ("es", "A summary.", "does not name this language")],
)
def test_a_language_that_cannot_be_is_named(languages, summary, message):
    file = to_csv([["title", "languages", "summary_es", "summary_en"], ["T", languages, "Un resumen.", summary]])
    with translation.override("en"), pytest.raises(SheetError, match=message):
        read(file)


@pytest.mark.django_db
def test_large_files_are_fewer(client, monkeypatch):
    monkeypatch.setattr(TakingMuchAway, "timer", lambda _throttle: 1_000_000.0)
    monkeypatch.setattr(export_views, "MANY", 1)
    study("Uno", themes=["autonomy"])
    study("Otro", themes=["prevention"])
    taken = [client.get("/es/evidence/export/ris/").status_code for _number in range(11)]
    assert taken == [200] * 10 + [429]
    assert client.get("/es/evidence/export/ris/?theme=autonomy").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "said"), [("es", "muchos archivos"), ("en", "Many files")])
def test_after_sixty_files_in_a_minute_an_address_has_to_wait(client, language, said, monkeypatch):
    monkeypatch.setattr(TakingAway, "timer", lambda _throttle: 1_000_000.0)
    bank()
    taken = [client.get(f"/{language}/evidence/export/ris/?theme=prevention") for _number in range(61)]
    assert [one.status_code for one in taken] == [200] * 60 + [429]
    assert taken[-1]["Retry-After"] == "60"
    page = taken[-1].content.decode()
    assert (said in page, f'href="/{language}/evidence/?theme=prevention"' in page) == (True, True)
