from django import forms
from django.utils.translation import gettext_lazy as _


class JoinForm(forms.Form):
    join_code = forms.CharField(
        label=_("Code of the cohort"),
        help_text=_("Eight letters and numbers, in the message of whoever invited you."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
