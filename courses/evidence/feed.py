"""What was added to the bank and changed in it, per language, as Atom."""

import re
from datetime import datetime
from uuid import uuid5

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses.evidence.pages import StudyPage
from courses.evidence.vocabulary import Theme

MOST = 50
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def clean(text: str) -> str:
    return _NOT_IN_XML.sub("", text)


class StudyFeed(Feed):
    feed_type = Atom1Feed

    def title(self) -> str:
        return _("Evidence bank: what is new")

    def subtitle(self) -> str:
        return _("Studies that were added to the bank or changed in it.")

    def author_name(self) -> str:
        return str(settings.WAGTAIL_SITE_NAME)

    def link(self) -> str:
        return str(settings.SITE_URL) + reverse("evidence:list")

    def feed_url(self) -> str:
        return str(settings.SITE_URL) + reverse("evidence:feed")

    def feed_guid(self) -> str:
        return self.feed_url()

    def items(self) -> QuerySet[StudyPage]:
        found = StudyPage.objects.live().public().filter(locale__language_code=get_language())
        rows: QuerySet[StudyPage] = found.exclude(last_published_at=None).select_related("locale")
        return rows.order_by("-last_published_at", "-pk")[:MOST]

    def item_title(self, item: StudyPage) -> str:
        return clean(item.title)

    def item_description(self, item: StudyPage) -> str:
        return clean(item.summary or item.intervention)

    def item_link(self, item: StudyPage) -> str:
        address = item.get_url() or ""
        return f"{settings.SITE_URL}{address}" if address.startswith("/") else str(address)

    def item_guid(self, item: StudyPage) -> str:
        """Stays when title, slug and site change: made of the study's key and the language."""
        return uuid5(item.translation_key, item.locale.language_code).urn

    def item_pubdate(self, item: StudyPage) -> datetime | None:
        return item.first_published_at

    def item_updateddate(self, item: StudyPage) -> datetime | None:
        return item.last_published_at

    def item_categories(self, item: StudyPage) -> list[str]:
        return [str(Theme(code).label) for code in item.themes]
