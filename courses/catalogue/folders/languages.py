"""The languages of the content; the first is the one that the others are translated from."""

from django.conf import settings

SOURCE: str = settings.LANGUAGE_CODE
LANGUAGES: tuple[str, ...] = (
    SOURCE,
    *(code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES if code != SOURCE),
)
OTHERS = LANGUAGES[1:]
