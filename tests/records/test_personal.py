"""No model may point to a person unless somebody said what becomes of that row."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from courses.records import personal
from courses.records.personal import Erase, PersonalData


@pytest.fixture
def artificial() -> Iterator[list[type[models.Model]]]:
    """Models that nobody declared, in every way of pointing to a person."""
    registered = apps.all_models["records"]
    before = dict(registered)

    class Diary(models.Model):  # noqa: DJ008  # nobody reads it
        writer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
        readers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")

        class Meta:
            app_label = "records"

    class Locker(models.Model):  # noqa: DJ008  # nobody reads it
        owner = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

        class Meta:
            app_label = "records"

    yield [Diary, Diary.readers.through, Locker]
    registered.clear()
    registered.update(before)
    apps.clear_cache()


def test_every_relation_to_a_person_is_declared() -> None:
    assert personal.undeclared() == []


def test_undeclared_relations_are_found(artificial: list[type[models.Model]]) -> None:
    """The control of the test above."""
    expected = ["records.diary.writer", "records.diary_readers.user", "records.locker.owner"]
    assert personal.undeclared(artificial) == expected
    assert personal.undeclared() == expected


def test_declarations_name_what_is_there() -> None:
    assert personal.faults() == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"model": "records.Nothing"}, "App 'records' doesn't have a 'Nothing' model."),
        ({"export": ("colour",)}, "Consent has no field named 'colour'"),
        ({"person": "purpose"}, "does not lead to a person"),
        ({"person": "person__groups"}, "does not lead to a person"),
        ({"clear": ("version",)}, "clear goes with pseudonymise"),
        ({"erase": Erase.PSEUDONYMISE}, "clear goes with pseudonymise"),
    ],
)
def test_a_declaration_of_what_is_not_there_is_found(change: dict[str, object], fault: str) -> None:
    right = {"model": "records.Consent", "person": "person", "erase": Erase.KEEP, "reason": "…"}
    assert list(personal.faults_of(PersonalData(**right))) == []  # type: ignore[arg-type]
    assert [text.removesuffix(".") for text in personal.faults_of(PersonalData(**right | change))] == [  # type: ignore[arg-type]
        fault.removesuffix(".")
    ]


def test_declaring_a_relation_twice_with_different_rules_is_refused() -> None:
    with pytest.raises(ValueError, match="declared twice"):
        personal.declare(PersonalData(model="records.Consent", person="person", erase=Erase.DELETE, reason="…"))


def test_rows_without_a_person_of_their_own_are_declared_through_their_learner() -> None:
    """Their answers and marks are theirs, though the row only points to an enrolment."""
    assert {data.name for data in personal.declared()} >= {
        ("learning.attempt", "course_enrolment__enrolment__learner"),
        ("learning.mark", "attempt__course_enrolment__enrolment__learner"),
        ("cohorts.courseenrolment", "enrolment__learner"),
        ("incubator.user", "self"),
    }
