"""An answer that a formula gives: what editors are told, what a key holds, and that its working can be shown."""

import re
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from wagtail.blocks.base import BlockWidget

from courses.catalogue.structure import neutral
from courses.exercises.computed import ROUNDINGS, Computed, FormulaBlock, computed
from courses.exercises.kinds.numeric import PartBlock
from courses.exercises.registry import kind
from courses.exercises.statistics import VERSION
from courses.exercises.statistics.formulas import FORMULAS, compute
from courses.exercises.statistics.unanswerable import Unanswerable
from courses.exercises.working import aligned
from tests.exercises.samples import SAMPLES, Frozen, authored, item, uid
from tests.exercises.statistics.samples import SAMPLES as INPUTS

RISKS = "p_t = 0.091\np_c = 0.114"
ODDS = "odds_ratio = 0.37\np0 = 0.4"


def formula(name: str, inputs: str, output: str, rounding: str = "1", *, per_cent: bool = False) -> dict[str, Any]:
    return {"name": name, "inputs": inputs, "output": output, "per_cent": per_cent, "rounding": rounding}


CHANGE = formula("F16_risk", RISKS, "relative_change", per_cent=True)


def part(made: dict[str, Any], **changes: Any) -> dict[str, Any]:
    own = SAMPLES["numeric"]["value"]["parts"][1]["value"]
    return {**own, "traps": [], "tolerance": "1", "answer": "", "formula": made, **changes}


def frozen(made: dict[str, Any], **changes: Any) -> Frozen:
    return Frozen("numeric", parts=[item(1, part(made, **changes))], points=1)


def solution(made: dict[str, Any]) -> dict[str, Any]:
    return dict(frozen(made).key["solution"][uid(1)])


def refused(made: dict[str, Any], **changes: Any) -> list[tuple[str, str]]:
    """Field and sentence of all that is wrong with a part."""
    block = PartBlock()
    with translation.override("en"), pytest.raises(ValidationError) as caught:
        block.clean(block.to_python(part(made, **changes)))
    with translation.override("en"):
        return list(told(caught.value))


def told(error: ValidationError, trail: str = "") -> list[tuple[str, str]]:
    inner = getattr(error, "block_errors", None)
    if inner is None:
        return [(trail, message) for message in error.messages]
    own = [(trail, str(message)) for message in error.non_block_errors]  # type: ignore[attr-defined]  # has both
    return own + [one for name, each in inner.items() for one in told(each, f"{trail}.{name}".strip("."))]


@pytest.mark.parametrize(
    ("made", "answer", "end"),
    [
        (formula("F16_risk", RISKS, "risk_difference", per_cent=True), "-2.3", ["= -0.023", r"-0.023 \times 100", "= -2.3"]),
        (CHANGE, "-20.2", [r"-0.20175 \times 100", r"\approx -20.175", r"\approx -20.2"]),
        (formula("F16_risk", RISKS, "nnt"), "43.5", [r"\approx 43.478", r"\approx 43.5"]),
        (formula("F16_rr_from_or", ODDS, "risk_ratio", "3"), "0.495", [r"\approx 0.49465", r"\approx 0.495"]),
        (formula("F09_did", "t0 = 17\nt1 = 8\nc0 = 9\nc1 = 5", "did"), "-5.0", ["= -5"]),
        (formula("F07_attrition", "N = 450\nattrition = 0.1806", "n_to_recruit", "up"), "550",
         [r"\approx 549.18", r"\lceil 549.18 \rceil = 550"]),
        (formula("F07_attrition", "N = 450\nattrition = 0.1", "n_to_recruit", "up"), "500", ["= 500"]),
        (formula("F07_attrition", "N = 1000.0004\nattrition = 0", "n_to_recruit", "up"), "1001",
         [r"\lceil 1000.0004 \rceil = 1001"]),
        (formula("F10_cea", "cost_per_unit = 120\neffect = 0.023", "cost_per_outcome", "2"), "5217.39",
         [r"\approx 5217.39"]),
    ],
)  # fmt: skip
def test_the_formula_gives_answer_and_working(made: dict[str, Any], answer: str, end: list[str]) -> None:
    found = solution(made)
    assert (found["answer"], found["working"][-len(end) :]) == (answer, end)


def test_a_release_freezes_where_an_answer_came_from() -> None:
    assert Frozen("numeric").key["formulas"] == {
        uid(302): {
            "name": "F16_risk",
            "version": VERSION,
            "inputs": {"p_t": "0.091", "p_c": "0.114"},
            "output": "relative_change",
            "per_cent": True,
            "rounding": "1",
        }
    }


def test_a_key_without_formulas_is_as_it_always_was() -> None:
    typed = SAMPLES["numeric"]["value"]["parts"][0]["value"]
    old = {name: value for name, value in typed.items() if name != "formula"}
    found = Frozen("numeric", parts=[item(301, old)]).key
    assert list(found) == ["points", "parts", "solution", "tolerance", "traps"]
    assert found["solution"] == {uid(301): {"answer": "-2.3", "working": ["9.1 - 11.4 = -2.3"]}}


def test_a_computed_answer_is_marked_like_a_typed_one() -> None:
    one = frozen(CHANGE, tolerance="0.3")
    for typed, right in (("−20,2", True), ("-20.1754 %", True), ("-19.9", True), ("-19.8", False), ("20.2", False)):
        assert one.mark({"parts": {uid(1): {"typed": typed, "reading": ""}}}).is_right is right


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"name": ""}, [("formula.name", "Choose the formula, or empty its other fields.")]),
        ({"name": "F99"}, [("formula.name", "Select a valid choice. F99 is not one of the available choices.")]),
        ({"rounding": ""}, [("formula.rounding", "Choose how the answer is rounded.")]),
        ({"output": ""}, [("formula.output", "Write which result is the answer. From these inputs there are: "
          "risk_difference, risk_ratio, odds_ratio, relative_change, relative_reduction, nnt.")]),
        ({"output": "rr"}, [("formula.output", "Write which result is the answer. From these inputs there are: "
          "risk_difference, risk_ratio, odds_ratio, relative_change, relative_reduction, nnt.")]),
        ({"inputs": "p_t = 1.2\np_c = 0.114"},
         [("formula.inputs", "p_t (proportion in the treated group) has to be more than 0 and less than 1.")]),
        ({"inputs": RISKS.replace("p_c", "p_t")}, [("formula.inputs", "“p_t” stands here twice.")]),
        ({"inputs": "p_t == x"},
         [("formula.inputs", "“= x” is not a number. Write digits and a decimal point, as in -2.3 or 5217.39.")]),
        ({"inputs": "p_t = 1e308"},
         [("formula.inputs", "“1e308” is not a number. Write digits and a decimal point, as in -2.3 or 5217.39.")]),
        ({"inputs": "πῶς"},
         [("formula.inputs", "“πῶς” is not an input. Write a name, = and a number, as in p_t = 0.091.")]),
        ({"inputs": "p_t = 0.091\n" * 2000},
         [("formula.inputs", "Ensure this value has at most 1000 characters (it has 23999).")]),
        ({"name": "F07_attrition", "inputs": "N = 999999999999999\nattrition = 0", "output": "n_to_recruit"},
         [("formula.inputs", "With these values the answer is too large to be of use. Change one of them.")]),
        ({"output": "risk_difference", "per_cent": False, "rounding": "0"},
         [("formula.rounding", "Rounded like this the answer is 0. Choose another rounding.")]),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_formula_is_said_beside_its_field(changes: dict[str, Any], expected: list[Any]) -> None:
    assert refused({**CHANGE, **changes}) == expected


@pytest.mark.parametrize(("name", "inputs"), [("F16_rr_from_or", "p0 = 0.4"), ("F16_rr_from_or", f"{ODDS}\nπ = 3")])
def test_a_missing_or_unknown_input_is_answered_with_what_the_formula_takes(name: str, inputs: str) -> None:
    ((field, sentence),) = refused(formula(name, inputs, "risk_ratio"))
    assert field == "formula.inputs"
    assert FORMULAS[name].usage in sentence


EMPTY = formula("", "", "", "")


@pytest.mark.parametrize(
    ("made", "changes", "expected"),
    [
        (EMPTY, {}, [("answer", "Write the answer, or choose a formula that gives it.")]),
        (CHANGE, {"answer": "-20.2"}, [("answer", "The formula gives the answer: leave this empty, or empty the formula.")]),
        (CHANGE, {"working": "1 = 1"}, [("working", "The formula writes the working: leave this empty.")]),
        (CHANGE, {"tolerance": "0.02"},
         [("tolerance", "Unrounded, the answer is -20.1754385965: who writes it like that would be marked wrong. "
           "Widen the tolerance or keep more decimal places.")]),
        (CHANGE, {"traps": [item(2, {"value": "-20.9", "feedback": "Casi."})]},
         [("traps", "A wrong number lies within the tolerance of the answer: it would be marked right.")]),
    ],
)  # fmt: skip
def test_an_answer_has_one_source_and_its_tolerance_fits(made: Any, changes: Any, expected: list[Any]) -> None:
    assert refused(made, **changes) == expected


def test_people_rounded_up_need_no_tolerance() -> None:
    assert frozen(formula("F01_n_per_arm", "delta = 0.2", "n_per_arm", "up"), tolerance="0").key["solution"][uid(1)][
        "working"
    ][-1] == (r"\lceil 392.44 \rceil = 393")


@pytest.mark.parametrize("typed", [" p_t=0,091 \r\n\r\np_c  = 0.114", "p_t = 0.091\np_c = 0.114\n\n"])
def test_inputs_are_kept_in_one_form(typed: str) -> None:
    block = FormulaBlock()
    assert block.clean(block.to_python({**CHANGE, "inputs": typed}))["inputs"] == RISKS
    assert computed({**CHANGE, "inputs": typed}) == computed(CHANGE)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80) | st.from_regex(r"(p_t|p_c|N) ?=+ ?-?[0-9e.,]*"))
@settings(max_examples=200)
def test_garbage_is_refused_in_a_sentence(inputs: str) -> None:
    block = FormulaBlock()
    for output in ("", inputs):
        with pytest.raises(ValidationError) as caught:
            block.clean(block.to_python({**CHANGE, "inputs": inputs, "output": output}))
        assert all(message.strip() for _field, message in told(caught.value))


@given(st.integers(2, 10**6), st.integers(0, 95), st.sampled_from([name for name, _label in ROUNDINGS]))
def test_rounding_stays_within_half_a_place_and_up_within_one(people: int, lost: int, rounding: str) -> None:
    made = formula("F07_attrition", f"N = {people}\nattrition = {lost / 100}", "n_to_recruit", rounding)
    exact, found = Decimal(people * 100) / (100 - lost), computed(made)
    assert found is not None
    above = Decimal(found.answer) - exact
    half = Decimal(1).scaleb(-int(rounding if rounding != "up" else 0)) / 2 + exact * Decimal("1e-11")
    assert (0 <= above < 1) if rounding == "up" else abs(above) <= half


@pytest.mark.parametrize("name", FORMULAS)
@pytest.mark.parametrize("rounding", ["up", "1", "4"])
def test_whatever_a_formula_gives_can_be_shown(name: str, rounding: str) -> None:
    for inputs in INPUTS[name]:
        text = "\n".join(f"{one} = {value}" for one, value in inputs.items())
        for output in compute(name, inputs).outputs:
            found = or_nothing(formula(name, text, output, rounding, per_cent=rounding == "1"))
            if found is not None:
                assert all(aligned(line, language) for line in found.working for language in ("es", "en"))
                short = found.answer.rstrip("0").rstrip(".") if "." in found.answer else found.answer
                assert any(re.search(rf"(=|≈|approx) ({found.answer}|{short})$", line) for line in found.working)


def or_nothing(made: dict[str, Any]) -> Computed | None:
    """What is 0 once it is rounded is no answer."""
    try:
        return computed(made)
    except Unanswerable as refused:
        if refused.quantity != "rounding":
            raise
        return None


def test_every_language_has_the_same_formula() -> None:
    block = kind("numeric").block().child_blocks["parts"].child_block
    other = part({**CHANGE, "inputs": ODDS})
    assert neutral(block, part(CHANGE)) != neutral(block, other)
    assert neutral(block, part(CHANGE)) == neutral(block, part(CHANGE, label="Change"))


def test_the_editor_is_offered_formulas_by_code_and_name() -> None:
    with translation.override("en"):
        page = unescape(BlockWidget(kind("numeric").block()).render("n", authored("numeric")))
    assert "F16_rr_from_or \\u2013 Risk ratio from an odds ratio" in page
    assert "To 1 decimal place" in page
    assert '"p_t = 0.091\\np_c = 0.114"' in page
