from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import Max
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm


class JoinForm(forms.Form):
    join_code = forms.CharField(
        label=_("Code of the cohort"),
        help_text=_("Eight letters and numbers, in the message of whoever invited you."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class CohortForm(WagtailAdminModelForm):
    """Says in sentences what the database would refuse, and keeps what people who are enrolled rely on."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.instance.enrolments.exists():
            self.fields["code"].disabled = True
            self.fields["code"].help_text = _(
                "Fixed, for people are enrolled: their addresses and certificates carry it."
            )

    def clean_seats(self) -> int:
        seats: int = self.cleaned_data["seats"]
        highest = self.instance.enrolments.aggregate(highest=Max("seat"))["highest"] if self.instance.pk else None
        if highest and seats < highest:
            raise forms.ValidationError(
                _("Place number %(number)s is taken: there cannot be fewer places."), params={"number": highest}
            )
        return seats

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("A cohort ends after it starts."))
        self._refuse_twice("cohort_courses", "release", "course_id", _("This module stands here twice."))
        self._refuse_twice("staff", "user", "user_id", _("This person stands here twice."))
        for row in self._rows("cohort_courses", deleted=True):
            if row.instance.pk and row.instance.course_enrolments.exists():
                self.add_error(None, _("A module that people study cannot be taken from the cohort."))
        return cleaned

    def _refuse_twice(self, formset: str, field: str, attribute: str, sentence: Any) -> None:
        seen = set()
        for row in self._rows(formset, deleted=False):
            found = getattr(row.instance, attribute)
            if found and found in seen:
                row.add_error(field, sentence)
            seen.add(found)

    def _rows(self, formset: str, *, deleted: bool) -> Iterator[Any]:
        for row in self.formsets[formset].forms:
            row.is_valid()  # which also tells a module its course
            if bool(row.cleaned_data.get("DELETE")) is deleted:
                yield row
