"""What was changed in the admin since a folder was last loaded, so that loading does not silently undo it.

Each load leaves, in the audit trail, a hash of every page as it then stood in all languages: what is live, what is
written but not published, and what stands in the translation screen.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict
from hashlib import sha256
from typing import Any

from courses import translating
from courses.catalogue.facts import Course
from courses.catalogue.folders import exporting
from courses.catalogue.folders.course import COURSE_FILE
from courses.catalogue.folders.faults import Fault, Place
from courses.catalogue.folders.finding import Pages, latest, lesson_keys, locale, translations
from courses.catalogue.folders.library import Library
from courses.catalogue.pages import CoursePage, LessonPage
from courses.records import trail
from courses.records.models import AuditEvent
from courses.translating import OTHERS, SOURCE

LOADED = "catalogue.course_loaded"


def recorded(course: Course) -> dict[str, str]:
    """Hash by key as the last load left it."""
    events = AuditEvent.objects.filter(action=LOADED, subject_type=course._meta.label, subject_id=str(course.pk))
    last = events.order_by("-pk").first()
    return dict(last.data["pages"]) if last else {}


def record(*, course: Course, key: str, lessons: Iterable[str], by: Any) -> None:
    """Nothing is added to the trail if it says so already."""
    order = list(lessons)
    pages = {key: course_hash(course, key, order)} | {lesson: lesson_hash(lesson) for lesson in order}
    if pages != recorded(course):
        trail.record(action=LOADED, subject=course, actor=by, pages=pages)


def course_hash(course: Course, key: str, lessons: Iterable[str]) -> str:
    """`lessons`: those whose order counts; an editor may add others."""
    pages = translations(CoursePage, key)
    counted = set(lessons)
    orders = {code: [each for each in lesson_keys(page) if each in counted] for code, page in pages.items()}

    def state(shown: Pages) -> Any:
        found: list[Fault] = []
        return exporting.course_fields(shown, Library(), Place(COURSE_FILE, found)), [str(fault) for fault in found]

    return _hash([exporting.course_facts(course), orders, state(pages), state(latest(pages)), _screens(pages)])


def lesson_hash(key: str) -> str:
    pages = translations(LessonPage, key)

    def state(shown: Pages) -> Any:
        found: list[Fault] = []
        lesson = exporting.lesson_of(key, shown, Library(), found)
        raw = [page.content.get_prep_value() for page in shown.values()] if found else []
        return asdict(lesson), [str(fault) for fault in found], raw

    return _hash([state(pages), state(latest(pages)), _screens(pages)])


def _screens(pages: Pages) -> list[Any]:
    """What is live, and the translation screens of a page."""
    live = {language: page.live for language, page in pages.items()}
    texts = [translating.texts(page=pages[SOURCE], locale=locale(other)) for other in OTHERS] if SOURCE in pages else []
    return [live, texts]


def _hash(state: Any) -> str:
    return sha256(json.dumps(state, sort_keys=True, default=str).encode()).hexdigest()
