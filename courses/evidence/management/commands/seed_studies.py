import random
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from courses.evidence import seeding
from courses.evidence.pages import BankPage


class Command(BaseCommand):
    help = "Publishes invented studies in both languages, marked so in their titles, to measure the bank with."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", type=int)
        parser.add_argument("--seed", type=int, default=1, help="the same number gives the same studies")
        parser.add_argument("--yes", action="store_true", help="also where DEBUG is off")

    def handle(self, *args: Any, **options: Any) -> None:
        if not (settings.DEBUG or options["yes"]):
            raise CommandError("These studies are invented. Where DEBUG is off, say --yes.")
        if not BankPage.objects.exists():
            raise CommandError("There is no bank to publish them in: run prepare_site first.")
        with transaction.atomic():
            made = seeding.seed(number=options["number"], chance=random.Random(options["seed"]))  # noqa: S311  # no secret
        self.stdout.write(f"{made} invented studies")
