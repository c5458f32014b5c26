"""The translation of a page through wagtail-localize, so that editors go on in its screens.

A folder's texts in another language become the string translations of the source's segments. Segments are matched by
making the page as it should read in that language and taking it apart as wagtail-localize does.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bs4 import BeautifulSoup
from django.conf import settings
from django.utils.translation import gettext as _
from wagtail.blocks import StreamValue
from wagtail.models import Locale, Page
from wagtail_localize.models import (
    SegmentOverride,
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments, quote_path_component

# The languages of the content; the first is the one that the others are translated from.
SOURCE: str = settings.LANGUAGE_CODE
LANGUAGES: tuple[str, ...] = (
    SOURCE,
    *(code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES if code != SOURCE),
)
OTHERS = LANGUAGES[1:]
TOOL = "load"  # as translation screens show it: of a folder or of a table


@dataclass(frozen=True)
class Translated:
    """What a segment should say, and the address that each of its links should lead to instead of the source's."""

    segment: StringSegment
    data: str
    addresses: Mapping[str, str]


def translate(*, page: Page, fields: Mapping[str, Any], locale: Locale, by: Any = None) -> Page:
    """Publish the page in a language with these values of its fields; returns that page.

    It is published here rather than by `save_target`, which would do so only after the transaction.
    """
    source, _created = TranslationSource.update_or_create_from_instance(page)
    translation, _created = Translation.objects.update_or_create(
        source=source, target_locale=locale, defaults={"enabled": True}
    )
    wanted = list(_wanted(source, fields))
    for each in _missing(wanted, locale):
        _save(each, locale, by)
    _take_over(wanted, locale)
    _override(source, fields, wanted, locale)
    translation.save_target(user=by, publish=False)
    target = translation.get_target_instance()
    target.get_latest_revision().publish(user=by)
    return target


def is_translated(*, page: Page, fields: Mapping[str, Any], locale: Locale) -> bool:
    """Whether the translation is under wagtail-localize's care, knows the page as it is, and says what it should."""
    source = TranslationSource.objects.get_for_instance_or_none(page)
    if source is None or not source.translations.filter(target_locale=locale, enabled=True).exists():
        return False
    if not _is_current(source.as_instance(), page, fields):
        return False
    wanted = list(_wanted(source, fields))
    return not list(_missing(wanted, locale)) and _overrides(source, fields, locale) == _addresses(wanted)


def is_edited_by_hand(page: Page) -> bool:
    """Whether somebody wrote a translation of the page's texts on wagtail-localize's screens."""
    texts = StringSegment.objects.filter(source__object_id=page.translation_key, source__locale=page.locale_id)
    theirs = StringTranslation.objects.filter(
        translation_of__in=texts.values("string"), context__in=texts.values("context")
    )
    return theirs.exclude(tool_name=TOOL).exists()


def _is_current(frozen: Page, page: Page, names: Iterable[str]) -> bool:
    fields = [page._meta.get_field(name) for name in names]
    return all(_raw(frozen, field) == _raw(page, field) for field in fields)


def _raw(page: Page, field: Any) -> Any:
    value = field.value_from_object(page)
    return value.get_prep_value() if isinstance(value, StreamValue) else field.get_prep_value(value)


def texts(*, page: Page, locale: Locale) -> list[list[Any]]:
    """What stands in the translation screen, published or not: [path, text or value] of each segment."""
    source = TranslationSource.objects.get_for_instance_or_none(page)
    if source is None:
        return []
    segments = source.stringsegment_set.order_by("order").annotate_translation(locale, include_errors=True)
    overrides = SegmentOverride.objects.filter(locale=locale, context__object_id=page.translation_key)
    return [
        *[[path, text] for path, text in segments.values_list("context__path", "translation")],
        *[
            [path, value]
            for path, value in overrides.order_by("context__path").values_list("context__path", "data_json")
        ],
    ]


def _wanted(source: TranslationSource, fields: Mapping[str, Any]) -> Iterator[Translated]:
    twin = source.as_instance()
    for name, value in fields.items():
        setattr(twin, name, value)
    theirs: dict[str, list[StringSegmentValue]] = defaultdict(list)
    for value in extract_segments(twin):
        if isinstance(value, StringSegmentValue):
            theirs[value.path].append(value)
    for segment in source.stringsegment_set.select_related("context", "string").order_by("order"):
        path = segment.context.path
        if path.split(".")[0] in fields:
            if not theirs[path]:
                raise LookupError(_("There is no translation of “%(text)s”.") % {"text": segment.string.data})
            yield _matched(segment, theirs[path].pop(0))


def _matched(segment: StringSegment, value: StringSegmentValue) -> Translated:
    """The links of the translation carry the ids of the source's links, whatever their order in the sentence."""
    own, other = list((json.loads(segment.attrs) or {}).items()), list((value.attrs or {}).items())
    soup = BeautifulSoup(value.string.data, "html.parser")
    anchors = {anchor["id"]: anchor for anchor in soup.find_all("a", id=True)}
    addresses = {}
    for one, two in paired([attrs for _id, attrs in own], [attrs for _id, attrs in other]):
        (id_, attrs), (its_id, its_attrs) = own[one], other[two]
        anchors[its_id]["id"] = id_
        if attrs != its_attrs:
            addresses[attrs["href"]] = its_attrs["href"]
    return Translated(segment, str(soup) if anchors else value.string.data, addresses)


def _missing(wanted: list[Translated], locale: Locale) -> Iterator[Translated]:
    """Those that the translation memory does not hold so."""
    segments = StringSegment.objects.filter(pk__in=[each.segment.pk for each in wanted])
    known = dict(segments.annotate_translation(locale).values_list("pk", "translation"))
    return (each for each in wanted if known[each.segment.pk] != each.data)


def _save(each: Translated, locale: Locale, by: Any) -> None:
    StringTranslation.objects.update_or_create(
        translation_of=each.segment.string,
        locale=locale,
        context=each.segment.context,
        defaults={
            "data": each.data,
            "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
            "tool_name": TOOL,
            "last_translated_by": by,
            "has_error": False,
            "field_error": "",
        },
    )


def _take_over(wanted: list[Translated], locale: Locale) -> None:
    """What a person had written in the same words is the tool's from here on."""
    segments = [each.segment for each in wanted]
    theirs = StringTranslation.objects.filter(
        translation_of__in=[segment.string_id for segment in segments],
        context__in=[segment.context_id for segment in segments],
        locale=locale,
    )
    theirs.exclude(tool_name=TOOL).update(tool_name=TOOL)


def _addresses(wanted: list[Translated]) -> dict[str, Any]:
    """By the path under which wagtail-localize keeps what a language has in place of the source's address."""
    return {
        f"{each.segment.context.path}.{quote_path_component(address)}": theirs
        for each in wanted
        for address, theirs in each.addresses.items()
    }


def _overrides(source: TranslationSource, fields: Mapping[str, Any], locale: Locale) -> dict[str, Any]:
    kept = source.overridablesegment_set.get_overrides(locale).filter(has_error=False).select_related("context")
    return {
        override.context.path: json.loads(override.data_json)
        for override in kept
        if override.context.path.split(".")[0] in fields
    }


def _override(source: TranslationSource, fields: Mapping[str, Any], wanted: list[Translated], locale: Locale) -> None:
    addresses = _addresses(wanted)
    for segment in source.overridablesegment_set.select_related("context"):
        if segment.context.path in addresses:
            value = json.dumps(addresses[segment.context.path])
            SegmentOverride.objects.update_or_create(
                locale=locale,
                context=segment.context,
                defaults={"data_json": value, "has_error": False, "field_error": ""},
            )
        elif segment.context.path.split(".")[0] in fields:
            SegmentOverride.objects.filter(locale=locale, context=segment.context).delete()


def paired(source: Sequence[Any], other: Sequence[Any]) -> list[tuple[int, int]]:
    """The positions of links that correspond: those to the same address, then the others in their order."""
    pairs, free = [], list(range(len(other)))
    for here, link in enumerate(source):
        there = next((position for position in free if other[position] == link), None)
        if there is not None:
            free.remove(there)
            pairs.append((here, there))
    taken = {here for here, _there in pairs}
    return [*pairs, *zip([here for here in range(len(source)) if here not in taken], free, strict=True)]
