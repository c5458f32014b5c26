"""What a lesson is made of: the blocks of the theme, studies, the content note, and every kind of exercise."""

from functools import cache
from typing import Any

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.fields import StreamField

from courses.evidence.citations import StudyCitations
from courses.exercises import registry
from theme.blocks import domain_free_blocks, rich_text

NOTE = "note"
STUDIES = "studies"


class Note(blocks.StructBlock):
    """What a sensitive lesson says before anything else; the learner may then skip it and come back."""

    text = rich_text(label=_("What the lesson is about, without details of cases"))

    class Meta:
        template = "catalogue/blocks/note.html"
        icon = "warning"
        label = _("Content note")


class LessonBlocks(blocks.StreamBlock):
    """Built from the registry of kinds when it is first needed."""

    def __init__(self, **kwargs: Any) -> None:
        own = [*domain_free_blocks(), (STUDIES, StudyCitations()), (NOTE, Note())]
        super().__init__([*own, *registry.blocks()], **kwargs)


class LessonContent(StreamField):
    """A StreamField whose blocks stay out of migrations: a new kind of exercise changes no table."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__([], **kwargs)

    @cached_property
    def stream_block(self) -> LessonBlocks:
        block = LessonBlocks()
        block.set_meta_options(self.block_opts)
        return block

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _args, kwargs = models.Field.deconstruct(self)
        return name, path, [], dict(kwargs)


@cache
def definitions() -> dict[str, blocks.Block]:
    """The blocks of a lesson by their name in the content."""
    return dict(LessonBlocks().child_blocks)


def is_exercise(block_type: str) -> bool:
    return block_type in registry.kinds()
