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

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        number = re.sub(r"[\s.\-]", "", cleaned.get("document_number") or "").upper()
        pattern, sentence = DOCUMENT.get(cleaned.get("document_type") or "", OTHER_DOCUMENT)
        if number and not pattern.fullmatch(number):
            self.add_error("document_number", sentence)
        cleaned["document_number"] = number
        return cleaned

    @property
    def clashes(self) -> bool:
        """Whether the only thing wrong is that another account has this document."""
        taken = User.objects.filter(
            document_type=self.cleaned_data.get("document_type") or "",
            document_number=self.cleaned_data.get("document_number") or "",
        ).exclude(pk=self.instance.pk)
        return bool(self.cleaned_data.get("document_number")) and taken.exists()

    def validate_constraints(self) -> None:
        """The view tells a clash of documents to a coordinator; the form only says that it happened."""
        if self.clashes:
            self.add_error(
                "document_number",
                _("Another account has this document. We have told a coordinator, who will write to you."),
            )


def clean_name(name: str) -> str:
    """Composed accents, single spaces; refuses what no name has (digits, formulas, markup)."""
    name = " ".join(unicodedata.normalize("NFC", name).split())
    if NOT_IN_NAMES.search(name) or not name[:1].isalpha():
        raise ValidationError(_("Write the name with letters, spaces, hyphens and apostrophes only."))
    return name


class WagtailUserCreationForm(UserCreationForm):
    """Coordinators make accounts without a password; the person sets one by e-mail."""

    class Meta(UserCreationForm.Meta):
        model = User


class WagtailUserEditForm(UserEditForm):
    class Meta(UserEditForm.Meta):
        model = User
