"""Why a table is not loaded: what is wrong with its rows, and what they would undo in the bank."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.models import Page, PageLogEntry

from courses import translating
from courses.evidence import auditing, composing
from courses.evidence.matching import Matches, doi, keys, lacks_source
from courses.evidence.pages import StudyPage
from courses.evidence.places import folded
from courses.evidence.row import Fault, Row
from courses.evidence.vocabulary import Status
from courses.records.models import AuditEvent

WRITTEN = ("wagtail.create", "wagtail.edit", "wagtail.publish", "wagtail.revert")
NOT_OF_THE_ROW = ["path", "depth", "locale", "content_type", "read_with", "draft_title", "page_ptr"]


def faults(matches: Matches, standing: set[int], overwrite: bool) -> list[Fault]:
    """In the order of the rows. `standing` are the lines that change nothing."""
    found = [*_twice(matches), *_foreign(matches.rows)]
    for row in matches.rows:
        found += [
            Fault(
                row.line,
                row.numbered("read_with", place),
                _("No study of this table or of the bank has this DOI, key or title."),
            )
            for place, told in enumerate(row.read_with)
            if not matches.knows(told["study"])
        ]
        if row.line not in standing:
            found += [*row.gaps, *_invalid(row, matches.page(row))]
            if row.line in matches.unclear:
                found.append(
                    Fault(row.line, "title", _("Several studies of the bank have it: give the DOI or the key."))
                )
            if message := undone(row, matches.page(row), matches.partners(row), overwrite):
                found.append(Fault(row.line, "title", message))
    return found


def _twice(matches: Matches) -> Iterable[Fault]:
    seen: dict[Any, Row] = {}
    for row in matches.rows:
        title = (folded(row.facts["title"]), row.facts.get("year"))
        page = matches.page(row)
        for column, name in (("key", row.key), ("doi", doi(row)), ("title", title), ("title", page and page.pk)):
            earlier = seen.setdefault((column, name), row) if name else row
            if earlier is row or matches.are_two(row, earlier) or (name == title and _told_apart(row, earlier)):
                continue
            yield Fault(row.line, column, _("The study stands in row %(row)d already.") % {"row": earlier.line})


def _told_apart(one: Row, other: Row) -> bool:
    """Two studies of the same title and year; equal keys or DOIs are a fault of their own."""
    return bool((one.key and other.key) or (doi(one) and doi(other)))


def _foreign(rows: list[Row]) -> Iterable[Fault]:
    pages = Page.objects.filter(translation_key__in=keys(rows)).not_exact_type(StudyPage)
    taken = set(pages.values_list("translation_key", flat=True))
    return [
        Fault(row.line, "key", _("This is the key of another page of the site.")) for row in rows if row.key in taken
    ]


def _invalid(row: Row, page: StudyPage | None) -> list[Fault]:
    """What the form of the admin would refuse, in each language; once where it is the same in all."""
    key = page.translation_key if page else UUID(int=row.line)
    found: dict[Fault, None] = {}
    for language in row.languages:
        twin = StudyPage(slug=row.slug or "a", **composing.facts_and_texts(row, language))
        twin.effects = composing.effects(row, key, language)
        for column, message in _refused(row, twin, language):
            found[Fault(row.line, column, message)] = None
    return list(found)


def _refused(row: Row, twin: StudyPage, language: str) -> list[tuple[str, str]]:
    told = []
    try:
        twin.effects.stream_block.clean(twin.effects)
    except StreamBlockValidationError as error:
        columns = {"outcome": language, "absolute": f"absolute_{language}"}
        told = [
            (f"{row.numbered('outcome', place)}_{columns.get(name, name)}", message)
            for place, one in sorted((error.block_errors or {}).items())
            for name, message in _of_effect(one)
        ]
    try:
        twin.clean_fields(exclude=NOT_OF_THE_ROW)
        twin.clean()
    except ValidationError as error:
        told += [(row.column(name, language), one) for name, found in error.message_dict.items() for one in found]
    return told


def _of_effect(error: Any) -> list[tuple[str, str]]:
    fields = getattr(error, "block_errors", None) or {}
    if not fields:
        return [("outcome", message) for message in error.messages]
    return [(name, message) for name, one in fields.items() for message in one.messages]


def undone(row: Row, page: StudyPage | None, partners: list[StudyPage | None], overwrite: bool) -> str:
    """What of people's work the row would undo, as a sentence; "" if nothing."""
    if page is None:
        return "" if overwrite or not _is_deleted(row, None) else _deleted(row.facts["title"])
    versions = page.get_translations(inclusive=True).filter(alias_of=None)
    told = {"title": page.title}
    if lacks_source(row, page):
        return (
            _("“%(title)s” is written in Spanish first: give its Spanish texts too, or change it in the admin.") % told
        )
    if versions.filter(live=True).exclude(locale__language_code__in=row.languages).exists():
        return _("“%(title)s” is public in a language of which the row says nothing: give its texts too.") % told
    if overwrite:
        return ""
    named = versions.filter(locale__language_code__in=row.languages)
    if named.filter(live=False, first_published_at__isnull=False).exists():
        return _("“%(title)s” was taken down in the admin; --overwrite publishes it again.") % told
    if named.filter(locked=True).exists():
        return _("“%(title)s” is locked in the admin; --overwrite changes it all the same.") % told
    if _is_edited(page, named):
        return _("“%(title)s” was edited in the admin; --overwrite replaces that.") % told
    if named.count() < len(row.languages) and _is_deleted(row, page):
        return _deleted(page.title)
    if _hidden_partners(page) - {partner.pk for partner in partners if partner}:
        return _("“%(title)s” is read together with a study that is not public; --overwrite parts the two.") % told
    return _lost(row, page)


def _deleted(title: str) -> str:
    return _("“%(title)s” was deleted in the admin; --overwrite makes it anew.") % {"title": title}


def _is_deleted(row: Row, page: StudyPage | None) -> bool:
    """Whether a person deleted it, or of a study that there is its page in a language of the row."""
    deleted = AuditEvent.objects.filter(action=auditing.DELETED, actor__isnull=False)
    if page is not None:
        missing = set(row.languages) - {
            version.locale.language_code for version in page.get_translations(inclusive=True)
        }
        return deleted.filter(data__key=str(page.translation_key), data__language__in=sorted(missing)).exists()
    same = Q(data__title=row.facts["title"], data__year=row.facts.get("year"), data__doi=doi(row))
    same |= Q(data__doi=doi(row)) if doi(row) else Q()
    same |= Q(data__key=str(row.key)) if row.key else Q()
    return deleted.filter(same).exists()


def _is_edited(page: StudyPage, versions: Any) -> bool:
    """Whether a person wrote last on a page of it; the log still knows that when the account is gone."""
    if versions.filter(latest_revision__user__isnull=False).exists() or translating.is_edited_by_hand(page):
        return True
    log = PageLogEntry.objects.filter(page__in=versions, action__in=WRITTEN).order_by("timestamp", "pk")
    last = dict(log.values_list("page_id", "user_id"))
    return any(user is not None for user in last.values())


def _hidden_partners(page: StudyPage) -> set[int]:
    """Those that an export does not name."""
    told = Page.objects.filter(pk__in=[block["value"]["study"] for block in page.read_with.raw_data])
    return set(told.values_list("pk", flat=True)) - set(told.live().public().values_list("pk", flat=True))


def _lost(row: Row, page: StudyPage) -> str:
    """The fields for which the table has no column, where the page could not complete the row, being private."""
    told = composing.facts_and_texts(row, row.home)
    names = [name for name, value in told.items() if not row.has(name) and getattr(page, name) not in (value, None, "")]
    if row.has("design") and page.status == Status.REGISTERED:
        names = [name for name in names if name != "status"]
    streams = {"effects": row.effects, "read_with": row.read_with}
    names += [
        name for name, own in streams.items() if not row.has(name) and len(getattr(page, name).raw_data) > len(own)
    ]
    if not names:
        return ""
    labels = ", ".join(str(StudyPage._meta.get_field(name).verbose_name) for name in names)
    message = _("“%(title)s” would lose what it says of: %(fields)s. Give the columns, or --overwrite to empty them.")
    return message % {"title": page.title, "fields": labels}
