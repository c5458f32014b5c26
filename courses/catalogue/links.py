"""Links from lesson to lesson in a release: by the lesson's key, made an address where it is served."""

from wagtail.rich_text import LinkHandler


class LessonLinkHandler(LinkHandler):
    """Only frozen content has such links; editors link to pages."""

    identifier = "lesson"

    @classmethod
    def expand_db_attributes(cls, attrs: dict[str, str]) -> str:
        return f'<a data-lesson="{attrs["key"]}">'
