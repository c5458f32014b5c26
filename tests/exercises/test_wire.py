"""Nothing that gives an answer away is sent before its moment, by any kind there is."""

import json
import re
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from courses.exercises import kinds as package
from courses.exercises.registry import blocks, kind, kinds
from courses.exercises.revealing import reveal
from tests.exercises.samples import SAMPLES, Frozen

KINDS = sorted(kinds())
LANGUAGES = ["es", "en"]


def frozen_values(value: Any) -> list[str]:
    """Every text and number in a piece of JSON that is long enough to be told from markup."""
    if isinstance(value, dict):
        return [found for each in value.values() for found in frozen_values(each)]
    if isinstance(value, list):
        return [found for each in value for found in frozen_values(each)]
    return [str(value)] if len(str(value)) > 3 else []


def asked(frozen: Frozen, language: str, *, initial: Any = None, marked: Any = None, finished: bool = False) -> str:
    """The page of an exercise that takes answers, after an attempt where it is `marked`."""
    context = {"form": frozen.form(initial=initial, language=language), "texts": frozen.texts["shown"]}
    if marked:
        context |= {"marked": marked, "revealed": revealed(frozen, marked, initial, finished)}
    with translation.override(language):
        return render_to_string(frozen.kind.form_template, context)


def answered(frozen: Frozen, language: str, answer: Any, marked: Any, *, finished: bool) -> str:
    context = {
        "answered": frozen.form(initial=answer, language=language),
        "marked": marked,
        "revealed": revealed(frozen, marked, answer, finished),
        "finished": finished,
    }
    with translation.override(language):
        return render_to_string(frozen.kind.result_template, context)


def revealed(frozen: Frozen, marked: Any, answer: Any, finished: bool) -> dict[str, Any]:
    return reveal(
        frozen.kind, frozen.specification, frozen.key, frozen.texts["held"], marked, answer, finished=finished
    )


def test_every_module_is_a_kind_and_every_kind_has_a_sample() -> None:
    assert set(kinds()) == set(SAMPLES)
    for name in KINDS:
        assert kind(name).form.__module__ == f"{package.__name__}.{name}"
        assert kind(name).form_template == f"exercises/{name}/form.html"
        assert kind(name).result_template == f"exercises/{name}/result.html"
    assert [name for name, _block in blocks()] == KINDS


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("seed", [0, 1, 12345])
def test_a_question_says_nothing_of_its_answer(name: str, language: str, seed: int) -> None:
    frozen = Frozen(name, seed=seed)
    html = asked(frozen, language)
    for secret in [*SAMPLES[name]["secrets"], *frozen_values(frozen.texts["held"])]:
        assert secret not in html
    for solution in frozen_values({k: v for k, v in frozen.key.items() if k not in ("points", "criteria")}):
        assert solution not in html
    for used in frozen.key.get("formulas", {}).values():
        assert [name for name in used["inputs"] if name in html] == []
    for text in SAMPLES[name]["shown"]:
        assert text in html
    assert not re.search(r"correct|is-right|verdict|feedback|solution", html)


@pytest.mark.parametrize("name", KINDS)
def test_the_page_names_things_by_tokens_that_say_nothing_of_their_ids(name: str) -> None:
    html = asked(Frozen(name), "es")
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-", html)
    assert not set(re.findall(r'value="([0-9a-f]{12})"', html)) & set(
        re.findall(r'value="([0-9a-f]{12})"', asked(Frozen(name, seed=8), "es"))
    )


@pytest.mark.parametrize("name", KINDS)
def test_specification_and_shown_texts_hold_no_secret(name: str) -> None:
    frozen = Frozen(name)
    sendable = json.dumps([frozen.specification, frozen.texts["shown"]], ensure_ascii=False)
    ids = frozen_values(frozen.specification)  # those of items to order are kept out of pages all the same
    assert [secret for secret in SAMPLES[name]["secrets"] if secret in sendable and secret not in ids] == []
    assert not re.search(r"correct|feedback|explanation|tolerance|working|answer|formula|inputs|rounding", sendable)


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wrong_answer_gives_nothing_away_while_attempts_are_left(name: str, language: str) -> None:
    frozen = Frozen(name)
    marked = frozen.mark(frozen.wrong_answer)
    told = [
        text for texts in revealed(frozen, marked, frozen.wrong_answer, False)["feedback"].values() for text in texts
    ]
    still_secret = [
        secret
        for secret in SAMPLES[name]["secrets"]
        if not any(secret in text for text in told) and secret not in json.dumps(frozen.wrong_answer)
    ]
    for html in (
        answered(frozen, language, frozen.wrong_answer, marked, finished=False),
        asked(frozen, language, initial=frozen.wrong_answer, marked=marked),
    ):
        assert "EXPLICACIÓN" not in html
        assert [secret for secret in still_secret if secret in html] == []
        assert all(text in html for text in told)


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("answer", ["right_answer", "wrong_answer"])
def test_all_is_explained_when_nothing_more_can_be_won(name: str, language: str, answer: str) -> None:
    frozen = Frozen(name)
    given = SAMPLES[name][answer]
    marked = frozen.mark(given)
    if frozen.kind.review:
        marked = frozen.kind.review(frozen.key, {one["id"]: 3 for one in frozen.specification["criteria"]})
    html = answered(frozen, language, given, marked, finished=True)
    assert "EXPLICACIÓN" in html
    if not frozen.kind.review:
        word = {"es": "Correcto", "en": "Correct"} if marked.is_right else {"es": "Todavía no", "en": "Not yet"}
        assert word["en"] in html or word[language] in html


def test_a_part_that_is_right_shows_its_working_before_the_others() -> None:
    frozen = Frozen("numeric")
    first, second = frozen.specification["parts"]
    answer = {"parts": {first: frozen.right_answer["parts"][first], second: {"typed": "5", "reading": ""}}}
    solution = revealed(frozen, frozen.mark(answer), answer, False)["solution"]
    assert list(solution) == [first]
    html = answered(frozen, "es", answer, frozen.mark(answer), finished=False)
    assert "<mn>9,1</mn>" in html
    assert "20,2" not in html


def test_a_working_is_shown_and_the_formula_that_wrote_it_is_not() -> None:
    frozen = Frozen("numeric")
    marked = frozen.mark(frozen.wrong_answer)
    sent = revealed(frozen, marked, frozen.wrong_answer, True)
    assert "formulas" in frozen.key
    assert set(sent) == {"feedback", "solution", "explanation"}
    assert {name for solved in sent["solution"].values() for name in solved} == {"answer", "working"}
    html = answered(frozen, "es", frozen.wrong_answer, marked, finished=True)
    assert "<mn>0,091</mn>" in html
    assert not re.search("F16|relative_change|p_t", html)


def test_workings_are_written_in_the_language_of_the_page() -> None:
    frozen = Frozen("numeric")
    marked = frozen.mark(frozen.right_answer)
    assert "<mn>11,4</mn>" in answered(frozen, "es", frozen.right_answer, marked, finished=True)
    assert "<mn>11.4</mn>" in answered(frozen, "en", frozen.right_answer, marked, finished=True)


@pytest.mark.parametrize("name", KINDS)
def test_templates_know_the_language_of_their_texts(name: str) -> None:
    frozen = Frozen(name, language="es")
    assert 'lang="es">' in asked(frozen, "es")
    assert 'lang="es">' in answered(frozen, "es", frozen.right_answer, frozen.mark(frozen.right_answer), finished=False)
