"""People in Wagtail's admin: only administrators give roles, and nobody deletes anybody."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import ModelForm
from django.http import HttpRequest
from wagtail import hooks
from wagtail.permissions import ModelPermissionPolicy
from wagtail.users.views.users import CreateView, EditView, UserViewSet

from incubator.forms import WagtailUserCreationForm, WagtailUserEditForm
from incubator.people import User

ROLES = ("is_superuser", "groups")


def can_give_roles(user: User) -> bool:
    return user.is_superuser


def can_edit(user: User, person: User) -> bool:
    """Whoever changes the e-mail address of somebody with more power could sign in as her."""
    if user.is_superuser or user.pk == person.pk:
        return True
    return not (person.is_superuser or person.is_staff or person.groups.exists())


class PeoplePolicy(ModelPermissionPolicy):
    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "delete" and bool(super().user_has_permission(user, action))


class _WithoutRoles:
    """Shows the roles and takes no change of them from those who may not give any."""

    request: HttpRequest

    def get_form(self, *args: Any, **kwargs: Any) -> ModelForm:
        form: ModelForm = super().get_form(*args, **kwargs)  # type: ignore[misc]  # of the view beside it
        for name in ROLES:
            if name in form.fields and not can_give_roles(self.request.user):  # type: ignore[arg-type]  # signed in
                form.fields[name].disabled = True
        return form


class NewPersonView(_WithoutRoles, CreateView):
    pass


class PersonView(_WithoutRoles, EditView):
    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.can_delete = False
        if not can_edit(request.user, self.object):  # type: ignore[arg-type]  # signed in
            raise PermissionDenied


class PeopleViewSet(UserViewSet):
    add_view_class = NewPersonView
    edit_view_class = PersonView

    def get_form_class(self, for_update: bool = False) -> type[ModelForm]:
        return WagtailUserEditForm if for_update else WagtailUserCreationForm

    @property
    def permission_policy(self) -> PeoplePolicy:
        return PeoplePolicy(User)


@hooks.register("before_bulk_action")
def keep_people_out_of_bulk_actions(request: HttpRequest, action_type: str, objects: list[Any], view: Any) -> None:
    """Wagtail's lists can delete, switch off and give roles to many at once."""
    if view.model is User and (action_type == "delete" or not can_give_roles(request.user)):  # type: ignore[arg-type]
        raise PermissionDenied
