import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader
from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError

from certificates import rendering
from tests.certificates.factories import make_person, make_requested, make_signatories

pytestmark = pytest.mark.django_db


def read(content: bytes) -> PdfReader:
    return PdfReader(BytesIO(content))


def text_of(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in read(content).pages).split())


@pytest.fixture
def claims() -> dict[str, Any]:
    make_signatories(3)
    learner = make_person(first_name="María de los Ángeles", last_name="Ñahui Güere")
    return make_requested(learner=learner).claims


def test_pdf_says_everything_in_both_languages(claims: dict[str, Any]) -> None:
    content = rendering.render(claims, "45678901")
    text = text_of(content)
    for said in (
        "María de los Ángeles Ñahui Güere",
        "DNI 45678901",
        "Certificado Certificate",
        "16 (dieciséis)",
        "sixteen; scale 0 to 20, pass mark 14",
        "3 horas cronológicas (de 60 min)",
        "3 chronological hours (60 min each)",
        "Del 2 de marzo al 17 de abril de 2026",
        "(hora de Lima)",
        "Carmen Rosa Ñaupari de la Torre",
        "No lleva firma digital",
        "It carries no digital signature",
        claims["code"],
        claims["texts"]["es"]["title"],
        claims["texts"]["en"]["title"],
    ):
        assert said in text
    assert len(read(content).pages) == 1
    assert [round(side / 72 * 25.4) for side in read(content).pages[0].mediabox[2:]] == [297, 210]


def test_pdf_is_tagged_for_everybody(claims: dict[str, Any]) -> None:
    pdf = read(rendering.render(claims, "45678901"))
    root = pdf.trailer["/Root"]
    metadata = root["/Metadata"].get_data().decode()
    assert root["/MarkInfo"]["/Marked"] is True or bool(root["/MarkInfo"]["/Marked"])
    assert root["/Lang"] == "es"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pdf.metadata.title == f"Certificado: {claims['texts']['es']['title']}"
    assert ElementTree.fromstring(metadata[metadata.index("<x:xmpmeta") : metadata.index("<?xpacket end")]) is not None
    assert "pdfuaid" in metadata


def test_pdf_embeds_three_fonts_and_no_reserved_name(claims: dict[str, Any]) -> None:
    page = read(rendering.render(claims, "45678901")).pages[0]
    names = sorted(str(font.get_object()["/BaseFont"]) for font in page["/Resources"]["/Font"].values())
    assert [name.partition("+")[2] for name in names if "+" in name] or names
    assert len(names) == 3
    assert not any("Source" in name for name in names)


def test_same_claims_give_the_same_bytes(claims: dict[str, Any]) -> None:
    assert rendering.render(claims, "45678901") == rendering.render(claims, "45678901")


@pytest.mark.parametrize(("language", "absent"), [("es", "Awarded to"), ("en", "Se otorga a")])
def test_pdf_in_one_language_has_nothing_of_the_other(claims: dict[str, Any], language: str, absent: str) -> None:
    content = rendering.render(claims, "45678901", [language])
    assert absent not in text_of(content)
    assert read(content).trailer["/Root"]["/Lang"] == language


def test_second_language_is_marked_as_such(claims: dict[str, Any]) -> None:
    assert rendering.html(claims, "45678901").count('lang="en"') > 10


def test_erased_document_leaves_no_line(claims: dict[str, Any]) -> None:
    assert "DNI" not in text_of(rendering.render(claims, ""))


def test_hostile_names_are_printed_as_text() -> None:
    learner = make_person(
        first_name='<script>alert(1)</script><link rel="attachment" href="file:///etc/passwd">\x07',
        last_name='=cmd()|"<img src=x>',
    )
    claims = make_requested(learner=learner).claims
    content = rendering.render(claims, "45678901")
    assert "<script>alert(1)</script>" in text_of(content).replace("\u00a0", " ")
    assert "\x07" not in claims["given_names"]
    assert read(content).attachments == {}


@pytest.mark.parametrize("url", ["file:///etc/hostname", "http://127.0.0.1:9/x.png", "https://example.org/x.png"])
@pytest.mark.parametrize("element", ['<img src="{}" alt="">', '<link rel=stylesheet href="{}">'])
def test_nothing_outside_of_the_document_is_fetched(url: str, element: str) -> None:
    engine = rendering._engine()
    with pytest.raises(FatalURLFetchingError):
        HTML(string=f"<html>{element.format(url)}", url_fetcher=engine.fetcher).write_pdf()


def test_what_wants_something_from_outside_fails_as_an_ordinary_error(
    claims: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rendering, "qr", lambda address: "file:///etc/hostname")
    with pytest.raises(rendering.RenderingError, match="etc/hostname"):
        rendering.render(claims, "45678901")


def test_pictures_of_one_document_are_not_kept_for_the_next(claims: dict[str, Any]) -> None:
    rendering.render(claims, "45678901")
    engine = rendering._engine()
    assert engine.images.keys() == engine.kept


@pytest.mark.parametrize("signing", [1, 8])
def test_any_number_of_signatories_stays_on_one_page(signing: int) -> None:
    make_signatories(signing)
    claims = make_requested().claims
    content = rendering.render(claims, "45678901")
    assert len(claims["signatories"]) == signing
    assert len(read(content).pages) == 1


def test_qr_code_is_read_from_a_grey_print_at_100_dpi(claims: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "certificate.pdf"
    path.write_bytes(rendering.render(claims, "45678901"))
    subprocess.run(["pdftoppm", "-r", "100", "-gray", "-png", "-singlefile", path, tmp_path / "page"], check=True)
    read_back = subprocess.run(
        ["zbarimg", "-q", "--raw", tmp_path / "page.png"], capture_output=True, text=True, check=True
    )
    assert read_back.stdout.strip() == claims["address"]
