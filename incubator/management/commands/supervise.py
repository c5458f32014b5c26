import socket
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from incubator.demo import ACCOUNTS, PASSWORD
from incubator.supervising.journal import Journal
from incubator.supervising.locking import AlreadyRunning, lock
from incubator.supervising.programs import bind, empty_broker_folder, programs
from incubator.supervising.readiness import Readiness
from incubator.supervising.supervisor import Supervisor


class Command(BaseCommand):
    help = (
        "Runs web server, worker and scheduler on this machine until SIGTERM or Ctrl-C, starting again what dies. "
        "Reads only the environment: BIND, WEB_WORKERS, WEB_THREADS, WORKER_CONCURRENCY and what the site itself reads."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--demo", action="store_true", help="log to files, show the accounts of the demo")

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = bind()
        refuse_port_in_use(host, port)
        try:
            held = lock(settings.VAR / "supervisor.lock")
        except AlreadyRunning as error:
            raise CommandError(f"Another supervisor works in {settings.VAR}: process {error.args[0]}.") from None
        if settings.CELERY_BROKER_URL.startswith("filesystem:"):
            empty_broker_folder(settings.VAR / "broker")
        journal = Journal(settings.VAR / "log" if options["demo"] else None)
        supervisor = Supervisor(
            programs(),
            journal=journal,
            readiness=Readiness(host=host, port=port, site_host=settings.SITE_HOST),
            on_ready=lambda: journal.say(demo_text() if options["demo"] else f"ready at {settings.SITE_URL}"),
            lock=held,
        )
        raise SystemExit(supervisor.run())


def refuse_port_in_use(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(f"Port {port} of {host} cannot be had: {error.strerror}.") from None


def demo_text() -> str:
    return "\n".join(
        [
            "",
            f"  The site runs at {settings.SITE_URL}/",
            f"  Accounts, all with the password {PASSWORD}:",
            *(f"    {email:<26}{role} ({first} {last})" for email, first, last, role in ACCOUNTS),
            f"  Mail goes to files in {settings.VAR / 'mail'}, logs to {settings.VAR / 'log'}. Ctrl-C stops everything.",
            "",
        ]
    )
