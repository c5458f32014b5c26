"""The bank's pages: one per language and study, sharing a translation key; Spanish is the source."""

from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.forms import SelectMultiple
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from courses.evidence import checking, reading
from courses.evidence.blocks import Effect, ReadWith
from courses.evidence.fields import CodesField
from courses.evidence.places import countries, country_choices
from courses.evidence.vocabulary import (
    Access,
    Certainty,
    Delivery,
    Design,
    PublicationLanguage,
    Recipient,
    Reporter,
    Sought,
    Status,
    Theme,
)
from courses.translating import SOURCE

DOI = RegexValidator(r"^10\.\d{4,9}/\S+$", _("A DOI begins with “10.”, as in 10.1186/s12916-014-0122-5."))
FIRST_YEAR = 1900
# Addresses below the bank that are no study.
TAKEN = frozenset({"map", "compare", "appraisal", "feed", "export", "cite", "reports", "studies"})


class BankPage(Page):
    """Where the studies stand; its address shows the list."""

    lede: "models.TextField[str, str]" = models.TextField(
        _("lede"), blank=True, help_text=_("Stands above the search: what the bank holds and for whom.")
    )

    max_count_per_parent = 1
    subpage_types: ClassVar = ["evidence.StudyPage"]
    content_panels: ClassVar = [*Page.content_panels, FieldPanel("lede")]

    class Meta:
        verbose_name = _("evidence bank")
        verbose_name_plural = _("evidence banks")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(reverse("evidence:list"))


class StudyPage(Page):
    """A study: what was done, found, how surely and for whom. What the source does not give stays empty."""

    # What it is
    authors = models.TextField(
        _("authors"), blank=True, help_text=_("One a line, in order: “Abramsky T” or “Field, Erica”; “et al.” last.")
    )
    year = models.PositiveSmallIntegerField(
        _("year"), null=True, blank=True, validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(2100)]
    )
    series = models.CharField(_("journal or series"), max_length=200, blank=True)
    doi = models.CharField(_("DOI"), max_length=200, blank=True, validators=[DOI])
    address = models.URLField(_("address"), max_length=500, blank=True)
    reference = models.CharField(
        _("number or place"),
        max_length=200,
        blank=True,
        help_text=_("The number of a registry or working paper, or volume and pages."),
    )
    publication_language = models.CharField(
        _("language of the publication"),
        max_length=2,
        choices=PublicationLanguage,
        default=PublicationLanguage.ENGLISH,
        blank=True,
    )
    access = models.CharField(_("access"), max_length=10, choices=Access, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PUBLISHED)
    # What was done
    themes = CodesField(_("themes"), codes=lambda: Theme.choices, blank=False)
    countries = CodesField(_("countries"), codes=countries, offered=country_choices, widget=SelectMultiple)
    population = models.TextField(_("population"), blank=True)
    setting = models.TextField(_("setting"), blank=True)
    intervention = models.TextField(_("intervention"), blank=True, help_text=_("In plain words."))
    delivery = CodesField(_("delivered by"), codes=lambda: Delivery.choices)
    recipients = CodesField(_("addressed to"), codes=lambda: Recipient.choices)
    design = models.CharField(_("design"), max_length=30, choices=Design, blank=True)
    sample = models.TextField(_("sample"), blank=True)
    # What was found
    outcomes = models.TextField(_("outcomes"), blank=True)
    reporters = CodesField(_("outcomes reported by"), codes=lambda: Reporter.choices)
    effect_summary = models.TextField(
        _("effect"), blank=True, help_text=_("As published, with its interval, and as absolute change where known.")
    )
    effects = StreamField([("effect", Effect())], verbose_name=_("effects to draw"), blank=True)
    cost = models.TextField(_("cost"), blank=True, help_text=_("If it is public."))
    unintended_sought = models.CharField(_("unintended effects"), max_length=3, choices=Sought, blank=True)
    unintended_found = models.TextField(_("unintended effects found"), blank=True)
    # How sure
    certainty = models.PositiveSmallIntegerField(_("certainty"), null=True, blank=True, choices=Certainty)
    certainty_reason = models.TextField(_("reason for the certainty"), blank=True)
    # For a programme
    summary = models.TextField(_("plain summary"), blank=True)
    implications = models.TextField(_("what it means for a programme"), blank=True)
    read_with = StreamField([("study", ReadWith())], verbose_name=_("read together with"), blank=True)
    content_note = models.TextField(
        _("content note"), blank=True, help_text=_("Where the text tells of cases: what a reader should know before.")
    )
    # Who checked it
    seen = models.TextField(_("source seen"), blank=True, help_text=_("Where citation and figures were read."))
    checked_on: "models.DateField[date | None, date | None]" = models.DateField(_("checked on"), null=True, blank=True)
    checked_by = models.CharField(
        _("checked by"), max_length=120, blank=True, help_text=_("A person or a team, as readers may see it.")
    )

    template = "evidence/study_page.html"
    parent_page_types: ClassVar = ["evidence.BankPage"]
    subpage_types: ClassVar[list[str]] = []
    search_fields: ClassVar = [
        *Page.search_fields,
        index.SearchField("authors"),
        index.SearchField("intervention"),
        index.SearchField("summary"),
        *(index.FilterField(name) for name in ("year", "certainty", "design", "status", "access")),
    ]

    TEXTS: ClassVar = (
        "population",
        "setting",
        "intervention",
        "sample",
        "outcomes",
        "effect_summary",
        "cost",
        "unintended_found",
        "certainty_reason",
        "summary",
        "implications",
        "content_note",
        "seen",
    )
    FACTS: ClassVar = (
        "title",
        "authors",
        "year",
        "series",
        "doi",
        "address",
        "reference",
        "publication_language",
        "access",
        "status",
        "themes",
        "countries",
        "delivery",
        "recipients",
        "design",
        "reporters",
        "unintended_sought",
        "certainty",
        "checked_on",
        "checked_by",
    )
    # What a change of makes another finding of it; such a change stands in the audit trail.
    FINDINGS: ClassVar = (
        "outcomes",
        "reporters",
        "effect_summary",
        "effects",
        "unintended_sought",
        "unintended_found",
        "certainty",
        "certainty_reason",
        "status",
    )
    translatable_fields: ClassVar = [
        *(SynchronizedField(name, overridable=False) for name in (*FACTS, "slug")),
        *(TranslatableField(name) for name in (*TEXTS, "effects", "read_with")),
    ]

    content_panels: ClassVar = [
        FieldPanel("title", help_text=_("As published, in the language of the publication.")),
        MultiFieldPanel(
            [
                FieldPanel("authors"),
                FieldRowPanel([FieldPanel("year"), FieldPanel("publication_language")]),
                FieldPanel("series"),
                FieldPanel("doi"),
                FieldPanel("address"),
                FieldPanel("reference"),
                FieldRowPanel([FieldPanel("access"), FieldPanel("status")]),
            ],
            heading=_("The publication"),
        ),
    ]
    done_panels: ClassVar = [
        FieldPanel("themes"),
        FieldPanel("countries"),
        FieldPanel("population"),
        FieldPanel("setting"),
        FieldPanel("intervention"),
        FieldPanel("delivery"),
        FieldPanel("recipients"),
        FieldPanel("design"),
        FieldPanel("sample"),
    ]
    found_panels: ClassVar = [
        FieldPanel("outcomes"),
        FieldPanel("reporters"),
        FieldPanel("effect_summary"),
        FieldPanel("effects"),
        FieldPanel("cost"),
        FieldPanel("unintended_sought"),
        FieldPanel("unintended_found"),
    ]
    sure_panels: ClassVar = [
        FieldPanel("certainty"),
        FieldPanel("certainty_reason"),
        FieldRowPanel([FieldPanel("checked_on"), FieldPanel("checked_by")]),
        FieldPanel("seen"),
    ]
    meaning_panels: ClassVar = [
        FieldPanel("content_note"),
        FieldPanel("summary"),
        FieldPanel("implications"),
        FieldPanel("read_with"),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading=_("Publication")),
            ObjectList(done_panels, heading=_("What was done")),
            ObjectList(found_panels, heading=_("What was found")),
            ObjectList(sure_panels, heading=_("How sure")),
            ObjectList(meaning_panels, heading=_("What it means")),
            ObjectList(Page.promote_panels, heading=_("Promote")),
            ObjectList(Page.settings_panels, heading=_("Settings")),
        ]
    )

    class Meta:
        verbose_name = _("study")
        verbose_name_plural = _("studies")

    @property
    def title_language(self) -> str:
        """What to mark the title with: the language of what stands around it, where that of the publication is not known."""
        return self.publication_language or get_language() or SOURCE

    def clean(self) -> None:
        super().clean()
        faults = checking.faults(self)
        if self.slug in TAKEN:
            faults["slug"] = [_("This address belongs to the bank itself; choose another.")]
        if faults:
            raise ValidationError(faults)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | reading.context(self)
