"""Changing one's own details."""

from django.contrib.auth.models import Permission
from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from courses.records import consents, mailing, trail
from courses.records.models import Consent
from incubator.forms import ProfileForm
from incubator.people import User

COORDINATORS = "coordinators"


def save(*, form: ProfileForm, user: User) -> None:
    """Saves the details and what is agreed to; the audit trail names what changed, never the values."""
    with transaction.atomic():
        form.save()
        if form.cleaned_data.get("course_data"):
            read = (translation.get_language() or user.language)[:2]
            consents.give(person=user, purpose=Consent.Purpose.COURSE, language=read)
        if form.cleaned_data["research"]:
            consents.give(person=user, purpose=Consent.Purpose.RESEARCH, language=user.language)
        else:
            consents.withdraw(person=user, purpose=Consent.Purpose.RESEARCH)
        trail.record(action="people.changed_profile", subject=user, actor=user, fields=sorted(form.changed_data))


def report_clash(*, user: User, document_type: str) -> None:
    """Two accounts claim one document: coordinators are told, once per account, without the number."""
    with transaction.atomic():
        trail.record(action="people.document_clash", subject=user, actor=user, document_type=document_type)
        for coordinator in coordinators():
            with translation.override(coordinator.language):
                mailing.post(
                    key=f"people.clash:{user.pk}:{coordinator.pk}",
                    person=coordinator,
                    address=coordinator.email,
                    language=coordinator.language,
                    subject=_("Two accounts claim the same identity document"),
                    text=_(
                        "The account %(email)s was given a document that another account has already. "
                        "Please find out whose it is and write to both."
                    )
                    % {"email": user.email},
                )


def coordinators() -> list[User]:
    """Those who may change people's accounts."""
    permission = Permission.objects.filter(codename="change_user", content_type__app_label="incubator")
    return list(
        User.objects.filter(Q(groups__permissions__in=permission) | Q(is_superuser=True), is_active=True).distinct()
    )
