"""What one certificate costs beside WeasyPrint called plainly on the same HTML, and whether memory grows with many."""

import gc
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from weasyprint import HTML

from certificates import rendering
from certificates.claims import freeze
from courses.cohorts.models import CourseEnrolment
from incubator.benching.measuring import Line, cpu_ms

NUMBER = "12345678"


def measure(rounds: int, many: int) -> list[Line]:
    claims = claims_of_somebody()
    # With fonts by their address, as one would write it: as data they would make the plain call slower still.
    source = rendering.html(claims, NUMBER, style=rendering.stylesheet(embedded=False))
    taken = cpu_ms(
        {
            "ours": lambda: rendering.render(claims, NUMBER),
            "plain": lambda: HTML(string=source).write_pdf(pdf_variant=rendering.VARIANT),
        },
        rounds,
        warm=3,
    )
    lines = [
        Line("a certificate as the worker makes it", taken["ours"], "ms"),
        Line("plain WeasyPrint on the same HTML", taken["plain"], "ms"),
        Line("plain WeasyPrint ÷ a certificate", taken["plain"] / taken["ours"], "×", 1.5, at_least=True),
    ]
    if many:
        lines.append(Line(f"memory for 1,000 more, from {many}", growth(claims, many), "MiB", 5))
    return lines


def claims_of_somebody() -> dict[str, Any]:
    """As if somebody had completed a course this moment; nothing is written."""
    found = CourseEnrolment.objects.select_related("enrolment__learner", "cohort_course__release__course").first()
    if found is None:
        raise CommandError("Nobody is enrolled in a course; make demo-reset gives somebody.")
    found.completed_at = found.completed_at or timezone.now()
    found.grade = found.grade or Decimal(85)
    return freeze(course_enrolment=found, code="BENCH-00000000", at=found.completed_at)


def growth(claims: dict[str, Any], many: int) -> float:
    """MiB of resident memory that a thousand further documents would take, from what `many` took."""
    for number in range(many // 4):
        rendering.render(claims | {"family_names": f"Ñahuí {number}"}, NUMBER)
    before = resident()
    for number in range(many):
        rendering.render(claims | {"family_names": f"Quispe {number}"}, NUMBER)
    return max(resident() - before, 0.0) * 1000 / many


def resident() -> float:
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 2**20
