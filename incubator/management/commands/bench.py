import platform
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection

from incubator.benching import calculators, documents, evidence, pages
from incubator.benching.measuring import Line

PARTS = ("pages", "calculators", "evidence", "documents")


class Command(BaseCommand):
    help = (
        "Measures what the site promises about its speed, on the data of the demo, as ratios of CPU time taken side "
        "by side in this process. Exits with 1 where a goal is missed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--only", choices=PARTS, help="one part of the measures")
        parser.add_argument("--rounds", type=int, default=150, help="requests of each kind")
        parser.add_argument("--documents", type=int, default=30, help="certificates made each way")
        parser.add_argument("--many", type=int, default=200, help="certificates made to see memory grow; 0 for none")

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Python {platform.python_version()}, {connection.vendor}; medians of CPU time\n\n")
        measures: dict[str, Callable[[], list[Line]]] = {
            "pages": lambda: pages.measure(options["rounds"]),
            "calculators": lambda: calculators.measure(options["rounds"]),
            "evidence": lambda: evidence.measure(options["rounds"]),
            "documents": lambda: documents.measure(options["documents"], options["many"]),
        }
        chosen = [options["only"]] if options["only"] else PARTS
        lines = [line for part in chosen for line in self._told(measures[part]())]
        missed = [line for line in lines if not line.is_reached]
        self.stdout.write(f"\n{len(missed)} goals missed" if missed else "\nall goals reached")
        raise SystemExit(1 if missed else 0)

    def _told(self, lines: list[Line]) -> list[Line]:
        for line in lines:
            self.stdout.write(str(line))
        return lines
