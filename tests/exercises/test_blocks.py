"""What editors may enter, what they are told, and what a translation takes over from its source."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from wagtail.blocks import StreamBlock
from wagtail.fields import StreamField
from wagtail_localize.segments import OverridableSegmentValue, StringSegmentValue
from wagtail_localize.segments.extract import StreamFieldSegmentExtractor
from wagtail_localize.segments.ingest import StreamFieldSegmentsWriter
from wagtail_localize.strings import StringValue

from courses.exercises.blocks import NumberBlock
from courses.exercises.registry import blocks, kind
from tests.exercises.samples import SAMPLES, Frozen, authored, item, stream, uid


def faults(error: ValidationError) -> list[str]:
    """Every sentence in an error of a block, however deep."""
    inner = getattr(error, "block_errors", {})
    own = getattr(error, "non_block_errors", None)
    if not inner and own is None:
        return list(error.messages)
    return [*[str(each) for each in own or []], *[text for each in inner.values() for text in faults(each)]]


def refused(name: str, **changes: Any) -> list[str]:
    with translation.override("en"), pytest.raises(ValidationError) as caught:
        kind(name).block().clean(authored(name, **changes))
    return faults(caught.value)


def options(*rights: bool, text: str = "Opción {}") -> list[dict[str, Any]]:
    return [
        item(n, {"text": text.format(n), "correct": right, "feedback": ""}) for n, right in enumerate(rights, start=1)
    ]


@pytest.mark.parametrize("name", SAMPLES)
def test_the_samples_are_accepted_unchanged(name: str) -> None:
    block, value = kind(name).block(), authored(name)
    assert block.get_prep_value(block.clean(value)) == block.get_prep_value(value)


@pytest.mark.parametrize("rights", [(False, False), (True, True, False)])
def test_single_choice_has_exactly_one_right_option(rights: tuple[bool, ...]) -> None:
    assert refused("single_choice", options=options(*rights)) == ["Mark exactly one option as right."]


@pytest.mark.parametrize("rights", [(False, False), (True, True)])
def test_multiple_answer_has_right_and_wrong_options(rights: tuple[bool, ...]) -> None:
    assert refused("multiple_answer", options=options(*rights)) == [
        "Mark at least one option as right and leave at least one that is not."
    ]


@pytest.mark.parametrize("name", ["single_choice", "multiple_answer"])
def test_options_differ(name: str) -> None:
    assert refused(name, options=options(True, False, text="La misma")) == [
        "Two options read “La misma”. Each must be different."
    ]


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize(
    "changes", [{"points": 0}, {"points": 101}, {"attempts": 0}, {"attempts": 11}, {"question": ""}]
)
def test_every_exercise_asks_and_counts(name: str, changes: dict[str, Any]) -> None:
    assert len(refused(name, **changes)) == 1


def part(**changes: Any) -> list[dict[str, Any]]:
    return [item(1, {**SAMPLES["numeric"]["value"]["parts"][0]["value"], **changes})]


@pytest.mark.parametrize("field", ["answer", "tolerance"])
@pytest.mark.parametrize("text", ["abc", "1e5", "NaN", "1,234", "1" * 16])
def test_the_answer_and_its_tolerance_are_numbers(field: str, text: str) -> None:
    assert refused("numeric", parts=part(**{field: text})) == [
        f"“{text}” is not a number. Write digits and a decimal point, as in -2.3 or 5217.39."
    ]


def test_a_tolerance_is_not_negative() -> None:
    assert refused("numeric", parts=part(tolerance="-0.1")) == ["Write a number that is not negative."]


@pytest.mark.parametrize(("typed", "kept"), [("−2,3", "-2.3"), ("1.234", "1.234"), ("5 217,39", "5217.39"), ("7", "7")])
def test_an_editors_number_is_kept_with_a_point(typed: str, kept: str) -> None:
    assert NumberBlock().clean(typed) == kept


def test_a_trap_within_the_tolerance_is_refused() -> None:
    traps = [item(2, {"value": "-2.25", "feedback": "Casi."})]
    assert refused("numeric", parts=part(traps=traps)) == [
        "A wrong number lies within the tolerance of the answer: it would be marked right."
    ]


def test_the_same_trap_twice_is_refused() -> None:
    traps = [item(n, {"value": value, "feedback": "Signo."}) for n, value in ((2, "2.3"), (3, "2.30"))]
    assert refused("numeric", parts=part(traps=traps)) == ["The same wrong number stands here twice."]


@pytest.mark.parametrize("working", ["9.1 - 11.4 =", "\\frac{1}{2", "\\nosuchcommand = 3"])
def test_a_working_that_cannot_be_shown_is_refused(working: str) -> None:
    assert len(refused("numeric", parts=part(working=working))) == 1


def test_ordering_has_three_items_that_differ() -> None:
    two = [item(n, {"text": f"Paso {n}"}) for n in (1, 2)]
    assert len(refused("ordering", items=two)) == 1
    assert refused("ordering", items=[*two, item(3, {"text": " paso  2"})]) == [
        "Two items read the same: nobody could tell which comes first."
    ]


def test_a_long_text_has_a_rubric_and_words_in_order() -> None:
    assert len(refused("long_text", criteria=[])) == 1
    assert refused("long_text", min_words=20) == ["The most words cannot be fewer than the fewest."]


def test_rich_text_is_frozen_as_a_few_plain_tags() -> None:
    prompt = '<p data-block-key="a1">Un <b>dato</b> y <a href="/x" onclick="y()">más</a></p><script>z()</script>'
    assert Frozen("single_choice", prompt=prompt).texts["shown"]["prompt"] == "<p>Un <b>dato</b> y más</p>"


def test_kinds_that_take_defaults_take_them() -> None:
    for _name, block in blocks():
        value = block.get_default()
        assert (value["points"], value["attempts"], value["required"]) == (1, 2, True)


# Translation


def content() -> tuple[StreamField, Any]:
    field = StreamField(StreamBlock(blocks()))
    return field, field.to_python(stream())


def segments() -> list[Any]:
    field, value = content()
    return [each for each in StreamFieldSegmentExtractor(field).handle_stream_block(value) if not each.is_empty()]


def test_texts_are_translated_and_keys_are_not() -> None:
    paths = [segment.path for segment in segments()]
    assert {path.rsplit(".", 1)[-1] for path in paths} == {
        "prompt", "question", "explanation", "text", "feedback", "label", "unit", "hint",
        "feedback_right", "feedback_wrong", "anchor_0", "anchor_2", "anchor_4",
    }  # fmt: skip


def test_every_list_item_is_translated_by_its_id() -> None:
    paths = " ".join(segment.path for segment in segments())
    for identity in (uid(102), uid(203), uid(301), uid(311), uid(405), uid(502)):
        assert f".{identity}." in paths


def test_a_translation_has_other_texts_and_the_same_key() -> None:
    field, value = content()
    translated = [in_english(segment, order) for order, segment in enumerate(segments())]
    StreamFieldSegmentsWriter(field, None, None).handle_stream_block(value, translated)
    _field, source = content()
    for english, spanish in zip(value, source, strict=True):
        own = kind(spanish.block_type)
        assert own.specify(english.value) == own.specify(spanish.value)
        assert own.key(english.value) == own.key(spanish.value)
        shown = own.texts(english.value, "en")["shown"]
        assert shown["question"] == "EN " + own.texts(spanish.value, "es")["shown"]["question"]
        assert shown["prompt"].startswith("<p>EN ")


def in_english(segment: Any, order: int) -> Any:
    segment = segment.with_order(order)
    if isinstance(segment, StringSegmentValue):
        segment.string = StringValue("EN " + segment.string.data)
    assert not isinstance(segment, OverridableSegmentValue)
    return segment


def test_a_block_comes_back_from_the_database_with_its_ids() -> None:
    field, value = content()
    assert field.to_python(field.get_prep_value(value)).get_prep_value() == value.get_prep_value()
