"""StreamField blocks that know no domain: what any page of the site may show.

Texts are translated; figures and formulas are equal in every language and only written as each language does.
The template context may name the `language`; otherwise it is the active one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images.blocks import ImageBlock
from wagtail.images.models import AbstractImage, AbstractRendition

from theme.formulas import localised, to_mathml

RICH_TEXT = ["bold", "link", "ol", "ul", "document-link"]
RENDITIONS = ("max-640x640", "max-1280x1280")


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


class UntranslatableNumberBlock(UntranslatableCharBlock):
    """A number with a decimal point, kept as it was typed so that no digit is lost."""

    def clean(self, value: Any) -> str:
        text = str(super().clean(value)).strip().replace("−", "-")
        try:
            finite = Decimal(text).is_finite() if text else True
        except InvalidOperation:
            finite = False
        if not finite or "_" in text or "e" in text.lower():
            raise ValidationError(_("Write a number with a decimal point, such as -2.3."))
        return text


def rich_text(**kwargs: Any) -> blocks.RichTextBlock:
    return blocks.RichTextBlock(features=RICH_TEXT, **kwargs)


def renditions(image: AbstractImage) -> dict[str, AbstractRendition]:
    """The sizes that pages show, by their specification; made where they are missing."""
    made: dict[str, AbstractRendition] = image.get_renditions(*RENDITIONS)
    return made


def language_of(context: dict[str, Any] | None) -> str:
    return str((context or {}).get("language") or get_language() or "es")


@dataclass(frozen=True)
class Picture:
    """What the template of an image needs; `sources` are (address, width), the smallest first."""

    sources: tuple[tuple[str, int], ...]
    width: int
    height: int
    alt: str

    @property
    def srcset(self) -> str:
        return ", ".join(f"{address} {width}w" for address, width in self.sources)

    @property
    def src(self) -> str:
        return self.sources[-1][0]


class PictureBlock(ImageBlock):
    """Wagtail's image with its own text for people who do not see it, or marked as decorative."""

    class Meta:
        template = "theme/blocks/image.html"
        label = _("Image")

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        if value:
            made = renditions(value)
            last = made[RENDITIONS[-1]]
            sources = {made[spec].width: made[spec].url for spec in RENDITIONS}
            alt = "" if value.decorative else value.contextual_alt_text or ""
            pairs = tuple((address, width) for width, address in sorted(sources.items()))
            context["picture"] = Picture(sources=pairs, width=last.width, height=last.height, alt=alt)
        return context


class Callout(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"))
    text = rich_text(label=_("Text"))

    class Meta:
        template = "theme/blocks/callout.html"
        icon = "info-circle"
        label = _("Key idea")


class Formula(blocks.StructBlock):
    latex = UntranslatableTextBlock(
        label=_("Formula in LaTeX"),
        rows=2,
        help_text=_("Numbers with a decimal point; the page shows them as each language writes them."),
    )
    description = blocks.CharBlock(
        label=_("Read aloud"), help_text=_("The formula in words, for people who listen to it.")
    )

    class Meta:
        template = "theme/blocks/formula.html"
        icon = "superscript"
        label = _("Formula")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        try:
            to_mathml(cleaned["latex"], "es")
        except ValueError as error:
            raise StructBlockValidationError(block_errors={"latex": ValidationError(str(error))}) from error
        return cleaned

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        words = value["description"] or ""
        try:
            context["mathml"] = to_mathml(
                value["latex"], language_of(parent_context), description=words, display="block"
            )
        except ValueError as error:
            context["fault"] = str(error)  # a draft may be previewed before it is right
        return context


class TableRow(blocks.StructBlock):
    label = blocks.CharBlock(label=_("Row"))
    values = UntranslatableCharBlock(label=_("Values"), help_text=_("Separated by |, with decimal points: 40 | 34.5"))


def cells(values: str) -> list[str]:
    return [cell.strip() for cell in values.split("|")]


class Table(blocks.StructBlock):
    """Heads of columns as many as values, or one more: then the first stands above the rows' names."""

    caption = blocks.CharBlock(label=_("Caption"))
    columns = blocks.ListBlock(blocks.CharBlock(label=_("Column")), label=_("Columns"))
    rows = blocks.ListBlock(TableRow(), label=_("Rows"))

    class Meta:
        template = "theme/blocks/table.html"
        icon = "table"
        label = _("Table")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        heads = len(cleaned["columns"])
        counts = {len(cells(row["values"])) for row in cleaned["rows"]}
        if len(counts) != 1 or counts.pop() not in (heads, heads - 1):
            message = _("Every row needs as many values as there are columns.")
            raise StructBlockValidationError(non_block_errors=[ValidationError(message)])
        return cleaned

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        language = language_of(parent_context)
        rows = [(row["label"], [localised(cell, language) for cell in cells(row["values"])]) for row in value["rows"]]
        heads = list(value["columns"])
        corner = heads.pop(0) if rows and len(heads) > len(rows[0][1]) else ""
        return context | {"corner": corner, "heads": heads, "rows": rows}


class Bar(blocks.StructBlock):
    label = blocks.CharBlock(label=_("Label"))
    value = UntranslatableNumberBlock(label=_("Value"))


class Bars(blocks.StructBlock):
    """Horizontal bars. A bar shorter than the first one shows the gap as a dashed outline."""

    title = blocks.CharBlock(label=_("Title"))
    unit = blocks.CharBlock(label=_("Unit"), required=False)
    bars = blocks.ListBlock(Bar(), min_num=2, label=_("Bars"))
    note = blocks.CharBlock(label=_("Note and source"), required=False)

    class Meta:
        template = "theme/blocks/bars.html"
        icon = "order"
        label = _("Bars")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if any(Decimal(bar["value"]) < 0 for bar in cleaned["bars"]):
            message = _("A bar cannot have a length below zero; use a table.")
            raise StructBlockValidationError(non_block_errors=[ValidationError(message)])
        return cleaned

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        language = language_of(parent_context)
        numbers = [_number(bar["value"]) for bar in value["bars"]]
        most = max(numbers, default=Decimal(1)) or Decimal(1)
        rows = []
        for bar, number in zip(value["bars"], numbers, strict=True):
            gap = numbers[0] - number if len(numbers) == 2 and number < numbers[0] else None
            shown = localised(_with_unit(bar["value"], value["unit"]), language)
            row = {"label": bar["label"], "shown": shown, "width": _share(number, most)}
            if gap is not None:
                row |= {"gap": _share(gap, most), "difference": localised(f"-{gap}", language)}
            rows.append(row)
        return context | {"rows": rows}


def _number(text: str) -> Decimal:
    try:
        return abs(Decimal(text or "0"))
    except InvalidOperation:
        return Decimal(0)  # a draft may be previewed before it is right


def _share(part: Decimal, whole: Decimal) -> str:
    """Percent with a point: it stands in an SVG attribute, which no language may localise."""
    return f"{part / whole * 100:.2f}"


def _with_unit(number: str, unit: str | None) -> str:
    return f"{number}\u00a0{unit}" if unit else number


class Term(blocks.StructBlock):
    term = blocks.CharBlock(label=_("Term"))
    definition = blocks.TextBlock(label=_("Definition"), rows=2)


def domain_free_blocks() -> list[tuple[str, blocks.Block]]:
    """Name and block, in the order in which editors are offered them."""
    return [
        ("text", rich_text(label=_("Text"), template="theme/blocks/text.html")),
        (
            "heading",
            blocks.CharBlock(label=_("Heading"), icon="h2", template="theme/blocks/heading.html"),
        ),
        (
            "subheading",
            blocks.CharBlock(label=_("Subheading"), icon="h3", template="theme/blocks/subheading.html"),
        ),
        ("image", PictureBlock()),
        ("callout", Callout()),
        ("formula", Formula()),
        ("table", Table()),
        ("bars", Bars()),
        (
            "terms",
            blocks.ListBlock(Term(), label=_("Terms"), icon="openquote", template="theme/blocks/terms.html"),
        ),
    ]
