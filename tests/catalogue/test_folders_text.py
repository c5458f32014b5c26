"""The text of course folders: Markdown and Wagtail's rich text say the same, whatever is written."""

from collections.abc import Iterator

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from courses.catalogue.folders.markdown import from_markdown, to_markdown
from courses.catalogue.folders.richtext import from_html, to_html
from courses.catalogue.folders.text import Paragraph, Refused, Run, Text, difference, tidy
from theme.blocks import RICH_TEXT

CHARACTERS = st.one_of(
    st.sampled_from("aé1.)(*_[]<>&!#-+=~`\\ |:;\u00a0"),
    st.characters(codec="utf-8", exclude_categories=("C", "Zl", "Zp")),
)
ADDRESSES = ("", "", "https://example.org/a_(b)?x=1&amp;y", "mailto:a@example.org", "http://example.org/&copy")
RUNS = st.builds(Run, st.text(CHARACTERS, min_size=1, max_size=12), st.booleans(), st.sampled_from(ADDRESSES))
PARAGRAPHS = st.builds(
    lambda shape, runs: Paragraph(shape, tidy(runs)), st.sampled_from(["p", "ul", "ol"]), st.lists(RUNS, max_size=4)
)
TEXTS = st.lists(PARAGRAPHS, max_size=5).map(lambda paragraphs: tuple(each for each in paragraphs if each.runs))


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@settings(max_examples=300)
@given(TEXTS)
def test_markdown_comes_back_as_it_was(text: Text) -> None:
    assert from_markdown(to_markdown(text)) == text


@settings(max_examples=300)
@given(TEXTS)
def test_rich_text_comes_back_as_it_was(text: Text) -> None:
    assert from_html(to_html(text, lambda href: {"href": href}), lambda attributes: attributes["href"]) == text


@pytest.mark.django_db
def test_rich_text_survives_the_editor() -> None:
    source = "Un **dato** y [un enlace](https://example.org/a?b=1&c=2).\n\n- uno\n- **dos**\n\n1. tres & <cuatro"
    html = to_html(from_markdown(source), lambda href: {"href": href})
    converter = ContentstateConverter(features=RICH_TEXT)
    saved = converter.to_database_format(converter.from_database_format(html))
    assert to_markdown(from_html(saved, lambda attributes: attributes["href"])) == to_markdown(from_markdown(source))


@pytest.mark.parametrize(
    ("source", "paragraph", "message"),
    [
        ("Uno.\n\nCon *cursiva*.", 2, "Italics are not kept; use bold or plain words."),
        ("Con _cursiva_.", 1, "Italics are not kept; use bold or plain words."),
        ("Con <b>HTML</b>.", 1, "HTML is not read; write Markdown."),
        ("<div>Uno</div>", 1, "HTML is not read; write Markdown."),
        ("![Un gráfico](a.png)", 1, "An image does not stand within text; give it a block of its own (type: image)."),
        ("## Título", 1, "A heading does not stand within text; give it a block of its own (type: heading)."),
        ("Uno\n---", 1, "A heading does not stand within text; give it a block of its own (type: heading)."),
        ("`código`", 1, "Code is not kept; write the words plainly, or a formula block."),
        ("Uno.\n\n    sangrado", 2, "Code is not kept: the lines begin with four spaces; write them without."),
        ("Uno  \ndos", 1, "A line break within a paragraph is not kept; begin a new paragraph."),
        ("> cita", 1, "A quotation with “>” is not kept; use quotation marks or a callout."),
        ("Uno\n\n***", 2, "A ruled line is not kept; begin a heading or a new block."),
        ("|a|b|\n|-|-|\n|1|2|", 1, "A table does not stand within text; give it a block of its own (type: table)."),
        ("~~tachado~~", 1, "Struck-out words are not kept."),
        ("- uno\n  - dos", 1, "A list within a list is not kept; make it one list."),
        ("- uno\n\n  dos", 1, "An item of a list is one paragraph."),
        ("- uno\n-\n- tres", 2, "This item of the list, or paragraph, is empty."),
        ("3. tres", 1, "A numbered list begins with 1."),
        (
            "[x](https://example.org 'título')",
            1,
            "A link has no title of its own; the linked words say where it leads.",
        ),
        (
            "[x](javascript:alert(1))",
            1,
            "“javascript:alert(1)” is not an address for a link: "
            "it begins with https://, http://, mailto:, tel: or lesson:.",
        ),
    ],
)
def test_markdown_refuses_what_is_not_kept(source: str, paragraph: int, message: str) -> None:
    with pytest.raises(Refused) as refused:
        from_markdown(source)
    assert (refused.value.message, refused.value.paragraph) == (message, paragraph)


@pytest.mark.parametrize(
    ("spanish", "english", "paragraph", "message"),
    [
        ("Uno.\n\nDos.", "One.", 2, "The languages have 2 and 1 paragraphs and items; they must have the same."),
        ("Uno.\n\n- dos", "One.\n\nTwo.", 2,
         "A paragraph in one language is an item of a list in another, or of another list."),
        ("**Uno.**", "**One** thing.", 1, "The whole paragraph is bold in one language and not in the other."),
        ("[Uno](https://a.pe) y dos.", "One and two.", 1, "The languages do not have the same number of links here."),
        ("Uno.\n\nUno.", "One.\n\nTwo.", 2,
         "The same paragraph stands here twice in one language, translated in two ways."),
        ("[Uno](https://a.pe)\n\n[dos](https://a.pe)", "[One](https://b.pe)\n\n[two](https://c.pe)", 2,
         "The same address leads to two different ones in the other language."),
    ],
)  # fmt: skip
def test_languages_must_correspond(spanish: str, english: str, paragraph: int, message: str) -> None:
    found = difference(from_markdown(spanish), from_markdown(english))
    assert found is not None
    assert (found.message, found.paragraph) == (message, paragraph)


def test_languages_correspond_whatever_the_order_of_links_and_bold_within() -> None:
    spanish = from_markdown("**Vea** [uno](https://a.pe) y [dos](https://b.pe).")
    assert difference(spanish, from_markdown("See [two](https://b.pe) **and** [one](https://a.pe).")) is None
