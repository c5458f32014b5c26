"""Every kind of exercise there is: found by walking `kinds`, so that a new module is all a new kind needs."""

import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from django.utils.functional import Promise
from wagtail.blocks import StructValue

from courses.exercises import kinds as package
from courses.exercises.answering import AnswerForm
from courses.exercises.blocks import ExerciseBlock
from courses.exercises.marked import Marked


@dataclass(frozen=True)
class Kind:
    """
    block: the class editors fill in; `registry.blocks()` gives instances for a StreamBlock.
    specify(value): without language, safe to send: no key, no order that betrays one.
    key(value): what is right; never leaves the server before its moment (`revealing`).
    texts(value, language): {"shown": what may be read before answering, "held": what may not}.
    mark(key, answer, language, seed): pure, never raises on any JSON answer.
    review(key, levels): makes the mark from a person's levels per criterion; None where marking is automatic.
    """

    name: str
    label: str | Promise
    icon: str
    block: type[ExerciseBlock]
    specify: Callable[[StructValue], dict[str, Any]]
    key: Callable[[StructValue], dict[str, Any]]
    texts: Callable[[StructValue, str], dict[str, dict[str, Any]]]
    form: type[AnswerForm]
    mark: Callable[[dict[str, Any], Any, str, int], Marked]
    form_template: str
    result_template: str
    review: Callable[[dict[str, Any], Mapping[str, int]], Marked] | None = None


@cache
def kinds() -> dict[str, Kind]:
    modules = (import_module(f"{package.__name__}.{found.name}") for found in pkgutil.iter_modules(package.__path__))
    return {module.KIND.name: module.KIND for module in modules}


def kind(name: str) -> Kind:
    """KeyError where there is no such kind."""
    return kinds()[name]


def blocks() -> list[tuple[str, ExerciseBlock]]:
    """What a lesson's StreamBlock takes: each block named as its kind."""
    return [(name, kind.block(label=kind.label, icon=kind.icon)) for name, kind in kinds().items()]
