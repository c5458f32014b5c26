"""Gives every completed course its certificate, should one be missing."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db.models import Exists, OuterRef, QuerySet
from tqdm import tqdm

from certificates.issuing import issue
from certificates.models import Certificate
from courses.cohorts.models import CourseEnrolment


class Command(BaseCommand):
    help = (
        "Asks for a certificate for each completed course that has none, neither a current nor a revoked one. "
        "Exit code 0: all have one now; 1: some could not be asked for."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--missing", action="store_true", required=True, help="The ones that are missing.")

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = missing()
        asked = failed = 0
        for course_enrolment in tqdm(wanted, file=sys.stderr, disable=None, unit=""):
            try:
                issue(course_enrolment=course_enrolment)
                asked += 1
            except Exception as error:  # one bad row must not keep the others from theirs
                failed += 1
                self.stderr.write(f"course enrolment {course_enrolment.pk}: {type(error).__name__}: {error}")
        self.stdout.write(f"missing {len(wanted)}, requested {asked}, failed {failed}")
        if failed:
            sys.exit(1)


def missing() -> QuerySet[CourseEnrolment]:
    current = Certificate.objects.current().filter(
        learner=OuterRef("enrolment__learner"), course=OuterRef("cohort_course__course")
    )
    revoked = Certificate.objects.filter(course_enrolment=OuterRef("pk"), state=Certificate.State.REVOKED)
    return (
        CourseEnrolment.objects.filter(~Exists(current), ~Exists(revoked), state=CourseEnrolment.State.COMPLETED)
        .select_related("enrolment__learner", "enrolment__cohort", "cohort_course__release__course")
        .order_by("pk")
    )
