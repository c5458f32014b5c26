"""Where people find help with violence: shown at the foot of every page, kept current by editors."""

from typing import ClassVar

from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

SECONDS = 60


class SupportService(models.Model):
    """A public service, with the day on which somebody last checked it."""

    name = models.CharField(_("name"), max_length=60)
    url = models.CharField(_("link"), max_length=200, blank=True, help_text=_("https://… or tel:…"))
    text_es = models.CharField(_("description, in Spanish"), max_length=160)
    text_en = models.CharField(_("description, in English"), max_length=160)
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    reviewed_on = models.DateField(_("checked on"))

    panels: ClassVar = [FieldPanel(name) for name in ("name", "url", "text_es", "text_en", "position", "reviewed_on")]

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        verbose_name = _("support service")
        verbose_name_plural = _("support services")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """It stands at the foot of every page as a link."""
        if self.url and not self.url.startswith(("https://", "tel:")):
            raise ValidationError({"url": _("Write a link that begins with https:// or tel:")})


def services() -> list[SupportService]:
    """All of them, remembered for a minute by each process: no page pays a query for its foot."""
    return caches["frozen"].get_or_set("incubator.support", lambda: list(SupportService.objects.all()), SECONDS) or []
