"""Whether a translated page still says what wagtail-localize would make of its source today."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail_localize.fields import get_translatable_fields
from wagtail_localize.models import Translation, TranslationSource

from courses.catalogue.structure import normalised

# wagtail-localize may give a translated slug a number; it is checked nowhere because it is only an address.
_FREE = frozenset({"slug"})


def differences(source_page: Page, page: Page) -> list[str]:
    """Sentences, each saying why `page` is not the synchronised translation of `source_page` (both live)."""
    source = TranslationSource.objects.get_for_instance_or_none(source_page)
    translation = source and Translation.objects.filter(source=source, target_locale=page.locale, enabled=True).first()
    if not translation:
        return [_("It is not translated through the translation screen, so changes in the source do not reach it.")]
    if changed := _changed(source_page, translation.source.as_instance()):
        return [
            _("The source was changed and not synchronised with this translation: %(where)s.")
            % {"where": "; ".join(changed)}
        ]
    total, done = translation.get_progress()
    if done < total:
        return [_("%(count)d texts are not translated.") % {"count": total - done}]
    if changed := _changed(page, _expected(translation)):
        return [
            _("The translation was changed and not published, or the page was edited beside it: %(where)s.")
            % {"where": "; ".join(changed)}
        ]
    return []


def _expected(translation: Translation) -> Page:
    """The page that saving the translation now would give; nothing is saved."""
    return translation.source.get_ephemeral_translated_instance(translation.target_locale, fallback=True)


def _changed(one: Page, other: Page) -> list[str]:
    """The names of fields that differ, with the number of the first block that does."""
    found = []
    for translatable in get_translatable_fields(type(one)):
        field = translatable.get_field(type(one))
        if field.name in _FREE or not hasattr(field, "value_from_object"):
            continue
        first, second = _plain(field, one), _plain(field, other)
        if first == second:
            continue
        if isinstance(field, StreamField):
            number = next((n for n, (a, b) in enumerate(zip(first, second, strict=False), 1) if a != b), 0)
            found.append(_("block %(number)d") % {"number": number or min(len(first), len(second)) + 1})
        else:
            found.append(str(getattr(field, "verbose_name", field.name)))
    return found


def _plain(field: Any, page: Page) -> Any:
    value = field.value_from_object(page)
    return normalised(value) if isinstance(field, StreamField) else field.get_prep_value(value)
