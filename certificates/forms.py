from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from certificates import codes, ending
from certificates.models import Certificate


class CodeForm(forms.Form):
    """The code as people type it; cleaned, it is the code as it is printed."""

    code = forms.CharField(
        label=_("Code of the certificate"),
        help_text=_("Twelve letters and digits, below the QR code. Capitals and hyphens do not matter."),
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "size": "16"}
        ),
    )

    def clean_code(self) -> str:
        code = codes.normalise(self.cleaned_data["code"])
        if code is None:
            raise forms.ValidationError(
                _("That is not a code of a certificate. It looks like 7K3M-9QXT-2VHD."), code="no_code"
            )
        return code


class SeenForm(forms.Form):
    """What a page that asks for news shows already."""

    seen = forms.CharField(max_length=2000)


class DecisionForm(forms.Form):
    """Why a certificate ends: the class of the reason is public, the note is not."""

    reason = forms.ChoiceField(label=_("Reason"), help_text=_("Whoever verifies the certificate sees it."))
    note = forms.CharField(
        label=_("Note"), help_text=_("Seen by staff only."), max_length=300, required=False, widget=forms.Textarea
    )

    def __init__(self, *args: Any, reasons: tuple[Certificate.Reason, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"] = forms.ChoiceField(
            label=self.fields["reason"].label,
            help_text=self.fields["reason"].help_text,
            choices=[(reason.value, reason.label) for reason in reasons],
        )


class CorrectionForm(DecisionForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, reasons=ending.REASONS_TO_CORRECT, **kwargs)


class RevocationForm(DecisionForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, reasons=ending.REASONS_TO_REVOKE, **kwargs)
