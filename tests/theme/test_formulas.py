import pytest
from django.utils import translation

from theme.formulas import localised, to_mathml


@pytest.mark.parametrize(("language", "number"), [("es", "<mn>0,05</mn>"), ("en", "<mn>0.05</mn>")])
def test_a_formula_writes_its_decimals_as_the_language_does(language, number):
    assert number in to_mathml(r"\frac{0.05}{n}", language)


def test_a_formula_is_described_for_who_listens():
    assert 'aria-label="uno &lt; &quot;dos&quot;"' in to_mathml("1 < 2", "es", description='uno < "dos"')


def test_a_formula_cannot_bring_markup_or_addresses():
    assert "<b>" not in to_mathml(r"\text{<b>x</b>}", "es")
    assert "javascript" not in to_mathml(r"\href{javascript:alert(1)}{x}", "es")


@pytest.mark.parametrize("latex", ["", "  ", r"\frac{1", "a}", r"\nada x", r"\left( a", "a & b"])
def test_a_formula_that_cannot_be_read_says_so(latex):
    with translation.override("en"), pytest.raises(ValueError, match="formula"):
        to_mathml(latex, "es")


@pytest.mark.parametrize(
    ("text", "spanish", "english"),
    [
        ("-2.3%", "−2,3\u00a0%", "−2.3%"),
        ("0.45 (0.23, 0.91)", "0,45 (0,23; 0,91)", "0.45 (0.23, 0.91)"),
        ("2025", "2025", "2025"),
        ("5-3", "5-3", "5-3"),
    ],
)
def test_figures_are_written_as_the_language_does(text, spanish, english):
    assert (localised(text, "es"), localised(text, "en")) == (spanish, english)
