from django import forms
from wagtail.users.forms import UserCreationForm, UserEditForm

from incubator.people import User


class ConsentForm(forms.Form):
    """What somebody agrees to while signing up."""

    def signup(self, request: object, user: User) -> None:
        return None


class WagtailUserCreationForm(UserCreationForm):
    class Meta(UserCreationForm.Meta):
        model = User


class WagtailUserEditForm(UserEditForm):
    class Meta(UserEditForm.Meta):
        model = User
