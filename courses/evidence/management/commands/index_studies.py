from typing import Any

from django.core.management.base import BaseCommand

from courses.evidence import indexing


class Command(BaseCommand):
    help = "Writes anew what the search of the evidence bank knows of each published study."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{indexing.rebuild()} cards")
