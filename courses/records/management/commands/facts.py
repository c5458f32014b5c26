import json
import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from courses.records import facts


class Command(BaseCommand):
    requires_system_checks = ()  # it only reads
    help = "Prints facts as JSON Lines, one object a line: moments in UTC, numbers as numbers."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", metavar="KIND", help=f"one of: {', '.join(facts.kinds())}")

    def handle(self, *args: Any, kind: str, **options: Any) -> None:
        try:
            rows = facts.rows(kind)
        except LookupError:
            raise CommandError(f"unknown kind {kind!r}; one of: {', '.join(facts.kinds())}", returncode=2) from None
        try:
            for row in tqdm(rows, unit=" facts", delay=2, disable=None, file=sys.stderr):
                self.stdout.write(json.dumps(row, default=facts.as_json, ensure_ascii=False))
            self.stdout.flush()
        except BrokenPipeError:  # the reader has seen enough, for example `head`
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
