"""manage.py load_studies FILE.csv"""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from tqdm import tqdm

from courses.evidence.loading import Loaded, load
from courses.evidence.row import Row, SheetError
from courses.evidence.sheet import read


class Command(BaseCommand):
    help = (
        "Load a table of studies (CSV in UTF-8) into the evidence bank, in every language. Whatever is wrong with it is "
        "said with its row and column, and then nothing is changed. What is there already is left as it is."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.csv")
        parser.add_argument("--overwrite", action="store_true", help="Replace also what was edited in the admin.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            content = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        try:
            self.report(load(rows=read(content), overwrite=options["overwrite"], progress=progress))
        except SheetError as error:
            for fault in error.faults:
                self.stderr.write(str(fault))
            number = len(error.faults)
            message = ngettext(
                "%(number)d fault; nothing was changed.", "%(number)d faults; nothing was changed.", number
            )
            raise CommandError(message % {"number": number}) from error

    def report(self, done: Loaded) -> None:
        told = {"made": len(done.made), "changed": len(done.changed), "unchanged": len(done.unchanged)}
        self.stdout.write(_("Studies: %(made)d new, %(changed)d changed, %(unchanged)d unchanged.") % told)


def progress(rows: list[Row]) -> Any:
    return tqdm(rows, unit="study", file=sys.stderr, disable=None, leave=False)
