from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.cohorts.models import Enrolment

LEVELS = range(5)
LONGEST_COMMENT = 5000


class ReviewForm(forms.Form):
    """A level from 0 to 4 for each criterion of the rubric, and a comment."""

    comment = forms.CharField(
        label=_("Comment for the learner"),
        help_text=_("What is strong, what is missing, what to do next. It is not translated."),
        required=False,
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    language = forms.ChoiceField(
        label=_("Language of the comment"), choices=[("es", "Español"), ("en", "English")], widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, criteria: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        own = {
            self.name(one["id"]): forms.TypedChoiceField(
                label=one["label"],
                choices=[(level, str(level)) for level in LEVELS],
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose a level.")},
            )
            for one in criteria
        }
        self.fields = own | self.fields

    @staticmethod
    def name(criterion: str) -> str:
        return f"level-{criterion}"

    def rows(self) -> list[dict[str, Any]]:
        """Each criterion with its bound field, for the template."""
        return [one | {"field": self[self.name(one["id"])]} for one in self.criteria]

    def levels(self) -> dict[str, int]:
        return {one["id"]: self.cleaned_data[self.name(one["id"])] for one in self.criteria}


class PlaceForm(forms.Form):
    """Takes somebody's place in the cohort away, with a reason, or gives one again."""

    WITHDRAW, READMIT = "withdraw", "readmit"

    do = forms.ChoiceField(choices=[(WITHDRAW, WITHDRAW), (READMIT, READMIT)])
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_(
            "In a few words, for coordinators: a change of post, a request. Nothing about health, family or a "
            "situation of violence. The person may ask to read it."
        ),
        required=False,
        max_length=Enrolment._meta.get_field("reason").max_length,
    )

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("do") == self.WITHDRAW and self.cleaned_data.get("reason") == "":
            self.add_error("reason", _("Write the reason."))
        return self.cleaned_data
