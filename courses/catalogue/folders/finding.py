"""The pages of a course folder, found by the keys that the folder gives them."""

from django.utils.translation import gettext as _
from wagtail.models import Locale, Page, Site

from courses.catalogue.folders.faults import Fault, FolderError
from courses.translating import LANGUAGES

Pages = dict[str, Page]


def home_pages() -> Pages:
    """The site's home page in every language. Raises FolderError if one is missing."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    homes = translations(Page, str(site.root_page.translation_key)) if site else {}
    missing = [language for language in LANGUAGES if language not in homes]
    if missing:
        message = _("The site has no home page in: %(languages)s. Make it first; courses stand below it.")
        raise FolderError([Fault(_("The site"), message % {"languages": ", ".join(missing)})])
    return homes


def translations(model: type[Page], key: str) -> Pages:
    """As they stand in the database, by language; empty if there is none."""
    pages = model.objects.filter(translation_key=key).select_related("locale")
    return {page.locale.language_code: page for page in pages}


def latest(pages: Pages) -> Pages:
    """With what was written since they were published."""
    return {
        language: page.get_latest_revision_as_object() if page.has_unpublished_changes else page
        for language, page in pages.items()
    }


def complete(pages: Pages) -> bool:
    return all(language in pages for language in LANGUAGES)


def lesson_keys(course_page: Page) -> list[str]:
    """Of the lessons below a course's page, in their order."""
    children = course_page.get_children().order_by("path")
    return [str(key) for key in children.values_list("translation_key", flat=True)]


def locale(language: str) -> Locale:
    return Locale.objects.get(language_code=language)
