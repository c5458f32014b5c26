import re
import unicodedata
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm

from courses.records import consents
from courses.records.models import Consent
from incubator.people import DocumentType, User

NOT_IN_NAMES = re.compile(r"[^\w '’.\-]|[\d_]")
DOCUMENT: dict[str, tuple[re.Pattern[str], Any]] = {
    DocumentType.DNI: (re.compile(r"\d{8}"), _("A DNI has eight digits.")),
    DocumentType.CE: (
        re.compile(r"[A-Z0-9]{9,12}"),
        _("A carné de extranjería has nine to twelve letters and digits."),
    ),
}
PRIVACY_NOTICE = {"es": "/es/datos-personales/", "en": "/en/personal-data/"}
OTHER_DOCUMENT = (re.compile(r"[A-Z0-9]{6,15}"), _("Write six to fifteen letters and digits."))


class ConsentForm(forms.Form):
    """What somebody agrees to while signing up: course data, and apart from it research."""

    field_order = ("email", "password1", "course_data", "research")

    course_data = forms.BooleanField(
        label=_("I have read the notice on personal data and accept that my data are used for the course"),
        error_messages={
            "required": _("Without this there can be no account: the course cannot be run without your data.")
        },
    )
    research = forms.BooleanField(
        label=_("My answers may also be used, without my name, in research on this programme (optional)"),
        help_text=_("You can change this in your account at any time. It changes nothing in the course."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = (get_language() or "es")[:2]
        self.fields["course_data"].help_text = format_html(
            '<a href="{}">{}</a>', PRIVACY_NOTICE[language], _("Read the notice on personal data")
        )

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by allauth once the account is made."""
        language = (get_language() or "es")[:2]
        User.objects.filter(pk=user.pk).update(language=language)
        user.language = language
        consents.give(person=user, purpose=Consent.Purpose.COURSE, language=language)
        if self.cleaned_data["research"]:
            consents.give(person=user, purpose=Consent.Purpose.RESEARCH, language=language)


class ProfileForm(forms.ModelForm):
    """Name and document as a certificate prints them, and what the person prefers."""

    research = forms.BooleanField(
        label=_("My answers may also be used, without my name, in research on this programme"), required=False
    )

    class Meta:
        model = User
        fields: ClassVar = ["first_name", "last_name", "document_type", "document_number", "institution", "language"]
        widgets: ClassVar = {
            "first_name": forms.TextInput(attrs={"autocomplete": "given-name"}),
            "last_name": forms.TextInput(attrs={"autocomplete": "family-name"}),
            "document_number": forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
            "institution": forms.TextInput(attrs={"autocomplete": "organization"}),
        }
        help_texts: ClassVar = {
            "first_name": _("As on your identity document, with its accents. The certificate prints it so."),
            "document_number": _(
                "Only the certificate prints it whole; whoever verifies sees its last three characters."
            ),
        }

    def __init__(self, *args: Any, names_are_fixed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["research"].initial = consents.has(self.instance, Consent.Purpose.RESEARCH)
        for name in ("first_name", "last_name", "document_type", "document_number"):
            self.fields[name].required = True
            self.fields[name].disabled = names_are_fixed

    def clean_first_name(self) -> str:
        return clean_name(self.cleaned_data["first_name"])

    def clean_last_name(self) -> str:
        return clean_name(self.cleaned_data["last_name"])

    clashes = False
    """Whether another account has this document; known once the form was validated."""

    def clean(self) -> dict[str, Any]:
        cleaned = clean_document(self, super().clean() or self.cleaned_data)
        taken = (
            User.objects.exclude(pk=self.instance.pk)
            .exclude(document_number="")
            .filter(document_type=cleaned.get("document_type") or "", document_number=cleaned["document_number"])
        )
        self.clashes = taken.exists()
        if self.clashes:  # the view tells a coordinator
            self.add_error(
                "document_number",
                _("Another account has this document. We have told a coordinator, who will write to you."),
            )
        return cleaned


def clean_name(name: str) -> str:
    """Composed accents, single spaces; refuses what no name has (digits, formulas, markup)."""
    name = " ".join(unicodedata.normalize("NFC", name).split())
    if NOT_IN_NAMES.search(name) or not name[:1].isalpha():
        raise ValidationError(_("Write the name with letters, spaces, hyphens and apostrophes only."))
    return name


def clean_document(form: forms.BaseForm, cleaned: dict[str, Any]) -> dict[str, Any]:
    """With the number as documents print it; says what is wrong with one that cannot be."""
    number = re.sub(r"[\s.\-]", "", cleaned.get("document_number") or "").upper()
    pattern, sentence = DOCUMENT.get(cleaned.get("document_type") or "", OTHER_DOCUMENT)
    if number and not pattern.fullmatch(number):
        form.add_error("document_number", sentence)
    return cleaned | {"document_number": number}


ON_CERTIFICATES = {"document_type", "document_number", "institution", "language"}


class WagtailUserCreationForm(UserCreationForm):
    """Coordinators make accounts without a password; the person sets one by e-mail."""

    class Meta(UserCreationForm.Meta):
        model = User
        fields = UserCreationForm.Meta.fields | ON_CERTIFICATES

    def clean(self) -> dict[str, Any]:
        return clean_document(self, super().clean() or self.cleaned_data)


class WagtailUserEditForm(UserEditForm):
    """Coordinators correct what a certificate prints wrong."""

    class Meta(UserEditForm.Meta):
        model = User
        fields = UserEditForm.Meta.fields | ON_CERTIFICATES

    def clean(self) -> dict[str, Any]:
        return clean_document(self, super().clean() or self.cleaned_data)
