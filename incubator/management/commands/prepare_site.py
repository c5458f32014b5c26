from typing import Any

from django.core.management.base import BaseCommand

from incubator.founding import found


class Command(BaseCommand):
    help = "Makes the languages, the home and plain pages, the groups and the support services that are missing."

    def handle(self, *args: Any, **options: Any) -> None:
        made = found()
        self.stdout.write(f"made: {', '.join(made)}" if made else "nothing was missing")
