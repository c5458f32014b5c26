from typing import Any

import pytest
from django.core.exceptions import ValidationError

from tests.evidence.factories import in_english, study

pytestmark = pytest.mark.django_db

EFFECT = {
    "type": "effect",
    "id": "0b7f0a7e-6f3a-4f0e-9a54-0d3ac6b0d001",
    "value": {
        "outcome": "Violencia física",
        "reporter": "women",
        "measure": "arr",
        "estimate": "0.48",
        "low": "0.16",
        "high": "1.39",
        "level": "95",
        "absolute": "",
    },
}


def effects(outcome: str) -> Any:
    return [EFFECT | {"value": EFFECT["value"] | {"outcome": outcome}}]


def test_a_study_has_its_facts_in_both_languages_and_its_texts_in_each():
    page = study(
        countries=["UG"],
        certainty=4,
        certainty_reason="Imprecisa.",
        outcomes="Violencia",
        effects=effects("Violencia física"),
        english={"certainty_reason": "Imprecise.", "outcomes": "Violence", "effects": effects("Physical violence")},
    )
    other = in_english(page)
    assert (other.title, other.slug, other.countries, other.certainty) == ("A trial", "a-trial", ["UG"], 4)
    assert (other.certainty_reason, other.outcomes) == ("Imprecise.", "Violence")
    assert other.effects[0].value["outcome"] == "Physical violence"
    assert (other.effects[0].value["estimate"], other.effects[0].id) == ("0.48", EFFECT["id"])


def test_a_study_with_an_effect_without_outcome_is_refused():
    with pytest.raises(ValidationError) as refused:
        study(effect_summary="−26 %")
    assert set(refused.value.message_dict) == {"outcomes"}


def test_a_certainty_without_reason_is_refused():
    with pytest.raises(ValidationError) as refused:
        study(certainty=3)
    assert set(refused.value.message_dict) == {"certainty_reason"}


@pytest.mark.parametrize("codes", [["PE", "XX"], ["peru"]])
def test_a_code_that_is_not_in_the_vocabulary_is_refused(codes):
    with pytest.raises(ValidationError) as refused:
        study(countries=codes)
    assert set(refused.value.message_dict) == {"countries"}
