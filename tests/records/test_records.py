"""The audit trail, consents and outgoing mail."""

import email.policy
import unicodedata
from email import message_from_bytes
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.core import mail as outbox
from hypothesis import given
from hypothesis import strategies as st

from courses.records import consents, mailing, trail
from courses.records.models import AuditEvent, Consent, OutgoingMail
from incubator.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    return User.objects.create_user("ana@example.org", first_name="Ana", last_name="Núñez")


@pytest.fixture(autouse=True)
def sent_to(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    told: list[int] = []
    monkeypatch.setattr(mailing, "_sender", lambda mail: told.append(mail.pk))
    return told


def post(key: str = "welcome:1", **changes: Any) -> OutgoingMail:
    words = {"subject": "Bienvenida a la cohorte", "text": "Hola, Ana Núñez:\n\nEmpezamos el lunes."}
    right: dict[str, Any] = {"person": None, "address": "ana@example.org", "language": "es"}
    return mailing.post(key=key, **right | words | changes)


def test_trail_keeps_who_did_what_to_which_row(person: User) -> None:
    trail.record(action="records.tested", subject=person, actor=person, points=3)
    event = AuditEvent.objects.get()
    assert (event.actor, event.action, event.data) == (person, "records.tested", {"points": 3})
    assert (event.subject_type, event.subject_id) == ("incubator.User", str(person.pk))


def test_trail_is_only_added_to(person: User) -> None:
    event = trail.record(action="records.tested", subject=person)
    with pytest.raises(TypeError, match="only added to"):
        event.save()


def test_consent_is_given_once_withdrawn_and_given_anew(person: User) -> None:
    course = consents.Purpose.COURSE
    first = consents.give(person=person, purpose=course, language="es")
    assert consents.give(person=person, purpose=course, language="en") == first
    assert consents.has(person, course)
    assert consents.withdraw(person=person, purpose=course)
    assert not consents.withdraw(person=person, purpose=course)
    assert not consents.has(person, course)
    assert consents.give(person=person, purpose=course, language="es") != first
    assert Consent.objects.count() == 2


def test_consent_to_the_course_is_not_consent_to_research(person: User) -> None:
    consents.give(person=person, purpose=consents.Purpose.COURSE, language="es")
    assert not consents.has(person, consents.Purpose.RESEARCH)


def test_consent_to_older_words_is_asked_for_again(person: User, monkeypatch: pytest.MonkeyPatch) -> None:
    consents.give(person=person, purpose=consents.Purpose.COURSE, language="es")
    monkeypatch.setitem(consents.CURRENT, consents.Purpose.COURSE, "2099-1")
    assert not consents.has(person, consents.Purpose.COURSE)


def test_mail_of_the_same_key_is_one_mail(sent_to: list[int]) -> None:
    assert post() == post(subject="Something else")
    assert sent_to == [OutgoingMail.objects.get().pk]


def test_mail_is_delivered_once_and_then_emptied() -> None:
    posted = post()
    mailing.deliver(posted.pk)
    mailing.deliver(posted.pk)
    (message,) = outbox.outbox
    assert (message.subject, message.to) == ("Bienvenida a la cohorte", ["ana@example.org"])
    assert message.body == "Hola, Ana Núñez:\n\nEmpezamos el lunes."
    posted.refresh_from_db()
    assert (posted.text, posted.sent_at is None) == ("", False)


def test_mail_that_is_gone_is_ignored() -> None:
    mailing.deliver(987_654)
    assert outbox.outbox == []


def test_mail_names_itself_the_same_at_every_try() -> None:
    """A mail server or reader that gets it twice shows it once."""
    posted = post()
    mailing.deliver(posted.pk)
    OutgoingMail.objects.update(sent_at=None, text=posted.text)
    mailing.deliver(posted.pk)
    first, second = (message.extra_headers["Message-ID"] for message in outbox.outbox)
    assert first == second
    assert first.endswith("@testserver>")


def test_mail_to_a_server_that_is_away_stays_and_names_nobody(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    posted = post()
    with pytest.raises(mailing.UndeliveredError) as raised:
        mailing.deliver(posted.pk)
    assert str(raised.value) == "ConnectionRefusedError 111"
    posted.refresh_from_db()
    assert (posted.sent_at, posted.text) == (None, "Hola, Ana Núñez:\n\nEmpezamos el lunes.")


def test_mail_whose_words_are_forgotten_is_never_sent_empty() -> None:
    posted = post()
    mailing.forget(posted.pk, keys="another kind:")
    mailing.forget(posted.pk, keys=posted.key[:4])
    with pytest.raises(mailing.UndeliveredError, match="its words were removed"):
        mailing.deliver(posted.pk)
    assert outbox.outbox == []


def test_mail_is_written_to_files_with_its_accents(settings: Any, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    mailing.deliver(post(subject="Aquí está su código").pk)
    (file,) = tmp_path.iterdir()
    message = message_from_bytes(file.read_bytes(), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    assert message["Subject"] == "Aquí está su código"
    assert message["Content-Language"] == "es"
    assert "Ana Núñez" in message.get_content()


def test_mail_needs_a_subject() -> None:
    with pytest.raises(ValueError, match="needs a subject"):
        post(subject=" \n ")


def test_mail_without_a_sender_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailing, "_sender", None)
    with pytest.raises(RuntimeError, match="nobody sends mail"):
        post()


@given(st.text(max_size=400), st.text(max_size=40))
def test_mail_subject_is_one_short_printable_line(before: str, after: str) -> None:
    line = mailing.one_line(f"a{before}\r\nBcc: b@example.org\x00{after}")
    assert line == " ".join(line.split())
    assert line.isprintable()
    assert 0 < len(line) <= 200


@given(st.text(max_size=300))
def test_mail_text_keeps_its_lines_and_loses_control_characters(text: str) -> None:
    plain = mailing.plain(text)
    assert not {letter for letter in plain if unicodedata.category(letter) == "Cc"} - {"\n", "\t"}
    assert mailing.plain(plain) == plain
    assert mailing.plain("5\N{NO-BREAK SPACE}217,39\n") == "5\N{NO-BREAK SPACE}217,39\n"
