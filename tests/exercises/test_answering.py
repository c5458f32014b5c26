"""Forms: what is typed comes back as it was, in either language, and is refused in a sentence where it must be."""

from typing import Any

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.exercises.kinds.long_text import count_words
from courses.exercises.kinds.numeric import NumericForm
from courses.exercises.shuffling import token
from tests.exercises.browser import parse, sent
from tests.exercises.samples import SAMPLES, Frozen, uid
from tests.exercises.test_marking import JSON

KINDS = sorted(SAMPLES)
FROZEN = {name: Frozen(name) for name in KINDS}
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


def page(name: str, form: Any) -> str:
    with translation.override(form.language):
        return render_to_string(FROZEN[name].kind.form_template, {"form": form, "texts": form.texts})


def field(number: int, end: str = "", seed: int = 7) -> str:
    return f"x12-{token(seed, uid(number))}{end}"


def filled(**values: str) -> QueryDict:
    data = QueryDict(mutable=True)
    data.update(values)
    return data


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("answer", ["right_answer", "wrong_answer"])
@pytest.mark.parametrize(("language", "other"), [("es", "en"), ("en", "es")])
def test_an_answer_survives_page_browser_and_change_of_language(
    name: str, answer: str, language: str, other: str
) -> None:
    frozen = FROZEN[name]
    kept = SAMPLES[name][answer]
    came_back = sent(page(name, frozen.form(initial=kept, language=language)))
    assert frozen.form(came_back, language=other).draft() == kept


@pytest.mark.parametrize("name", KINDS)
@given(answer=JSON)
@settings(max_examples=40)
def test_any_json_can_be_a_draft(name: str, answer: Any) -> None:
    frozen = FROZEN[name]
    draft = frozen.form(initial=answer).draft()
    assert frozen.form(initial=draft).draft() == draft
    assert frozen.form(sent(page(name, frozen.form(initial=draft)))).draft() == draft


@pytest.mark.parametrize("name", KINDS)
@given(data=st.data())
@settings(max_examples=40)
def test_whatever_is_posted_makes_a_draft(name: str, data: st.DataObject) -> None:
    frozen = FROZEN[name]
    names = [*frozen.form().fields, "move"]
    posted = QueryDict(mutable=True)
    for one in names:
        posted.setlist(f"x12-{one}", data.draw(st.lists(TEXT, max_size=2)))
    form = frozen.form(posted)
    form.is_valid()
    draft = form.draft()
    assert frozen.form(initial=draft).draft() == draft
    assert set(frozen.mark(draft).to_json()) == {"points", "of", "parts"}
    assert page(name, form)


@pytest.mark.parametrize("name", KINDS)
def test_an_untouched_exercise_is_not_filled_and_not_valid(name: str) -> None:
    frozen = FROZEN[name]
    form = frozen.form(sent(page(name, frozen.form())))
    assert not form.is_filled(form.draft())
    assert not form.is_valid()
    assert form.is_filled(frozen.right_answer)


@pytest.mark.parametrize("name", KINDS)
def test_a_right_answer_is_valid_and_unchanged(name: str) -> None:
    frozen = FROZEN[name]
    form = frozen.form(sent(page(name, frozen.form(initial=frozen.right_answer))))
    assert form.is_valid(), form.errors
    assert form.answer() == frozen.right_answer
    assert not form.acted


@pytest.mark.parametrize("name", KINDS)
def test_refusals_are_sentences_beside_their_field(name: str) -> None:
    frozen = FROZEN[name]
    form = frozen.form(sent(page(name, frozen.form())))
    form.is_valid()
    html = page(name, form)
    sentences = [str(error) for errors in form.errors.values() for error in errors]
    assert sentences
    for each in sentences:
        assert f">{each}</p>" in html
        assert each.endswith(".")


@pytest.mark.parametrize("name", KINDS)
def test_no_field_is_required_by_the_browser(name: str) -> None:
    assert " required" not in page(name, FROZEN[name].form())


def test_nothing_that_a_database_refuses_is_kept() -> None:
    form = FROZEN["long_text"].form(filled(**{"x12-text": "a\x00b\ud800c\r\nd"}))
    assert form.draft() == {"text": "ab?c\nd"}


# Single choice and multiple answer


def test_options_stand_in_the_same_order_in_both_languages_and_not_for_everyone() -> None:
    frozen = FROZEN["single_choice"]
    orders = {seed: [each.identity for each in frozen.form(seed=seed).options()] for seed in range(20)}
    assert [each.identity for each in frozen.form(seed=3, language="en").options()] == orders[3]
    assert len({tuple(order) for order in orders.values()}) > 5


def test_options_stand_as_written_when_they_are_not_shuffled() -> None:
    form = Frozen("single_choice", shuffle=False).form()
    assert [each.identity for each in form.options()] == [uid(number) for number in range(101, 105)]


def test_an_option_that_is_not_there_is_no_choice() -> None:
    form = FROZEN["single_choice"].form(filled(**{"x12-choice": uid(102)}))
    assert form.draft() == {"chosen": ""}
    assert not form.is_valid()


# Numbers


def numbers(first: str, second: str = "-20,2", **more: str) -> QueryDict:
    return filled(**{field(301): first, field(302): second, **more})


def test_an_ambiguous_number_is_a_question_and_keeps_its_text() -> None:
    form = FROZEN["numeric"].form(numbers("1.234"))
    assert not form.is_valid()
    html = page("numeric", form)
    assert 'value="1.234"' in html
    assert "1\u00a0234 (mil doscientos treinta y cuatro)" in html
    assert "1,234 (uno coma dos tres cuatro)" in html
    assert html.count('type="radio"') == 2


def test_the_chosen_reading_makes_it_valid() -> None:
    form = FROZEN["numeric"].form(numbers("1.234", **{field(301, "-reading"): "1.234"}))
    assert form.is_valid()
    assert form.answer()["parts"][uid(301)] == {"typed": "1.234", "reading": "1.234"}
    assert "checked" in page("numeric", form)


def test_a_reading_of_an_older_text_is_forgotten() -> None:
    form = FROZEN["numeric"].form(numbers("2.345", **{field(301, "-reading"): "1.234"}))
    assert not form.is_valid()
    assert form.draft()["parts"][uid(301)] == {"typed": "2.345", "reading": ""}


class Counted(dict[str, str]):
    """What was posted, counting how often a field is looked at."""

    looks = 0

    def get(self, name: str, default: Any = None) -> Any:
        self.looks += 1
        return super().get(name, default)


def looks(parts: int) -> int:
    posted = Counted({field(number): "1,5" for number in range(parts)})
    specification = {"parts": [uid(number) for number in range(parts)]}
    form = NumericForm(posted, prefix="x12", specification=specification, texts={}, language="es", seed=7)
    assert form.is_valid()
    return posted.looks


def test_checking_ten_numbers_costs_ten_times_one() -> None:
    assert looks(10) == 10 * looks(1)


def test_a_number_is_echoed_as_it_was_read() -> None:
    frozen = FROZEN["numeric"]
    assert "menos dos coma tres" in page("numeric", frozen.form(initial=frozen.right_answer))
    assert "minus two point three" in page("numeric", frozen.form(initial=frozen.right_answer, language="en"))


@pytest.mark.parametrize("text", ["", "abc", "1e308", "inf", "NaN", "9" * 70])
def test_what_is_no_number_is_refused_and_kept(text: str) -> None:
    form = FROZEN["numeric"].form(numbers(text))
    assert not form.is_valid()
    assert form.draft()["parts"][uid(301)]["typed"] == text
    assert list(form.errors) == [token(7, uid(301))]


# Ordering


def order_of(form: Any) -> list[str]:
    return [each.identity for each in form.items()]


@given(seed=st.integers(0, 2**31), count=st.integers(3, 10))
def test_items_never_start_in_the_right_order(seed: int, count: int) -> None:
    items = [{"type": "item", "id": uid(n), "value": {"text": f"Paso {n}"}} for n in range(1, count + 1)]
    frozen = Frozen("ordering", items=items)
    start = order_of(frozen.form(seed=seed))
    assert sorted(start) == [item["id"] for item in items]
    assert start != [item["id"] for item in items]
    assert order_of(frozen.form(seed=seed, language="en")) == start


def test_the_starts_leave_open_which_order_is_right() -> None:
    items = [{"type": "item", "id": uid(n), "value": {"text": f"Paso {n}"}} for n in range(1, 4)]
    specification = Frozen("ordering", items=items).specification
    assert len(specification["starts"]) == 2
    assert len(FROZEN["ordering"].specification["starts"]) == 8


@given(path=st.lists(st.integers(0, 7), max_size=12))
@settings(max_examples=40)
def test_buttons_move_one_item_by_one_place(path: list[int]) -> None:
    frozen = FROZEN["ordering"]
    form = frozen.form()
    for step in path:
        found = parse(page("ordering", form))
        name, value = found.buttons[step]
        moved, _colon, direction = value.partition(":")
        before = order_of(form)
        here = before.index(form.by_token[moved])
        there = here + (1 if direction == "down" else -1)
        found.sent[name] = value
        posted = frozen.form(found.sent)
        before[here], before[there] = before[there], before[here]
        assert posted.acted
        assert order_of(posted) == before
        form = frozen.form(initial=posted.draft())
        assert order_of(form) == before


def test_the_first_cannot_go_up_and_the_last_not_down() -> None:
    buttons = [value.partition(":")[2] for _name, value in parse(page("ordering", FROZEN["ordering"].form())).buttons]
    assert buttons == ["down", *["up", "down"] * 3, "up"]


def test_any_order_can_be_made_with_the_lists_alone() -> None:
    frozen = FROZEN["ordering"]
    data = filled(**{field(400 + place): str(place) for place in range(1, 6)})
    form = frozen.form(data)
    assert form.is_valid()
    assert frozen.mark(form.answer()).is_right


def test_two_items_in_one_position_are_refused_and_kept() -> None:
    data = filled(**{field(400 + place): "2" for place in range(1, 6)})
    form = FROZEN["ordering"].form(data)
    with translation.override("en"):
        assert form.non_field_errors() == ["More than one item has position 2. Give each a position of its own."]
    assert set(form.draft()["positions"].values()) == {2}


# Long text


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Write your answer."),
        (" \n … – ", "Write your answer."),
        ("uno", "Your text has 1 word; write at least 5."),
        ("uno dos", "Your text has 2 words; write at least 5."),
        ("uno " * 13, "Your text has 13 words; leave at most 12. Nothing of it is lost."),
        (
            "a" * 20_001,
            "Your text has 20001 characters; at most 20000 can be handed in. Nothing of it is lost.",
        ),
    ],
)
def test_a_text_out_of_bounds_is_refused_and_kept(text: str, sentence: str) -> None:
    form = FROZEN["long_text"].form(filled(**{"x12-text": text}), language="en")
    with translation.override("en"):
        assert form.errors == {"text": [sentence]}
    assert form.draft() == {"text": text}


@pytest.mark.parametrize("text", ["." * 200_000, "… " * 100_000, " " * 200_000], ids=["dots", "ellipses", "spaces"])
def test_a_text_without_a_word_is_counted_at_once(text: str) -> None:
    """Looking for the word in each stretch of dots anew took hours."""
    form = FROZEN["long_text"].form(filled(**{"x12-text": text}), language="en")
    assert (form.words(), form.is_valid()) == (0, False)


def test_words_are_what_has_a_letter_or_a_figure() -> None:
    assert count_words("¿Qué…? — 40,5 %, «sí»\u00a0o no.") == 5


@given(text=TEXT)
def test_a_text_comes_back_as_it_was_written(text: str) -> None:
    frozen = FROZEN["long_text"]
    kept = frozen.form(filled(**{"x12-text": text})).draft()
    assert frozen.form(sent(page("long_text", frozen.form(initial=kept)))).draft() == kept
