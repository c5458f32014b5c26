"""The fields of course, pages and blocks, as shapes.

Those of a block are made from the Wagtail block itself, so that a new kind of exercise has one without a change here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from courses.catalogue.content import LessonBlocks
from courses.catalogue.facts import Course
from courses.catalogue.folders.faults import Place
from courses.catalogue.folders.shapes import PICTURE, Group, Library, Many, Picture, Plain, Rich, Shape, Value, Words
from courses.catalogue.folders.studies import Study
from courses.catalogue.folders.values import choice, decimal, same, whole, yes_or_no
from courses.evidence.blocks import StudyChooserBlock
from courses.translating import LANGUAGES


@dataclass(frozen=True)
class Inset(Group):
    """Fields under the name of one: left out of the file where they say no more than if they were not there."""

    def value(self, stored: Mapping[str, Any], library: Library) -> Value:
        return super().value({language: stored[language] or {} for language in LANGUAGES}, library)

    def written(self, value: Value) -> Any:
        return None if value == self.read(None, Place("", [])) else super().written(value)


def shape_of(block: blocks.Block) -> Shape:
    """Raises TypeError for a block that a course folder cannot hold."""
    if isinstance(block, ImageBlock):
        return Picture()
    if isinstance(block, StudyChooserBlock):
        return Study()
    if isinstance(block, blocks.ListBlock):
        return Many(shape_of(block.child_block))
    if isinstance(block, blocks.StructBlock):
        return Group({name: _within(shape_of(child)) for name, child in block.child_blocks.items()})
    if isinstance(block, blocks.RichTextBlock):
        return Rich(links=block.features is None or "link" in block.features)
    if isinstance(block, blocks.CharBlock | blocks.TextBlock) and not hasattr(block, "get_translatable_segments"):
        return Words(lines=isinstance(block, blocks.TextBlock))
    return _plain(block)


def _within(shape: Shape) -> Shape:
    return Inset(shape.fields) if isinstance(shape, Group) else shape


def _plain(block: blocks.Block) -> Plain:
    default = block.get_default()
    if isinstance(block, blocks.BooleanBlock):
        return Plain(yes_or_no, bool(default))
    if isinstance(block, blocks.IntegerBlock):
        return Plain(whole, default)
    if isinstance(block, blocks.ChoiceBlock):
        known = choice(*_names(block.field.choices))
        return Plain(lambda text: known(text) if text else "", default or "")
    if isinstance(block, blocks.CharBlock | blocks.TextBlock):
        return Plain(lambda text: _cleaned(block, text), default or "")
    raise TypeError(f"a course folder cannot hold a {type(block).__name__}")


def _names(choices: Any) -> Iterator[str]:
    """What can be chosen, out of groups of choices too; not the empty choice."""
    for name, label in choices:
        if isinstance(label, list | tuple):
            yield from _names(label)
        elif name:
            yield str(name)


def _cleaned(block: blocks.Block, text: str) -> str:
    """As the admin would keep it, so that saving there changes nothing; what is wrong is said by validation."""
    try:
        return same(str(block.clean(same(text))))
    except ValidationError:
        return same(text)


COURSE = Group(
    {
        "code": Plain(same, ""),
        "position": Plain(whole, 1),
        "hour_unit": Plain(choice(*Course.HourUnit.values), Course.HourUnit.CHRONOLOGICAL.value),
        "pass_mark": Plain(decimal, "70", number=True),
        "sequence": Plain(choice(*Course.Sequence.values), Course.Sequence.FREE.value),
    }
)
COURSE_PAGE = Group({"title": Words(), "slug": Words(), "summary": Words(lines=True), "intro": Rich()})
LESSON_PAGE = Group(
    {
        "hours": Plain(decimal, number=True),
        "sensitive": Plain(yes_or_no, False),
        "title": Words(),
        "slug": Words(),
        "summary": Words(lines=True),
        "objectives": Rich(links=False),
    }
)


@cache
def lesson_blocks() -> LessonBlocks:
    return LessonBlocks()


@cache
def block_shapes() -> Mapping[str, Shape]:
    return {name: shape_of(block) for name, block in lesson_blocks().child_blocks.items()}


def fields_of(shape: Shape) -> Mapping[str, Shape]:
    """The fields that stand beside `id` and `type` of a block."""
    if isinstance(shape, Group):
        return shape.fields
    if isinstance(shape, Picture):
        return PICTURE
    return {"items" if isinstance(shape, Many) else "value": shape}
