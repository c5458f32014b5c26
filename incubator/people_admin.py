"""People in Wagtail's admin: only administrators give roles, nobody deletes anybody, and every change is on record."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import ModelForm
from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.views.account import AccountView, BaseSettingsPanel
from wagtail.permissions import ModelPermissionPolicy
from wagtail.users.views.users import CreateView, EditView, UserViewSet

from courses.records import trail
from incubator.forms import WagtailUserCreationForm, WagtailUserEditForm
from incubator.people import User

ROLES = ("is_superuser", "groups")


def can_give_roles(user: User) -> bool:
    return user.is_superuser


def can_edit(user: User, person: User) -> bool:
    """Coordinators look after learners; whoever holds any right is the administrators' to change."""
    if user.is_superuser or user.pk == person.pk:
        return True
    has_power = person.is_superuser or person.is_staff
    return not (has_power or person.groups.exists() or person.user_permissions.exists() or person.cohort_roles.exists())


class PeoplePolicy(ModelPermissionPolicy):
    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "delete" and bool(super().user_has_permission(user, action))


class _WithoutRoles:
    """Shows what only administrators may change, and takes no change of it from others."""

    request: HttpRequest
    kept: tuple[str, ...] = ROLES

    def get_form(self, *args: Any, **kwargs: Any) -> ModelForm:
        form: ModelForm = super().get_form(*args, **kwargs)  # type: ignore[misc]  # of the view beside it
        for name in self.kept:
            if name in form.fields and not can_give_roles(self.request.user):  # type: ignore[arg-type]  # signed in
                form.fields[name].disabled = True
        return form


class NewPersonView(_WithoutRoles, CreateView):
    def save_instance(self) -> User:
        person: User = super().save_instance()
        trail.record(action="people.added_by_staff", subject=person, actor=self.request.user)  # type: ignore[arg-type]
        return person


class PersonView(_WithoutRoles, EditView):
    # With the address of somebody, one takes her account: a new password is sent to it.
    kept = (*ROLES, "email")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.can_delete = False
        if not can_edit(request.user, self.object):  # type: ignore[arg-type]  # signed in
            raise PermissionDenied

    def save_instance(self) -> User:
        person: User = super().save_instance()
        trail.record(
            action="people.changed_by_staff",
            subject=person,
            actor=self.request.user,  # type: ignore[arg-type]  # signed in
            fields=sorted(self.form.changed_data),
        )
        return person


class OwnAccountView(AccountView):
    """Staff's settings of the screens. Names are changed where everybody's are, and fixed by certificates; a picture
    would lie among the site's files."""

    def get_panels(self) -> list[BaseSettingsPanel]:
        return [panel for panel in super().get_panels() if panel.name not in ("name_email", "avatar")]


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
