"""What a learner's pages cost beside a view that only asks who is there, and beside a Wagtail page without content."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.management.base import CommandError
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.test import override_settings
from wagtail.models import Page, Site

from courses.learning.visiting import Visit, visits_of
from incubator.benching.asking import Browser, Fields
from incubator.benching.measuring import Line, cpu_ms, queries
from incubator.people import User

LEARNER = "learner@example.org"
USER = "/bench/user/"


@dataclass(frozen=True)
class Work:
    """A lesson that can be answered, and the form of its page with one more exercise answered."""

    course: str
    lesson: str
    fields: dict[str, str]
    exercise: str


def measure(rounds: int) -> list[Line]:
    with override_settings(ROOT_URLCONF="incubator.benching.urls"), empty_page() as empty:
        learner = User.objects.get(email=LEARNER)
        signed_in, nobody = Browser(learner), Browser()
        work = find_work(signed_in, learner)
        reading = cpu_ms(
            {
                "user": lambda: signed_in.get(USER),
                "wagtail": lambda: nobody.get(empty),
                "lesson": lambda: signed_in.get(work.lesson),
                "course": lambda: signed_in.get(work.course),
            },
            rounds,
        )
        writing = cpu_ms(
            {
                "user": undone(lambda: signed_in.get(USER)),
                "draft": undone(lambda: signed_in.post(work.lesson, work.fields | {"do": "save"})),
                "submit": undone(lambda: signed_in.post(work.lesson, work.fields | {"do": f"submit:{work.exercise}"})),
            },
            rounds,
        )
        counted = {
            "wagtail": queries(lambda: nobody.get(empty)),
            "lesson": queries(lambda: signed_in.get(work.lesson)),
            "course": queries(lambda: signed_in.get(work.course)),
        }
    return [
        Line("a view that asks request.user", reading["user"], "ms"),
        Line("an empty Wagtail page, not signed in", reading["wagtail"], "ms"),
        Line("lesson page of a learner", reading["lesson"], "ms"),
        Line("course page of a learner", reading["course"], "ms"),
        Line("lesson page ÷ empty Wagtail page", reading["lesson"] / reading["wagtail"], "×", 0.7),
        Line("lesson page ÷ request.user view", reading["lesson"] / reading["user"], "×"),
        Line("queries of the empty Wagtail page", counted["wagtail"]),
        Line("queries of a lesson page", counted["lesson"], "", 4),
        Line("queries of a course page", counted["course"], "", 6),
        Line("saving a draft ÷ request.user view", writing["draft"] / writing["user"], "×", 2),
        Line("submitting and marking ÷ request.user view", writing["submit"] / writing["user"], "×", 4),
    ]


def undone(ask: Callable[[], Any]) -> Callable[[], None]:
    """The same request, and the database as it was before: an attempt can be handed in once."""

    def asked() -> None:
        # Django closes a connection that it finds in a transaction when a request begins.
        for moment in (request_started, request_finished):
            moment.disconnect(close_old_connections)
        try:
            with transaction.atomic():
                ask()
                transaction.set_rollback(True)
        finally:
            for moment in (request_started, request_finished):
                moment.connect(close_old_connections)

    return asked


@contextmanager
def empty_page() -> Iterator[str]:
    """The address of a page of Wagtail's own base type, whose template shows the title and nothing else."""
    root = Site.objects.get(is_default_site=True).root_page
    page = root.add_child(instance=Page(title="Bench", slug="bench-empty", locale=root.locale))
    try:
        yield page.get_url()
    finally:
        page.delete()


def find_work(browser: Browser, learner: User) -> Work:
    for visit in visits_of(learner):
        for path in lessons_of(visit):
            fields = Fields.of(browser.get(path), "lesson")
            for name, value in fields.radios.items():
                exercise = re.fullmatch(r"x(\d+)-choice", name)
                if exercise and name not in fields.values:
                    return Work(visit.url("es"), path, fields.values | {name: value}, exercise[1])
    raise CommandError(f"{LEARNER} has no lesson with a choice still to be made; make demo-reset gives one.")


def lessons_of(visit: Visit) -> list[str]:
    return [] if visit.why_closed() else [visit.lesson_url(lesson, "es") for lesson in visit.release.lessons]
