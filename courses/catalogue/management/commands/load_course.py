"""manage.py load_course DIR"""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from tqdm import tqdm

from courses.catalogue.folders.faults import FolderError
from courses.catalogue.folders.storing import Loaded, load
from courses.catalogue.folders.validating import read_folder


class Command(BaseCommand):
    help = (
        "Load a course folder (course.yaml and one YAML file a lesson) into pages, in every language. "
        "Whatever is wrong with it is said, and then nothing is changed. What is there already is left as it is."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--check", action="store_true", help="Only say what is wrong with the folder.")
        parser.add_argument(
            "--overwrite",
            action="store_true",
            help="Replace also what was edited in the admin since the folder was last loaded "
            "(export_course would bring those edits into the folder).",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        try:
            if options["check"]:
                course = read_folder(folder)
                self.stdout.write(_("Nothing is wrong. Lessons: %(number)d.") % {"number": len(course.lessons)})
            else:
                self.report(load(folder=folder, overwrite=options["overwrite"], progress=progress))
        except FolderError as error:
            for fault in error.faults:
                self.stderr.write(str(fault))
            number = len(error.faults)
            message = ngettext(
                "%(number)d fault; nothing was changed.", "%(number)d faults; nothing was changed.", number
            )
            raise CommandError(message % {"number": number}) from error

    def report(self, done: Loaded) -> None:
        for titles, words in (
            (done.created, _("new: %(title)s")),
            (done.changed, _("changed: %(title)s")),
            (done.unchanged, _("unchanged: %(title)s")),
            (done.not_in_folder, _("not in the folder, left as it is: %(title)s")),
        ):
            for title in titles:
                self.stdout.write(words % {"title": title})


def progress(items: list[Any]) -> Any:
    return tqdm(items, unit="page", file=sys.stderr, disable=None, leave=False)
