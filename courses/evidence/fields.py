"""A field that holds several codes of a vocabulary, each once, in the vocabulary's order."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

Choices = Callable[[], Iterable[tuple[str, Any]]]


class CodesField(models.JSONField):
    """`codes` is called for (code, label) when they are needed, `offered` for them in the order of a form. Neither they
    nor the widget stand in migrations."""

    default_error_messages = {"unknown": _("“%(code)s” is none of the codes of this list.")}  # noqa: RUF012  # Django's

    def __init__(
        self,
        *args: Any,
        codes: Choices = tuple,
        offered: Choices | None = None,
        widget: type[forms.Widget] = forms.CheckboxSelectMultiple,
        **kwargs: Any,
    ) -> None:
        self.codes, self.offered, self.form_widget = codes, offered or codes, widget
        settings: dict[str, Any] = {"default": list, "blank": True} | kwargs
        super().__init__(*args, **settings)

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        known = {code for code, _label in self.codes()}
        for code in value:
            if code not in known:
                raise ValidationError(self.error_messages["unknown"], code="unknown", params={"code": code})

    def clean(self, value: Any, model_instance: models.Model | None) -> list[str]:
        given = super().clean(list(value or []), model_instance)
        return [code for code, _label in self.codes() if code in given]

    def formfield(self, **kwargs: Any) -> Any:  # type: ignore[override]
        return forms.MultipleChoiceField(
            choices=self.offered,
            widget=self.form_widget,
            required=not self.blank,
            label=capfirst(self.verbose_name),
            help_text=self.help_text,
        )
