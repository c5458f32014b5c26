from hypothesis import example, given, settings
from hypothesis import strategies as st

from certificates import layout
from certificates.fonts import ITALIC, SANS, SERIF

LETTERS = st.characters(categories=("Lu", "Ll"), max_codepoint=0x24F)
WORDS = st.lists(st.text(LETTERS, min_size=1, max_size=18), min_size=1, max_size=9)
NAMES = WORDS.map(lambda words: " ".join(words)[:100].strip())


@given(NAMES, NAMES)
@settings(max_examples=200)
def test_name_fits_its_column_and_is_never_broken_inside(given_names: str, family_names: str) -> None:
    for printed in layout.names(given_names, family_names):
        plain = [line.replace("\u00a0", " ") for line in printed.lines]
        assert plain in ([f"{given_names} {family_names}"], [given_names, family_names])
        assert all(SERIF.width(line, printed.size) <= layout.NAME_WIDTH for line in printed.lines)


@given(NAMES, NAMES)
def test_names_are_offered_from_large_to_small(given_names: str, family_names: str) -> None:
    sizes = [printed.size for printed in layout.names(given_names, family_names)]
    assert sizes == sorted(sizes, reverse=True)


def test_short_name_is_set_large_on_one_line() -> None:
    printed = layout.names("Rosa", "Quispe Mamani")[0]
    assert (printed.lines, printed.size) == (("Rosa\u00a0Quispe\u00a0Mamani",), 38.0)


def test_long_name_breaks_before_the_family_names() -> None:
    printed = layout.names("María de los Ángeles", "Ñahui Quispe de la Cruz Huamán")[0]
    assert [line.replace("\u00a0", " ") for line in printed.lines] == [
        "María de los Ángeles",
        "Ñahui Quispe de la Cruz Huamán",
    ]
    assert printed.size == 32.0


@given(WORDS.map(" ".join), st.sampled_from([(SERIF, layout.TITLES), (ITALIC, layout.SECOND_TITLES)]))
@example("AA AAAAAAAAAAAAAAAAAA AAAAAAAAAAAAAAAAAA", (SERIF, layout.TITLES))
def test_title_keeps_its_words_in_order_and_fits(text: str, how: tuple) -> None:
    face, sizes = how
    title = layout.title(text, sizes, face)
    assert " ".join(" ".join(title.lines).replace("\u00a0", " ").split()) == " ".join(text.split())
    assert all(face.width(line, title.size) <= layout.COLUMN + 0.01 for line in title.lines)


def test_title_is_balanced_and_never_ends_a_line_with_an_article() -> None:
    title = layout.title(
        "Diseño, implementación y evaluación de impacto de intervenciones basadas en evidencia para la prevención de la "
        "violencia contra las mujeres y los integrantes del grupo familiar en gobiernos locales",
        layout.TITLES,
        SERIF,
    )
    assert [line.replace("\u00a0", " ") for line in title.lines] == [
        "Diseño, implementación y evaluación de impacto de intervenciones",
        "basadas en evidencia para la prevención de la violencia contra",
        "las mujeres y los integrantes del grupo familiar en gobiernos locales",
    ]


@given(st.integers(0, 8))
def test_signatories_stand_beside_each_other_within_the_column(number: int) -> None:
    people = [{"given_names": "Ana Lucía", "family_names": f"Paredes {index}"} for index in range(number)]
    rows = layout.signatory_rows(people, ["Directora"] * number)
    placed = [signatory for row in rows for signatory in row.signatories]
    assert len(placed) == number
    assert all(one.left >= layout.LEFT and one.left + row.width <= 207.1 for row in rows for one in row.signatories)
    assert [row.top for row in rows] == {0: [], 1: [166.0], 2: [142.0, 162.0]}[(number > 0) + (number > 4)]


@given(NAMES, NAMES, st.integers(10, 250), st.integers(0, 8))
@settings(max_examples=60)
def test_page_holds_the_longest_of_everything(given_names: str, family_names: str, long: int, signing: int) -> None:
    title = ("Evaluación de impacto con métodos mixtos " * 8)[:long].strip()
    texts = {"title": title, "hours": "7,5 horas cronológicas (de 60 min)", "posts": ["Jefa"] * signing}
    claims = {
        "given_names": given_names,
        "family_names": family_names,
        "issuers": ["Ministerio de la Mujer y Poblaciones Vulnerables"],
        "signatories": [{"given_names": "Ana", "family_names": "Paredes"}] * signing,
        "texts": {"es": texts, "en": texts},
    }
    assert layout.page(claims, ["es", "en"], has_document=True).spare >= 0


def test_width_counts_what_the_font_lacks_as_a_square() -> None:
    assert round(SANS.width("漢", 10), 2) == round(10 * 25.4 / 72, 2)
