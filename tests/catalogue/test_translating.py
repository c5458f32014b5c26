"""What wagtail-localize keeps when a lesson is translated through its own tables."""

import pytest
from django.core.management import call_command

from courses.catalogue.pages import LessonPage
from tests.catalogue.factories import exercises, make_course, texts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def ids(tree):
    """Every id of a content, in order, wherever it stands."""
    if isinstance(tree, dict):
        yield from ([tree["id"]] if "id" in tree else [])
        for below in tree.values():
            yield from ids(below)
    elif isinstance(tree, list):
        for below in tree:
            yield from ids(below)


@pytest.fixture
def pages():
    make_course(content=[*texts(), *exercises()])
    return {page.locale.language_code: page for page in LessonPage.objects.all()}


def test_translation_keeps_the_ids_of_blocks_and_items(pages):
    spanish, english = (list(ids(list(pages[language].content.raw_data))) for language in ("es", "en"))
    assert len(spanish) == 39
    assert english == spanish


def test_translation_keeps_the_key_of_the_lesson(pages):
    assert pages["en"].translation_key == pages["es"].translation_key


def test_translation_translates_texts_and_no_number(pages):
    bars = next(child for child in pages["en"].content if child.block_type == "bars").value
    assert [(bar["label"], bar["value"]) for bar in bars["bars"]] == [
        ("EN Comparación", "11.4"),
        ("EN Participó", "9.1"),
    ]
    formula = next(child for child in pages["en"].content if child.block_type == "formula").value
    assert formula["latex"] == r"\frac{9.1 - 11.4}{11.4} = -0.2018"


def test_a_new_kind_of_exercise_needs_no_migration():
    _name, path, args, kwargs = LessonPage._meta.get_field("content").deconstruct()
    assert (path, args, set(kwargs)) == ("courses.catalogue.content.LessonContent", [], {"verbose_name"})


def test_migrations_are_up_to_date():
    call_command("makemigrations", "catalogue", check=True, dry_run=True, verbosity=0)
