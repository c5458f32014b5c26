import ast
import math
import operator
import pickle
import re
from dataclasses import FrozenInstanceError
from itertools import pairwise
from xml.etree.ElementTree import fromstring

import pytest

from courses.exercises.statistics import costs
from courses.exercises.statistics.derivation import Derivation, figure, typed
from courses.exercises.statistics.formulas import FORMULAS, compute
from courses.exercises.statistics.unanswerable import Unanswerable
from theme.formulas import to_mathml, to_text

from .samples import ALL, SAMPLES, workings

MATHML = "{http://www.w3.org/1998/Math/MathML}"
each = pytest.mark.parametrize("name", SAMPLES)
SIGNS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}


def evaluated(text: str) -> float:
    """The value of a line of numbers in English: "(2.8016² · 1) / (0.5 · (1 − 0.5) · 0.04)"."""
    text = re.sub(
        r"[⁰-⁹²³¹]+", lambda digits: "**" + digits[0].translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")), text
    )
    text = re.sub(r"√([\d.,]+)", r"√(\1)", text)
    text = re.sub(r"\|(.+?)\|", r"abs(\1)", text)
    for sign, python in {"·": "*", "−": "-", "^": "**", "√": "sqrt", "[": "(", "]": ")", ",": ""}.items():
        text = text.replace(sign, python)
    return calculated(ast.parse(text, mode="eval").body)


def calculated(node: ast.expr) -> float:
    match node:
        case ast.Constant(value=int() | float() as value):
            return value
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -calculated(operand)
        case ast.BinOp(left=left, op=sign, right=right):
            return SIGNS[type(sign)](calculated(left), calculated(right))
        case ast.Call(func=ast.Name(id="sqrt"), args=[inside]):
            return math.sqrt(calculated(inside))
        case ast.Call(func=ast.Name(id="abs"), args=[inside]):
            return abs(calculated(inside))
    raise ValueError(ast.dump(node))


def value_of(line: str) -> float:
    return float(re.split("[=≈]", line)[-1].replace(",", "").replace("−", "-").replace(" ", ""))


def test_every_formula_has_a_sample_that_gives_what_it_is_for():
    assert SAMPLES.keys() == FORMULAS.keys()
    assert all(compute(name, inputs).formula == name for name, inputs in ALL)


@each
def test_a_working_can_be_shown_in_both_languages(name):
    for result, output in workings(name):
        count = len(result.working(output))
        for language in ("es", "en"):
            assert [line[:6] for line in result.mathml(language, output)] == ["<math "] * count
            assert len([line for line in result.text(language, output) if line]) == count


@each
def test_a_working_ends_with_its_value(name):
    """What solves an equation comes second, and the power that it has, as the proof, last."""
    for result, output in workings(name):
        step = next(one for one in result.steps if one.name == result.step_of[output])
        line = result.text("en", output)[1 if step.equation else -1]
        assert value_of(line) == pytest.approx(result[output], rel=1e-4)


@each
def test_a_working_leaves_no_name_unfilled(name):
    for result, output in workings(name):
        assert not [line for line in result.working(output) if re.search("<[a-zA-Z_]", line)]


@each
def test_a_working_names_its_symbol_before_it_goes_on(name):
    for result, output in workings(name):
        lines = result.working(output)
        assert lines[0][:1] not in ("=", "≈")
        assert not [one for one, next_ in pairwise(lines) if one.startswith(r"\approx") and next_[:1] == "="]


@each
def test_a_line_of_numbers_comes_to_what_the_next_line_says(name):
    for result, output in workings(name):
        lines = result.text("en", output)
        for numbers, told in zip(lines, [*lines[1:], ""], strict=True):
            inside = numbers.removeprefix("= ")
            if inside != numbers and not re.search("[a-zΑ-ω⌈]", inside, re.IGNORECASE):
                assert evaluated(inside) == pytest.approx(
                    value_of(told if told[:1] in "=≈" and told else numbers), rel=2e-3, abs=1e-9
                )


@each
def test_a_negative_number_stands_in_brackets_after_a_sign(name):
    for result, output in workings(name):
        for line in result.text("es", output):
            assert not re.search(r"[+·/−] ?− ?\d", line)


@pytest.mark.parametrize(
    ("latex", "text", "signs"),
    [
        (r"\frac{100000}{-42}", "100,000 / (−42)", ["prefix"]),  # its bar is enough of a bracket in MathML
        (r"\frac{-42}{100000}", "−42 / 100,000", ["prefix"]),
        (r"2 \cdot \frac{-5}{3}", "2 · (−5) / 3", ["prefix"]),
        (r"2 - (-5)", "2 − (−5)", ["", "prefix"]),
        (r"x \approx -2", "x ≈ −2", ["prefix"]),
        (r"x^{-2} + \sqrt{-3}", "x^(−2) + √(−3)", ["prefix", "prefix"]),
        (r"\rho_{01} - 5", "ρ₀₁ − 5", [""]),
        (r"|-5| - |y - x|", "|−5| − |y − x|", ["prefix", "prefix", "postfix", "", "prefix", "", "postfix"]),
        (r"E[Y|D=1] - E[Y|D=0]", "E[Y|D = 1] − E[Y|D = 0]", ["", "", ""]),
    ],
)
def test_a_sign_stands_at_its_number_in_text_and_in_mathml(latex, text, signs):
    forms = [one.get("form", "") for one in fromstring(to_mathml(latex, "en")).iter(f"{MATHML}mo") if one.text in "−|"]
    assert (to_text(latex, "en"), forms) == (text, signs)


def test_a_working_is_the_whole_way_from_the_numbers_to_the_answer():
    assert compute("F01_N_mean", {"delta": -0.2, "sd": 1.3}).text("en") == (
        "z_(1 − α / 2) = z_0.975",
        "≈ 1.96",
        "z_(1 − κ) = z_0.8",
        "≈ 0.84162",
        "M = z_(1 − α / 2) + z_(1 − κ)",
        "= 1.96 + 0.84162",
        "≈ 2.8016",
        "N = (M² · σ² · (1 − R²)) / (P · (1 − P) · δ²)",
        "= (2.8016² · 1.3² · (1 − 0)) / (0.5 · (1 − 0.5) · (−0.2)²)",
        "≈ 1,326.5",
    )


def test_a_working_is_written_as_its_language_writes_numbers():
    late = compute("F08_late", {"itt": -1234.5, "takeup_t": 0.8})
    assert late.text("es") == ("LATE = ITT / (c − s)", "= −1\u00a0234,5 / (0,8 − 0)", "≈ −1\u00a0543,1")
    assert late.text("en") == ("LATE = ITT / (c − s)", "= −1,234.5 / (0.8 − 0)", "≈ −1,543.1")


def test_a_working_shows_only_what_its_output_needs():
    did = compute("F09_did", {"t0": 17.1, "t1": 7.7, "c0": 9.3, "c1": 8.0, "sd": 3, "n_t": 200, "n_c": 180})
    assert did.text("en", "change_t") == ("Δ_T = Y\u0304_T1 − Y\u0304_T0", "= 7.7 − 17.1", "= −9.4")
    assert did.text("en")[-2:] == ("= (−9.4) − (−1.3)", "= −8.1")


def test_a_working_leaves_out_what_another_has_shown():
    risks = compute("F16_risk", {"p_t": 0.091, "p_c": 0.114})
    assert risks.working("nnt", "risk_difference") == (
        r"\mathrm{NNT} = \frac{1}{|\mathrm{RD}|}",
        r"= \frac{1}{|-0.023|}",
        r"\approx 43.478",
    )
    assert risks.working("risk_ratio", "risk_ratio") == ()


def test_a_working_shows_the_degrees_of_freedom_of_its_quantiles():
    assert compute("F00_multiplier", {"df": 40}).text("en")[0] == "t_(1 − α / 2) = t_0.975(40)"
    power = compute("F05b_prop_pooled", {"p1": 0.38, "p2": 0.3, "n": 500, "df": 60})
    assert power.text("en")[-3:] == ("1 − κ = T₆₀(z)", "= T₆₀(0.67233)", "≈ 0.74802")


def test_a_working_shows_a_small_level_apart_from_none():
    assert compute("F00_multiplier", {"alpha": 1e-6}).text("en")[0] == "z_(1 − α / 2) = z_0.9999995"


def test_a_whole_result_of_whole_numbers_is_told_once():
    assert costs.present_value(cost=100, year=0, rate=0.5).text("en")[-1] == "= 100"
    assert costs.present_value_of_years(costs=[], rate=0.5).value == 0


@pytest.mark.parametrize("value", [1234.5, 0.1, 1e-15, 123456789.25, 1e15, -0.5, 3, 5e-5])
def test_an_input_is_shown_to_its_last_digit(value):
    assert float(typed(value)) == value
    assert "e" not in typed(value)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0"),
        (1e15, "1000000000000000"),
        (123456.789, "123456.8"),
        (1234.56, "1234.6"),
        (0.000123456, "0.00012346"),
        (-2.80158, "-2.8016"),
        (0.999999, "1"),
        (0.5, "0.5"),
    ],
)
def test_a_figure_has_five_digits_and_no_exponent(value, shown):
    assert figure(value) == shown


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, 1.1e15])
def test_a_step_that_is_of_no_use_has_no_answer(value):
    with pytest.raises(Unanswerable):
        Derivation("F00_multiplier").step("M", "M", "", value)


def test_a_result_and_its_steps_are_frozen():
    result = compute("F08_late", {"itt": 40, "takeup_t": 0.8})
    for one in (result, result.steps[0]):
        with pytest.raises(FrozenInstanceError):
            one.formula = "another"
    assert pickle.loads(pickle.dumps(result)) == result  # our own bytes


def test_the_variant_is_part_of_the_result():
    variants = {
        name: str(compute(name, {"p1": 0.38, "p2": 0.3}).variant)
        for name in FORMULAS
        if name.startswith("F05") and "prop" in name and "null" not in name
    }
    assert len(set(variants.values())) == 3
    assert compute("F00_multiplier", {}).variant != compute("F00_multiplier", {"df": 3}).variant
