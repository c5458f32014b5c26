from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

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
