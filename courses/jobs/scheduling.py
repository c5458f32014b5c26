"""Pages that come and go at the moments their editors set: what Wagtail's `publish_scheduled` does, each page by itself.

Wagtail's command forgets the moment before it saves the page, and one page that cannot be published keeps all others
waiting. Here a page comes or goes whole or not at all, and what failed is tried again at the next call.
"""

import logging
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, Revision

logger = logging.getLogger(__name__)


def publish_due() -> None:
    """Who is to go first: a page that should be gone is worse than one that is late."""
    now = timezone.now()
    gone = Page.objects.filter(live=True, expire_at__lt=now).order_by("expire_at").values_list("pk", flat=True)
    for pk in list(gone):
        _alone(_withdraw, pk)
    come = Revision.objects.filter(approved_go_live_at__lt=now).order_by("approved_go_live_at")
    for pk in list(come.values_list("pk", flat=True)):
        _alone(_publish, pk)


def _alone(act: Callable[[int], None], pk: int) -> None:
    try:
        with transaction.atomic():
            act(pk)
    except Exception:
        logger.exception("not done on schedule: %s %s", act.__name__, pk)


def _withdraw(pk: int) -> None:
    page = Page.objects.select_for_update().filter(pk=pk, live=True, expire_at__lt=timezone.now()).first()
    if page is not None:
        page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")


def _publish(pk: int) -> None:
    due = Revision.objects.select_for_update().filter(pk=pk, approved_go_live_at__lt=timezone.now())
    if (revision := due.first()) is not None:
        revision.publish(log_action="wagtail.publish.scheduled")
