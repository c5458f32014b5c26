"""Studies cited in a text: from the bank while it is edited, frozen once it is released.

A frozen citation names the study by its key; its address leads to what the bank then says of it.
"""

from collections.abc import Iterable
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail import blocks

from courses.evidence import citing
from courses.evidence.blocks import StudyChooserBlock
from courses.evidence.lookup import public_studies
from courses.evidence.pages import StudyPage
from theme.blocks import language_of

TEMPLATE = "evidence/blocks/citations.html"


class StudyCitation(blocks.StructBlock):
    study = StudyChooserBlock(label=_("Study"))
    note = blocks.CharBlock(
        label=_("Why it is cited here"), required=False, max_length=300, help_text=_("One sentence, if it helps.")
    )

    class Meta:
        icon = "link"
        label = _("Study")


class StudyCitations(blocks.ListBlock):
    """Studies of the bank that a text cites, each with a link to what the bank says of it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(StudyCitation(), **{"min_num": 1, "max_num": 12} | kwargs)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        language = language_of(parent_context)
        chosen = [item for item in value if item["study"]]
        return context | {"citations": [_shown(cited(item["study"], language), item["note"]) for item in chosen]}

    class Meta:
        template = TEMPLATE
        icon = "doc-full"
        label = _("Studies of the evidence bank")


def _shown(citation: dict[str, str], note: str) -> dict[str, str]:
    return citation | {"note": note, "url": address(citation["study"])}


def frozen(raw: Iterable[dict[str, Any]], language: str) -> list[dict[str, Any]]:
    """The items of the block as it is stored, with the citation in place of the number of a page."""
    items = list(raw)
    pages = StudyPage.objects.in_bulk([item["value"]["study"] for item in items])
    return [
        {**item, "value": cited(pages[item["value"]["study"]], language) | {"note": item["value"]["note"] or ""}}
        for item in items
    ]


def cited(study: StudyPage, language: str) -> dict[str, str]:
    """The study as it is cited in a text of that language."""
    with override(language):
        before, title, after = citing.apa_parts(study)
        return {
            "study": str(study.translation_key),
            "before": before,
            "title": title,
            "after": after,
            "language": study.title_language,
        }


def rendered(items: Iterable[dict[str, Any]], language: str) -> str:
    """Frozen items as they stand in the lesson."""
    with override(language):
        shown = [_shown(item["value"], item["value"]["note"]) for item in items]
        return render_to_string(TEMPLATE, {"citations": shown})


def address(key: str) -> str:
    """Where the bank tells of a study, whatever its page is called later."""
    return reverse("evidence:study", kwargs={"key": key})


def unpublished(raw: Iterable[dict[str, Any]], language: str) -> list[StudyPage]:
    """The studies of a stored block that readers of the language could not open in it."""
    pages = StudyPage.objects.in_bulk([item["value"]["study"] for item in raw])
    return [page for page in pages.values() if language not in public_studies(page.translation_key)]
