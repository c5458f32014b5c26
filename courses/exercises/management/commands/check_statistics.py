"""manage.py check_statistics FILE.csv"""

import csv
import json
import math
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError

from courses.exercises.statistics import VERSION
from courses.exercises.statistics.formulas import compute, output_of
from courses.exercises.statistics.groups import up
from courses.exercises.statistics.unanswerable import Unanswerable

COLUMNS: Final = ("formula", "inputs", "output", "rounding", "expected", "tolerance")
ROUNDINGS: Final[Mapping[str, Callable[[float], tuple[float, ...]]]] = {
    "none": lambda value: (value,),
    "ceil": lambda value: (up(value),),
    "round": lambda value: (round(value),),
    "floor_or_round": lambda value: (math.floor(value), round(value)),
}


class Command(BaseCommand):
    help = (
        "Computes every row of a table of reference values (columns formula, inputs as JSON, output, rounding, "
        "expected, tolerance) and prints each that differs with its relative error. Rows of kind “memory”, which "
        "nobody has checked at their source, are reported apart. Exit code 1: a row differs or cannot be computed."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.csv")

    def handle(self, *args: Any, **options: Any) -> None:
        counts: Counter[tuple[bool, str]] = Counter()
        from_memory: list[str] = []
        for line, row in enumerate(read(options["file"]), start=2):
            remembered = (row.get("kind") or "").strip() == "memory"
            fault = fault_of(row)
            counts[remembered, fault[0] if fault else "agree"] += 1
            if fault:
                told = f"{(row.get('id') or '').strip() or f'line {line}'} {row['formula']} {row['output'] or ''}: {fault[1]}"
                if remembered:
                    from_memory.append(told)
                else:
                    self.stdout.write(told)
        self._tell_of_memory(from_memory)
        self.stdout.write(summary(counts))
        if any(count for (_remembered, verdict), count in counts.items() if verdict != "agree"):
            raise SystemExit(1)

    def _tell_of_memory(self, faults: list[str]) -> None:
        if faults:
            self.stdout.write("from memory, not checked at the source:")
        for told in faults:
            self.stdout.write(f"  {told}")


def read(path: Path) -> list[dict[str, Any]]:
    """The rows of the table. CommandError where it cannot be read, lacks a column or has no row."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [name for name in COLUMNS if name not in (reader.fieldnames or [])]
            rows = [] if missing else list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CommandError(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}") from None
    if missing:
        raise CommandError(f"{path} lacks the columns: {', '.join(missing)}")
    if not rows:
        raise CommandError(f"{path} has no row")
    return rows


def fault_of(row: Mapping[str, Any]) -> tuple[str, str] | None:
    """("differ" or "fail", why); None where the row agrees."""
    cells = {name: (row[name] or "").strip() for name in COLUMNS}
    try:
        inputs = json.loads(cells["inputs"])
        expected, tolerance = float(cells["expected"]), float(cells["tolerance"])
        if not (math.isfinite(expected) and 0 <= tolerance < math.inf):
            raise ValueError("expected has to be a number, and tolerance one that is not negative")
        if not isinstance(inputs, dict) or cells["rounding"] not in ROUNDINGS:
            raise ValueError(f"inputs are no JSON object, or rounding is none of {', '.join(ROUNDINGS)}")
        found = output_of(compute(cells["formula"], inputs), cells["output"])
    except (Unanswerable, ValueError, RecursionError) as error:
        return "fail", f"cannot be computed: {error}"
    values = ROUNDINGS[cells["rounding"]](found)
    # Tables give tolerances in decimals, floats miss the last of them.
    if any(abs(value - expected) <= tolerance * (1 + 1e-9) for value in values):
        return None
    nearest = min(values, key=lambda value: abs(value - expected))
    relative = abs(nearest - expected) / abs(expected) if expected else math.inf
    return "differ", f"expected {expected:.12g}, computed {nearest:.12g}, relative error {relative:.2e}"


def summary(counts: Counter[tuple[bool, str]]) -> str:
    def told(remembered: bool) -> str:
        words = ("agree", "agree"), ("differ", "differ"), ("fail", "cannot be computed")
        return ", ".join(f"{counts[remembered, name]} {word}" for name, word in words)

    total = sum(counts.values())
    memory = sum(count for (remembered, _verdict), count in counts.items() if remembered)
    text = f"formulas {VERSION}: {total} rows: {told(False)}"
    return f"{text}; {memory} of them from memory: {told(True)}" if memory else text
