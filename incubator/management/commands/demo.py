from argparse import ArgumentParser
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from courses.catalogue import releasing
from courses.catalogue.models import Course
from courses.evidence.models import StudyPage
from incubator.demo import ACCOUNTS, PASSWORD
from incubator.demo.cohort import make_cohort, make_issuers, make_progress
from incubator.demo.people import make_accounts, make_others
from incubator.environment import BASE_DIR
from incubator.founding import found

PROGRAMME = BASE_DIR / "incubator" / "programme"
STUDIES = PROGRAMME / "evidence" / "studies.csv"
THIS_MACHINE = ("127.0.0.1", "localhost", "::1")


class Command(BaseCommand):
    help = (
        "Fills a site for looking around: the programme, a cohort mid-way, demo accounts. Run again, it keeps the data."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--accounts", action="store_true", help="only print the accounts")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["accounts"]:
            refuse_elsewhere()
            self._fill()
        for email, first, last, role in ACCOUNTS:
            self.stdout.write(f"  {email:<26}{PASSWORD:<18}{role} ({first} {last})")

    def _fill(self) -> None:
        found()
        if not StudyPage.objects.exists():
            call_command("load_studies", str(STUDIES), stdout=self.stdout)
        people, others = make_accounts(), make_others()
        for folder in sorted(path.parent for path in PROGRAMME.glob("*/course.yaml")):
            if not Course.objects.filter(code=folder.name, releases__isnull=False).exists():
                call_command("load_course", str(folder), stdout=self.stdout)
        for course in Course.objects.filter(releases=None).order_by("position"):
            releasing.release(course=course, by=people["editor@example.org"], notes="Primera versión")
        make_issuers()
        cohort = make_cohort(people, others)
        make_progress(cohort, people, others)


def refuse_elsewhere() -> None:
    """The demo's accounts have a password that everybody knows, one of them an administrator's."""
    if urlsplit(settings.SITE_URL).hostname not in THIS_MACHINE:
        raise CommandError(
            f"The demo makes accounts with a known password: SITE_URL must be on this machine, not {settings.SITE_URL}."
        )
