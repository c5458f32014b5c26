"""Tells from a PDF's bytes whether it is a certificate of this platform, and whether it is valid."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from certificates.models import Certificate
from certificates.storing import digest

VALID, NOT_VALID, UNKNOWN, UNREADABLE = 0, 1, 2, 66


class Command(BaseCommand):
    help = (
        "Looks the SHA-256 of the file up. Exit code 0: valid; 1: issued here, but replaced or revoked; "
        "2: not issued here, or altered since; 66: the file cannot be read."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.pdf")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            sha256 = digest(options["file"].read_bytes())
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}", returncode=UNREADABLE) from None
        certificate = Certificate.objects.filter(sha256=sha256).select_related("superseded_by").first()
        if certificate is None:
            self.stdout.write(f"unknown {sha256}")
            sys.exit(UNKNOWN)
        replaced = f" replaced by {certificate.successor}" if certificate.successor else ""
        reason = f" ({certificate.reason})" if certificate.reason else ""
        self.stdout.write(f"{certificate.state} {certificate.code}{reason}{replaced}")
        if not certificate.is_valid:
            sys.exit(NOT_VALID)
