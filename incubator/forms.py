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
from incubator.pages import known_page
from incubator.people import DocumentType, User

NOT_IN_NAMES = re.compile(r"[^\w '’.\-]|[\d_]")
DOCUMENT: dict[str, tuple[re.Pattern[str], Any]] = {
    DocumentType.DNI: (re.compile(r"\d{8}"), _("A DNI has eight digits.")),
    DocumentType.CE: (
        re.compile(r"[A-Z0-9]{9,12}"),
        _("A carné de extranjería has nine to twelve letters and digits."),
    ),
}
OTHER_DOCUMENT = (re.compile(r"[A-Z0-9]{6,15}"), _("Write six to fifteen letters and digits."))


def course_data_field(why: Any) -> forms.BooleanField:
    """The consent that the course cannot do without, with a link to what it is to; `why` is said when it is missing."""
    link = known_page("personal data", (get_language() or "es")[:2])
    return forms.BooleanField(
        label=_("I have read the notice on personal data and accept that my data are used for the course"),
        help_text=format_html('<a href="{}">{}</a>', link, _("Read the notice on personal data")),
        error_messages={"required": why},
    )


class ConsentForm(forms.Form):
    """What somebody agrees to while signing up: course data, and apart from it research."""

    field_order = ("email", "password1", "course_data", "research")

    research = forms.BooleanField(
        label=_("My answers may also be used, without my name, in research on this programme (optional)"),
        help_text=_("You can change this in your account at any time. It changes nothing in the course."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["course_data"] = course_data_field(
            _("Without this there can be no account: the course cannot be run without your data.")
        )
        self.order_fields(self.field_order)

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
        if not consents.has(self.instance, Consent.Purpose.COURSE):  # made by staff, or the notice changed since
            why = _("Without this you can join no cohort: the course cannot be run without your data.")
            self.fields = {"course_data": course_data_field(why)} | self.fields
        self.fields["research"].initial = consents.has(self.instance, Consent.Purpose.RESEARCH)
        for name in ("first_name", "last_name", "document_type", "document_number"):
            self.fields[name].required = True
            self.fields[name].disabled = names_are_fixed

    def clean_first_name(self) -> str:
        return clean_name(self.cleaned_data["first_name"])

    def clean_last_name(self) -> str:
        return clean_name(self.cleaned_data["last_name"])

    may_claim = True
    """Set to False to look up no document, for who tries many learns which ones are registered."""

    clashes = False
    """Whether another account has this document; known once the form was validated."""

    @property
    def claims_a_document(self) -> bool:
        return bool({"document_type", "document_number"} & set(self.changed_data))

    def clean(self) -> dict[str, Any]:
        cleaned = clean_document(self, super().clean() or self.cleaned_data)
        if not self.may_claim:
            self.add_error("document_number", _("You have tried too many documents. Try again in an hour."))
            return cleaned
        self.clashes = is_taken(self, cleaned)
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
    kind = cleaned.get("document_type") or ""
    pattern, sentence = DOCUMENT.get(kind, OTHER_DOCUMENT)
    if number and not pattern.fullmatch(number):
        form.add_error("document_number", sentence)
    if number and not kind and not form.has_error("document_type"):
        form.add_error("document_type", _("Say which document has this number."))
    return cleaned | {"document_number": number}


def is_taken(form: forms.ModelForm, cleaned: dict[str, Any]) -> bool:
    """Whether another account has this document."""
    kind, number = cleaned.get("document_type") or "", cleaned["document_number"]
    others = User.objects.exclude(pk=form.instance.pk).exclude(document_number="")
    return others.filter(document_type=kind, document_number=number).exists()


ON_CERTIFICATES = {"document_type", "document_number", "institution", "language"}


class AsOnCertificates(forms.ModelForm):
    """What coordinators write is held to what people may write of themselves."""

    clean_first_name = ProfileForm.clean_first_name
    clean_last_name = ProfileForm.clean_last_name

    def clean(self) -> dict[str, Any]:
        cleaned = clean_document(self, super().clean() or self.cleaned_data)
        if is_taken(self, cleaned):
            self.add_error("document_number", _("Another account has this document."))
        return cleaned


class WagtailUserCreationForm(AsOnCertificates, UserCreationForm):
    """Coordinators make accounts without a password; the person sets one by e-mail."""

    class Meta(UserCreationForm.Meta):
        model = User
        fields = UserCreationForm.Meta.fields | ON_CERTIFICATES


class WagtailUserEditForm(AsOnCertificates, UserEditForm):
    """Coordinators correct what a certificate prints wrong."""

    class Meta(UserEditForm.Meta):
        model = User
        fields = UserEditForm.Meta.fields | ON_CERTIFICATES
