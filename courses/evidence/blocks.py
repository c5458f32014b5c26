"""What a study is made of beside its fields: effects as they were published, and studies to be read with it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.models import Locale

from courses.evidence.vocabulary import RATIOS, Measure, Reporter
from courses.translating import SOURCE
from theme.blocks import Untranslatable, UntranslatableNumberBlock


class CodeBlock(Untranslatable, blocks.ChoiceBlock):
    """One code of a vocabulary, equal in every language."""


class StudyChooserBlock(Untranslatable, blocks.PageChooserBlock):
    """A study by its page in the source language; readers are led to it in theirs."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"page_type": "evidence.StudyPage"} | kwargs)

    def clean(self, value: Any) -> Any:
        """Whichever language it was chosen in."""
        page: Any = super().clean(value)
        return page and (page.get_translation_or_none(Locale.objects.get(language_code=SOURCE)) or page)


class Effect(blocks.StructBlock):
    """An effect on one outcome: a number on its scale, with its interval where the source gives one."""

    outcome = blocks.CharBlock(label=_("Outcome"), max_length=200)
    reporter = CodeBlock(choices=Reporter.choices, label=_("Reported by"), required=False)
    measure = CodeBlock(choices=Measure.choices, label=_("Scale"))
    estimate = UntranslatableNumberBlock(label=_("Estimate"))
    low = UntranslatableNumberBlock(label=_("Interval from"), required=False)
    high = UntranslatableNumberBlock(label=_("Interval to"), required=False)
    level = UntranslatableNumberBlock(label=_("Level of the interval, in per cent"), required=False, default="95")
    absolute = blocks.CharBlock(
        label=_("As absolute change"),
        required=False,
        max_length=200,
        help_text=_("For example: from 17.1 % to 7.7 %. Only what the source says."),
    )

    class Meta:
        icon = "minus"
        label = _("Effect")

    def clean(self, value: Any) -> Any:
        found: Any = super().clean(value)
        low, estimate, high = (float(found[name]) if found[name] else None for name in ("low", "estimate", "high"))
        errors = {}
        if (low is None) != (high is None):
            errors["high" if high is None else "low"] = ValidationError(_("An interval has two ends."))
        elif low is not None and high is not None and estimate is not None and not low <= estimate <= high:
            errors["estimate"] = ValidationError(_("The estimate lies outside its interval."))
        if found["measure"] in RATIOS and min(n for n in (low, estimate, high) if n is not None) <= 0:
            errors["measure"] = ValidationError(_("Ratios are above 0."))
        if found["level"] and not 50 <= float(found["level"]) < 100:
            errors["level"] = ValidationError(_("Write a level from 50 to 99.9."))
        if errors:
            raise StructBlockValidationError(block_errors=errors)
        return found


class ReadWith(blocks.StructBlock):
    """Another study to be read together with this one, and what the pair teaches."""

    study = StudyChooserBlock(label=_("Study"))
    why = blocks.TextBlock(label=_("What the two teach together"), rows=2)

    class Meta:
        icon = "link"
        label = _("Read together with")
