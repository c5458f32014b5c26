"""The page on which an editor takes studies from a bibliography: first what would come of it, then the drafts."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permissions import page_permission_policy

from courses.evidence.bibliography import LARGEST, BibliographyError, Entry, read
from courses.evidence.importing import look, take
from courses.evidence.pages import BankPage
from courses.translating import SOURCE


class BibliographyForm(forms.Form):
    """Of the two ways one is enough; a file counts where both are given."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        help_text=gettext_lazy("RIS or BibTeX in UTF-8, as Zotero, Mendeley or EndNote save it; 1 MB at most."),
        widget=forms.FileInput(attrs={"accept": ".ris,.bib,.txt"}),
    )
    text = forms.CharField(
        label=gettext_lazy("or its text"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )
    entries: list[Entry]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        file = given.get("file")
        content = file.read(LARGEST + 1) if file else given.get("text", "").replace("\r\n", "\n").encode()
        if not content.strip():
            raise ValidationError(_("Choose a file or write its text."))
        try:
            self.entries = read(content)
        except BibliographyError as error:
            raise ValidationError(str(error)) from error
        return given | {"text": content.decode("utf-8-sig")}


def may_import(user: Any) -> bool:
    """Whoever may add a study to the bank."""
    bank = BankPage.objects.filter(locale__language_code=SOURCE).first()
    return bank is not None and bool(bank.permissions_for_user(user).can_add_subpage())


@require_http_methods(["GET", "HEAD", "POST"])
def import_studies(request: HttpRequest) -> HttpResponse:
    if not may_import(request.user):
        raise PermissionDenied
    form = BibliographyForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        if "confirmed" in request.POST:
            return _taken(request, form.entries)
        return TemplateResponse(request, "evidence/admin/import_preview.html", _preview(form))
    return TemplateResponse(request, "evidence/admin/import.html", {"form": form})


def _preview(form: BibliographyForm) -> dict[str, Any]:
    entries = look(form.entries)
    return {"entries": entries, "new": sum(entry.is_new for entry in entries), "text": form.cleaned_data["text"]}


def _taken(request: HttpRequest, entries: list[Entry]) -> HttpResponse:
    number = len(take(entries=entries, by=cast("Any", request.user)))
    if number:
        told = ngettext("%(number)d draft was made.", "%(number)d drafts were made.", number)
        messages.success(request, told % {"number": number})
    else:
        messages.warning(request, _("No draft was made: every study is in the bank already."))
    return redirect(reverse("study:index"))


class ImportItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        # Asked for on every page of the admin: what Wagtail has read already answers without a query.
        return bool(page_permission_policy.user_has_any_permission(request.user, ["add"]))


class ImportViewSet(ViewSet):
    name = "study_import"
    icon = "upload"
    menu_label = gettext_lazy("Import references")
    menu_item_class = ImportItem

    def get_urlpatterns(self) -> list[URLPattern]:
        return [path("", import_studies, name="index")]
