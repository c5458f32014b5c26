"""The registry of personal data: what each model knows about whom, what a person gets of it on request,
and what happens to it when the person is erased.

Every relation from any model to a person is declared, third-party models too: `undeclared()` names what is not.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models.constants import LOOKUP_SEP

SELF = "self"


class Erase(StrEnum):
    KEEP = "keep"  # the row stays as it is: it points to a row that no longer names anybody
    DELETE = "delete"  # the row goes
    PSEUDONYMISE = "pseudonymise"  # the row stays, the fields in `clear` are emptied


@dataclass(frozen=True, kw_only=True)
class PersonalData:
    """What `model` ("app.Model") knows about the person it reaches through `person`.

    `person` is a lookup ("learner", "enrolment__learner"), or "self" on the person's own model.
    `export`: the fields a person gets a copy of; empty when the row says nothing about them that they do not know.
    `clear`: the fields that are emptied when the row is pseudonymised.
    `reason`: why it is kept or goes, in words for the register of processing activities.
    """

    model: str
    person: str
    erase: Erase
    reason: str
    export: tuple[str, ...] = ()
    clear: tuple[str, ...] = ()

    @property
    def name(self) -> tuple[str, str]:
        return self.model.lower(), self.person


_declared: dict[tuple[str, str], PersonalData] = {}


def declare(*declarations: PersonalData) -> None:
    for data in declarations:
        if _declared.setdefault(data.name, data) != data:
            raise ValueError(f"{data.model}.{data.person} is declared twice")


def declared() -> list[PersonalData]:
    return list(_declared.values())


def relations_to_people(among: Iterable[type[models.Model]]) -> list[tuple[str, str]]:
    """(model, field) of every foreign key to the user model. One-to-one fields are foreign keys, and many-to-many
    fields have them in their through models, which are models like the others."""
    user = get_user_model()._meta.concrete_model
    found = []
    for model in among:
        for field in model._meta.local_fields:
            related = field.related_model if isinstance(field, models.ForeignKey) else None
            if isinstance(related, type) and related._meta.concrete_model is user:
                found.append((model._meta.label_lower, field.name))
    return sorted(found)


def every_model() -> list[type[models.Model]]:
    return list(apps.get_models(include_auto_created=True))


def undeclared(among: Iterable[type[models.Model]] | None = None) -> list[str]:
    """The relations to people that no room has declared, as "app.model.field"."""
    found = relations_to_people(every_model() if among is None else among)
    return [f"{model}.{field}" for model, field in found if (model, field) not in _declared]


def faults() -> list[str]:
    """What declarations say that is not so: models and fields that are not there, rules without their means."""
    return [f"{data.model}.{data.person}: {fault}" for data in declared() for fault in faults_of(data)]


def faults_of(data: PersonalData) -> Iterable[str]:
    try:
        model = apps.get_model(data.model)
        if _person_of(model, data.person) is not get_user_model():
            yield "does not lead to a person"
        for name in (*data.export, *data.clear):
            model._meta.get_field(name)
    except (LookupError, FieldDoesNotExist) as error:
        yield str(error)
    if (data.erase is Erase.PSEUDONYMISE) != bool(data.clear):
        yield "clear goes with pseudonymise"


def _person_of(model: type[models.Model], path: str) -> type[models.Model] | None:
    if path == SELF:
        return model
    reached: type[models.Model] | None = model
    for name in path.split(LOOKUP_SEP):
        if reached is None:
            return None
        related = reached._meta.get_field(name).related_model
        reached = related if isinstance(related, type) else None
    return reached
