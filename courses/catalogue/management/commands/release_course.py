from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from courses.catalogue import releasing
from courses.catalogue.facts import Course


class Command(BaseCommand):
    help = (
        "Checks a course whole and freezes it as a new release. "
        "Exit code 0: released, or nothing has changed since a release; 1: the course is unknown or has problems."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="the code of the course")
        parser.add_argument("--notes", default="", help="what is new, for coordinators")

    def handle(self, *args: Any, **options: Any) -> None:
        course = Course.objects.filter(code=options["code"]).first()
        if course is None:
            raise CommandError(f"There is no course “{options['code']}”.")
        for warning in releasing.warnings(course):
            self.stderr.write(self.style.WARNING(str(warning)))
        try:
            made = releasing.release(course=course, notes=options["notes"])
        except releasing.NothingChanged as same:
            self.stdout.write(str(same))
        except releasing.NotReleasable as refused:
            count = len(refused.problems)
            raise CommandError(f"{refused}\nNot released: {count} problem{'s' if count > 1 else ''}.") from None
        else:
            self.stdout.write(f"Release {made.number} of {course.code}: {made.sha256}")
