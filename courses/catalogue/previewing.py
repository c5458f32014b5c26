"""A lesson page as a learner would see it, from the page itself: nothing can be sent and no key is there."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import override
from wagtail.blocks import StreamValue

from courses.catalogue.content import is_exercise
from courses.exercises import registry


@dataclass(frozen=True)
class ShownExercise:
    """What the templates of a kind are given in place of a released exercise."""

    kind: str
    specification: dict[str, Any]
    position: int
    points: int
    required: bool
    attempt_limit: int


@dataclass(frozen=True)
class Part:
    """Either `html`, or an exercise with its form, or the `fault` for which it cannot be shown yet."""

    type: str
    id: str
    html: str = ""
    fault: str = ""
    position: int = 0
    exercise: ShownExercise | None = None
    form: Any = None
    texts: dict[str, Any] | None = None
    form_template: str = ""


def parts(content: StreamValue, language: str) -> list[Part]:
    shown: list[Part] = []
    position = 0
    with override(language):
        for block in content:
            if is_exercise(block.block_type):
                position += 1
                shown.append(_exercise(block, position, language))
            else:
                html = block.render(context={"language": language})
                shown.append(Part(type=block.block_type, id=block.id or "", html=html))
    return shown


def _exercise(block: StreamValue.StreamChild, position: int, language: str) -> Part:
    kind = registry.kind(block.block_type)
    identity = block.id or f"new-{position}"
    try:
        value = block.block.clean(block.value)
    except ValidationError as error:
        fault = " ".join(error.messages)
        return Part(type=block.block_type, id=identity, position=position, fault=fault or str(kind.label))
    texts = kind.texts(value, language)["shown"]
    exercise = ShownExercise(
        kind=kind.name,
        specification=kind.specify(value),
        position=position,
        points=value["points"],
        required=value["required"],
        attempt_limit=value["attempts"],
    )
    form = kind.form(
        prefix=f"p{position}", specification=exercise.specification, texts=texts, language=language, seed=position
    )
    return Part(
        type=block.block_type,
        id=identity,
        position=position,
        exercise=exercise,
        form=form,
        texts=texts,
        form_template=kind.form_template,
    )
