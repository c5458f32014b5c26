from typing import Any

from django.core.management.base import BaseCommand

from theme import fonts


class Command(BaseCommand):
    help = "Cuts the web font out of its package; leaves an up-to-date one alone."

    def handle(self, *args: Any, **options: Any) -> None:
        path, made = fonts.make()
        self.stdout.write(f"{'made' if made else 'up to date'}: {path} ({path.stat().st_size:,} bytes)")
