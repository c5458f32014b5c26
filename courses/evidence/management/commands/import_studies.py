"""manage.py import_studies FILE --dry-run"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from courses.evidence.bibliography import BibliographyError, Entry, read
from courses.evidence.importing import look, take


class Command(BaseCommand):
    help = "Make drafts of the studies in a bibliography (RIS or BibTeX in UTF-8); what is there already is left out."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="Only say what would be done.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            entries = read(options["file"].read_bytes())
            for entry in look(entries):
                self.stdout.write(told(entry))
            if not options["dry_run"]:
                self.stdout.write(_("Drafts made: %(number)d.") % {"number": len(take(entries=entries))})
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        except BibliographyError as error:
            raise CommandError(str(error)) from error


def told(entry: Entry) -> str:
    title = entry.facts["title"] or "–"
    if entry.fault:
        return _("%(title)s: cannot be taken. %(reason)s") % {"title": title, "reason": entry.fault}
    if entry.twin:
        return _("%(title)s: is there already as “%(twin)s”.") % {"title": title, "twin": entry.twin}
    return _("%(title)s: new.") % {"title": title}
