"""StreamField blocks that know no domain: what any page of the site may show."""

from collections.abc import Sequence
from typing import Any

from wagtail import blocks


class Untranslatable:
    """Mixin: wagtail-localize makes no segment of this block, so that every language has the source's value.

    Put it before the block class. It is looked up by wagtail-localize by the names of these two methods
    (`segments/extract.py`, `segments/ingest.py`).
    """

    def get_translatable_segments(self, value: Any) -> list[Any]:
        return []

    def restore_translated_segments(self, value: Any, segments: Sequence[Any]) -> Any:
        return value


class UntranslatableCharBlock(Untranslatable, blocks.CharBlock):
    """A short value that must be equal in every language: a number, a code."""


class UntranslatableTextBlock(Untranslatable, blocks.TextBlock):
    """Lines that must be equal in every language: formulas, workings."""
