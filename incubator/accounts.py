from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.utils.translation import get_language

from courses.records import mailing
from incubator.people import User

#: What allauth's messages show as the site: from settings, never from the request's Host header.
SITE = SimpleNamespace(name=settings.WAGTAIL_SITE_NAME, domain=settings.SITE_HOST)


def at_site(url: str) -> str:
    """The same address at SITE_URL, whatever host a request came to."""
    parts = urlsplit(url)
    return settings.SITE_URL + parts.path + (f"?{parts.query}" if parts.query else "")


class AccountAdapter(DefaultAccountAdapter):
    """allauth's decisions, with ours: mail leaves through job rows, links lead to SITE_URL."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        absolute = {key: at_site(value) for key, value in context.items() if key.endswith("_url") and value}
        message = self.render_mail(template_prefix, email, context | absolute | {"email": email, "current_site": SITE})
        mailing.post(
            key=f"accounts:{uuid4()}",
            person=User.objects.filter(email__iexact=email).first(),
            address=email,
            language=(get_language() or settings.LANGUAGE_CODE)[:2],
            subject=str(message.subject),
            text=str(message.body),
        )
