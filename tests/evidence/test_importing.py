from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wagtail.models import GroupPagePermission

from courses.evidence import citing
from courses.evidence.bibliography import LARGEST, MOST_ENTRIES, BibliographyError, _strings, read
from courses.evidence.importing import IMPORTED, look, take
from courses.evidence.models import StudyPage
from courses.records.models import AuditEvent
from incubator.demo.people import person
from tests.evidence.factories import bank, study

RIS = "TY  - JOUR\nTI  - Un ensayo\nAU  - Pérez, Ana\nPY  - 2014/05\nDO  - https://doi.org/10.1186/abc\nER  - \n"
BIBTEX = "@article{a, title={Un {E}nsayo}, author={P{\\'e}rez, Ana and others}, year={2014}, journal={J \\& K}}"
OTHER = "@misc{b, title={Otro estudio}, year={2020}}"
ENTRY = "@misc{{long, author={}, title={{T}}}}"
BROKEN = "@article{c, title={Roto, year={2020}"
ADDRESS = "/admin/study-import/"


def test_ris_gives_what_it_holds() -> None:
    (entry,) = read(RIS.encode())
    assert entry.facts == {
        "title": "Un ensayo",
        "authors": "Pérez, Ana",
        "year": 2014,
        "series": "",
        "doi": "10.1186/abc",
        "address": "",
        "publication_language": "",
    }


def test_bibtex_gives_what_it_holds() -> None:
    (entry,) = read(BIBTEX.encode())
    facts = entry.facts
    assert (facts["title"], facts["authors"], facts["year"]) == ("Un Ensayo", "Pérez, Ana\net al.", 2014)
    assert facts["series"] == "J & K"


def test_windows_lines_and_the_mark_of_utf_8_are_no_matter() -> None:
    assert read(b"\xef\xbb\xbf" + RIS.replace("\n", "\r\n").encode()) == read(RIS.encode())


def test_abbreviations_of_bibtex_are_known_in_every_entry() -> None:
    entries = read(
        f"@string{{who = {{Pérez, Ana}}}}\n@comment{{x}}\n@misc{{a, title={{T}}, author=who}}\n{OTHER}".encode()
    )
    assert [(one.facts["title"], one.facts["authors"]) for one in entries] == [
        ("T", "Pérez, Ana"),
        ("Otro estudio", ""),
    ]


@pytest.mark.parametrize(
    "file",
    [
        "@string{a0={xxxxxxxxxx}}\n" + "".join(f"@string{{a{n + 1}=a{n} # a{n}}}\n" for n in range(40)) + ENTRY.format("a40"),
        "@string{a0={xxxxxxxxxx}}" + "".join(f" @string{{a{n + 1}=a{n} # a{n}}}" for n in range(40)) + "\n" + ENTRY.format("a40"),
        "@string{a={" + "x" * 999 + "}}\n" + ENTRY.format("a" + " # a" * 4000),
        ENTRY.format("{" + "x" * 20_000 + "}"),
    ],
    ids=["each twice the last", "in one line", "one often", "long"],
)  # fmt: skip
def test_abbreviations_do_not_grow_without_end(file: str) -> None:
    long, other = read(f"{file}\n{OTHER}".encode())
    assert (long.fault, other.fault) == ("Esta entrada no se puede leer.", "")


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"@article{a, title=", "Niñas".encode("latin-1"), b"\x00\xff", b"x" * 1_000_001]
)
def test_a_malformed_file_gives_a_sentence(content: bytes) -> None:
    with pytest.raises(BibliographyError, match=r"\.$"):
        read(content)


def test_what_stands_behind_another_command_is_not_lost_in_silence() -> None:
    found = read(f"@comment{{x}} @article{{a, title={{Uno}}}}\n@string{{b={{c}}}}\n{OTHER}".encode())
    assert [(one.facts["title"], one.fault != "") for one in found] == [
        ("@comment{x} @article{a, title={Uno}}", True),
        ("Otro estudio", False),
    ]


@pytest.mark.parametrize("file", [BIBTEX, RIS])
def test_words_before_the_first_entry_are_no_matter(file: str) -> None:
    assert read(f"Written by a programme of 2019, user a@b.org\n\n{file}".encode())[-1].facts["year"] == 2014


def test_the_abbreviations_of_a_file_are_bounded_together() -> None:
    strings = "@string{a={" + "x" * 9_000 + "}}\n" + "".join(f"@string{{b{n}=a # a}}\n" for n in range(2_000))
    kept = _strings(strings.splitlines(keepends=True))
    assert sum(map(len, kept.data.values())) <= LARGEST


@pytest.mark.parametrize(
    ("told", "code"),
    [("es", "es"), ("es-PE", "es"), ("Español", "es"), ("spanish", "es"), ("por", "pt"), ("Français", "fr"), ("", ""),
     ("Estonian", ""), ("en_US", "en"), ("eng", "en")],
)  # fmt: skip
def test_the_language_of_a_publication_is_read(told: str, code: str) -> None:
    ris, bibtex = f"TY  - RPRT\nTI  - T\nLA  - {told}\nER  - \n", f"@misc{{a, title={{T}}, langid={{{told}}}}}"
    assert [one.facts["publication_language"] for file in (ris, bibtex) for one in read(file.encode())] == [code] * 2


def test_a_report_names_its_institution_and_a_date_its_year() -> None:
    ris = "TY  - RPRT\nTI  - T\nPB  - Banco Mundial\nDA  - 2021/03/01\nER  - \n"
    bibtex = "@techreport{a, title={T}, institution={Banco Mundial}, date={2021-03}}"
    for file in (ris, bibtex):
        (entry,) = read(file.encode())
        assert (entry.facts["series"], entry.facts["year"]) == ("Banco Mundial", 2021)


def test_too_many_entries_are_refused() -> None:
    with pytest.raises(BibliographyError, match="500"):
        read(RIS.encode() * (MOST_ENTRIES + 1))


@pytest.mark.parametrize("broken", [f"{BIBTEX}\n{BROKEN}\n{OTHER}", f"{RIS}sin etiquetas\nER  - \n{RIS}"])
def test_an_entry_that_cannot_be_read_spoils_no_other(broken: str) -> None:
    first, second, third = read(broken.encode())
    assert (first.fault, second.fault, third.fault) == ("", "Esta entrada no se puede leer.", "")
    assert second.facts["title"] in ("@article{c, title={Roto, year={2020}", "sin etiquetas")


@pytest.mark.django_db
@pytest.mark.parametrize("write", [citing.to_bibtex, citing.to_ris])
def test_what_the_bank_exports_it_imports(write: Any) -> None:
    page = study(
        "Niñas: {un} ensayo & 50 %", authors="Pérez, Ana\net al.", year=2014, doi="10.1234/a_b", series="Rev. Ñ",
        address="https://example.org/a_b?c=1&d=%20#x", publication_language="es",
    )  # fmt: skip
    (entry,) = read(write([page]).encode())
    assert entry.facts["title"] == page.title
    assert (entry.facts["year"], entry.facts["doi"], entry.facts["series"]) == (2014, "10.1234/a_b", "Rev. Ñ")
    assert (entry.facts["address"], entry.facts["publication_language"]) == (page.address, "es")


@pytest.mark.django_db
def test_an_import_makes_drafts_and_no_study_twice() -> None:
    bank()
    (page,) = take(entries=read(RIS.encode()) + read(BIBTEX.encode()))
    assert (page.live, page.locale.language_code, page.design) == (False, "es", "")
    assert take(entries=read(RIS.encode())) == []
    assert StudyPage.objects.count() == 1
    assert AuditEvent.objects.get(action=IMPORTED).data == {"pages": [page.pk]}


@pytest.mark.django_db
def test_a_duplicate_is_seen_without_accents() -> None:
    study("Ún ensayo", year=2014)
    (entry,) = look(read(BIBTEX.encode()))
    assert entry.twin == "Ún ensayo"


# The page


@pytest.fixture
def editor(client: Client) -> Client:
    user = person("editor@example.org", "Edith", "Ríos", 7)
    group = Group.objects.create(name="Evidence")
    group.permissions.add(*_permission("access_admin"))
    for codename in ("add_page", "change_page"):
        GroupPagePermission.objects.create(group=group, page=bank(), permission=_permission(codename).get())
    user.groups.add(group)
    client.force_login(user)
    return client


def _permission(codename: str) -> Any:
    from django.contrib.auth.models import Permission

    return Permission.objects.filter(codename=codename)


@pytest.mark.django_db
def test_an_editor_sees_what_would_come_of_it_and_then_has_drafts(editor: Client) -> None:
    study("Otro estudio", year=2020)
    content = f"{BIBTEX}\n{OTHER}\n{BROKEN}".encode()
    response = editor.post(ADDRESS, {"file": SimpleUploadedFile("a.bib", content)})
    html = response.content.decode()
    assert StudyPage.objects.count() == 1
    for told in (
        "El archivo tiene 3 entradas.",
        "1 es nueva.",
        "Se deja fuera: ya está como «Otro estudio».",
        "no se puede leer",
    ):
        assert told in html
    confirmed = {"text": response.context["text"], "confirmed": "1"}
    told = editor.post(ADDRESS, confirmed, follow=True).content.decode()
    assert "Se hizo 1 borrador." in told
    assert "ya están en el banco" in editor.post(ADDRESS, confirmed, follow=True).content.decode()
    assert StudyPage.objects.filter(title="Un Ensayo", live=False, owner__email="editor@example.org").count() == 1


@pytest.mark.django_db
def test_what_cannot_be_read_is_said_and_the_text_stays(editor: Client) -> None:
    html = editor.post(ADDRESS, {"text": "<b>hola"}).content.decode()
    assert "no se puede leer ni como RIS ni como BibTeX" in html
    assert "&lt;b&gt;hola</textarea>" in html
    assert "Elija un archivo o escriba su texto." in editor.post(ADDRESS, {"text": " "}).content.decode()


@pytest.mark.django_db
def test_a_title_is_no_markup(editor: Client) -> None:
    html = editor.post(ADDRESS, {"text": "@misc{a, title={<script>x</script>}}"}).content.decode()
    assert "<script>x" not in html
    assert "&lt;script&gt;x" in html


@pytest.mark.django_db
def test_who_may_not_add_studies_imports_none(client: Client) -> None:
    bank()
    user = person("lee@example.org", "Lee", "Solo", 8)
    group = Group.objects.create(name="Readers")
    group.permissions.add(*_permission("access_admin"))
    user.groups.add(group)
    client.force_login(user)
    response = client.post(ADDRESS, {"text": OTHER, "confirmed": "1"})
    assert response.status_code in (302, 403)
    assert StudyPage.objects.count() == 0
