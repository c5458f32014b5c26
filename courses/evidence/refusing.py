"""Why a table is not loaded: what is wrong with its rows, and what they would undo in the bank."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.models import Page, PageLogEntry

from courses import translating
from courses.evidence import composing
from courses.evidence.matching import Matches, doi, keys, lacks_source
from courses.evidence.pages import StudyPage
from courses.evidence.places import folded
from courses.evidence.row import Fault, Row

WRITTEN = ("wagtail.create", "wagtail.edit", "wagtail.publish", "wagtail.revert")
NOT_OF_THE_ROW = ["path", "depth", "locale", "content_type", "read_with", "draft_title", "page_ptr"]


def faults(matches: Matches, standing: set[int], overwrite: bool) -> list[Fault]:
    """In the order of the rows. `standing` are the lines that change nothing."""
    found = [*_twice(matches), *_foreign(matches.rows)]
    for row in matches.rows:
        found += [
            Fault(
                row.line, f"read_with_{number}", _("No study of this table or of the bank has this DOI, key or title.")
            )
            for number, told in enumerate(row.read_with, 1)
            if not matches.knows(told["study"])
        ]
        if row.line not in standing:
            page = matches.page(row)
            found += [*row.gaps, *_invalid(row, page)]
            if page and (message := _undone(row, page, matches.partners(row), overwrite)):
                found.append(Fault(row.line, "title", message % {"title": page.title}))
    return found


def _twice(matches: Matches) -> Iterable[Fault]:
    seen: dict[Any, Row] = {}
    for row in matches.rows:
        title = (folded(row.facts["title"]), row.facts.get("year"))
        page = matches.page(row)
        for column, name in (("key", row.key), ("doi", doi(row)), ("title", title), ("title", page and page.pk)):
            earlier = seen.setdefault((column, name), row) if name else row
            if earlier is not row and not (name == title and _told_apart(row, earlier)):
                message = _("The study stands in row %(row)d already.") % {"row": earlier.line}
                yield Fault(row.line, column, message)


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
        for name, message in _refused(twin):
            column = f"{name}_{language}" if name in StudyPage.TEXTS and language != row.home else name
            found[Fault(row.line, column, message)] = None
    return list(found)


def _refused(twin: StudyPage) -> list[tuple[str, str]]:
    try:
        twin.clean_fields(exclude=NOT_OF_THE_ROW)
        twin.effects.stream_block.clean(twin.effects)
        twin.clean()
    except ValidationError as error:
        messages = getattr(error, "error_dict", None) and error.message_dict
        if messages is None:
            return [("outcome", "; ".join(error.messages) or _("An effect cannot be read."))]
        return [(name, message) for name, found in messages.items() for message in found]
    return []


def _undone(row: Row, page: StudyPage, partners: list[StudyPage | None], overwrite: bool) -> str:
    """What the row would undo; "" if it is no loss."""
    versions = page.get_translations(inclusive=True).filter(alias_of=None)
    if lacks_source(row, page):
        return _("“%(title)s” is written in Spanish first: give its Spanish texts too, or change it in the admin.")
    if versions.filter(live=True).exclude(locale__language_code__in=row.languages).exists():
        return _("“%(title)s” is public in a language of which the row says nothing: give its texts too.")
    if overwrite:
        return ""
    if versions.filter(live=False, first_published_at__isnull=False).exists():
        return _("“%(title)s” was taken down in the admin; --overwrite publishes it again.")
    if _is_edited(page, versions):
        return _("“%(title)s” was edited in the admin; --overwrite replaces that.")
    if _hidden_partners(page) - {partner.pk for partner in partners if partner}:
        return _("“%(title)s” is read together with a study that is not public; --overwrite parts the two.")
    return ""


def _is_edited(page: StudyPage, versions: Any) -> bool:
    """Whether a person wrote last on a page of it; the log still knows that when the account is gone."""
    if versions.filter(latest_revision__user__isnull=False).exists() or translating.is_edited_by_hand(page):
        return True
    log = PageLogEntry.objects.filter(page__in=versions, action__in=WRITTEN).order_by("timestamp", "pk")
    last = dict(log.values_list("page_id", "user_id"))
    return any(user is not None for user in last.values())


def _hidden_partners(page: StudyPage) -> set[int]:
    """Those that an export does not name."""
    told = {block["value"]["study"] for block in page.read_with.raw_data}
    return told - set(Page.objects.live().public().filter(pk__in=told).values_list("pk", flat=True))
