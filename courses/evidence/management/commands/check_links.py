from typing import Any

from django.core.management.base import BaseCommand

from courses.evidence import links


class Command(BaseCommand):
    help = "Asks for a visit of every address of a published study; those that were asked for this month are left."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{links.enqueue_checks()} addresses will be visited.")
