"""How every form of the site is drawn: label, hint, error sentence, field (`theme/forms/*.html`)."""

from django.forms.renderers import DjangoTemplates


class FormRenderer(DjangoTemplates):
    """Widgets keep their own templates, so the admins' forms are untouched."""

    form_template_name = "theme/forms/form.html"
    field_template_name = "theme/forms/field.html"
