"""Mail that leaves once: written as a row with what caused it, sent later, then emptied."""

import hashlib
import smtplib
import unicodedata
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

from courses.records.models import OutgoingMail

if TYPE_CHECKING:
    from incubator.people import User

Sender = Callable[[OutgoingMail], None]

LONGEST_SUBJECT = 200
LONGEST_TEXT = 20_000

_sender: Sender | None = None


class UndeliveredError(Exception):
    """The mail server did not take it. Says why without naming anybody."""


def set_sender(sender: Sender) -> None:
    """Who sees to it that a posted mail is delivered; called once per mail, in the poster's transaction."""
    global _sender
    _sender = sender


def post(*, key: str, person: "User | None", address: str, language: str, subject: str, text: str) -> OutgoingMail:
    """The mail of this key, made if there is none. The subject never says what the programme is about."""
    if _sender is None:
        raise RuntimeError("nobody sends mail: set_sender was not called")
    mail, created = OutgoingMail.objects.get_or_create(
        key=key,
        defaults={
            "person": person,
            "address": address,
            "language": language,
            "subject": one_line(subject),
            "text": plain(text)[:LONGEST_TEXT],
        },
    )
    if created:
        _sender(mail)
    return mail


def deliver(mail_id: int) -> None:
    """Sends it unless it was sent, then removes its words. Raises UndeliveredError, also when they were forgotten."""
    mail = OutgoingMail.objects.filter(pk=mail_id, sent_at=None).first()
    if mail is None:
        return
    if not mail.text:
        raise UndeliveredError("its words were removed when it could not be sent")
    message = EmailMessage(
        subject=mail.subject,
        body=mail.text,
        to=[mail.address],
        headers={
            "Message-ID": _message_id(mail.key),
            "Content-Language": mail.language,
            "Auto-Submitted": "auto-generated",
        },
    )
    try:
        message.send()
    except (OSError, smtplib.SMTPException) as error:
        code = getattr(error, "smtp_code", "") or getattr(error, "errno", "") or ""
        raise UndeliveredError(f"{type(error).__name__} {code}".strip()) from None
    OutgoingMail.objects.filter(pk=mail_id).update(sent_at=timezone.now(), text="")


def forget(mail_id: int, *, keys: str) -> None:
    """Removes the words of a mail that was not sent, if its key begins with `keys`."""
    OutgoingMail.objects.filter(pk=mail_id, sent_at=None, key__startswith=keys).update(text="")


def _message_id(key: str) -> str:
    """The same for every try, so that a mail that was sent twice is shown once."""
    digest = hashlib.sha256(key.encode()).hexdigest()[:32]
    return f"<{digest}@{urlsplit(settings.SITE_URL).hostname}>"


def one_line(subject: str) -> str:
    line = " ".join(plain(subject).split())
    if not line:
        raise ValueError("a mail needs a subject")
    return line[:LONGEST_SUBJECT]


def plain(text: str) -> str:
    """Without control characters, which neither mail nor PostgreSQL bears."""
    return "".join(letter for letter in text if letter in "\n\t" or not unicodedata.category(letter).startswith("C"))
