import pytest
from django.utils import translation

from theme.formulas import localised, to_mathml, to_text


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


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"N = \frac{M^2 \cdot \sigma^2}{P \cdot (1 - P)}", "N = (M² · σ²) / (P · (1 − P))"),
        (r"\frac{a}{2}", "a / 2"),
        (r"\frac{\frac{a}{b}}{c}", "(a / b) / c"),
        (r"\sqrt{2 \cdot n}", "√(2 · n)"),
        (r"\sqrt{n}", "√n"),
        (r"x^{10} + x_0^2 + R_c^2", "x¹⁰ + x₀² + R_c²"),
        (r"(1 + r)^{t + 1}", "(1 + r)^(t + 1)"),
        (r"z_{1-\alpha/2}", "z_(1 − α / 2)"),
        (r"\bar{Y}_T - \hat{\pi}", "Y\u0304_T − π\u0302"),
        (r"\frac{|\delta|}{2}", "|δ| / 2"),
        (r"x \approx -2", "x ≈ −2"),
        (r"a - (-2)", "a − (−2)"),
        (r"\mathrm{MDE} \le 3", "MDE ≤ 3"),
    ],
)
def test_a_formula_is_one_line_of_plain_text(latex, text):
    assert to_text(latex, "en") == text


@pytest.mark.parametrize(("language", "text"), [("es", "= 5\u00a0217,39 · 0,05"), ("en", "= 5,217.39 · 0.05")])
def test_a_plain_formula_writes_its_numbers_as_the_language_does(language, text):
    assert to_text(r"= 5217.39 \cdot 0.05", language) == text


@pytest.mark.parametrize("latex", ["", r"\frac{1", r"\nada x", r"\left( a"])
def test_a_formula_that_cannot_be_read_is_no_plain_text_either(latex):
    with translation.override("en"), pytest.raises(ValueError, match="formula"):
        to_text(latex, "es")
