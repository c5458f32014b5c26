"""manage.py export_course CODE DIR"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from courses.catalogue.folders.exporting import exported
from courses.catalogue.folders.faults import FolderError
from courses.catalogue.folders.writing import write_folder


class Command(BaseCommand):
    help = (
        "Write a course's pages, drafts included, as a course folder that load_course reads. "
        "A lesson that has a file in the folder keeps its name."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", metavar="CODE")
        parser.add_argument("folder", type=Path, metavar="DIR")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            names = write_folder(exported(code=options["code"]), options["folder"])
        except FolderError as error:
            for fault in error.faults:
                self.stderr.write(str(fault))
            raise CommandError(_("This course cannot be written as a folder; nothing was written.")) from error
        for name in names:
            self.stdout.write(name)
