"""Workings: a substitution line by line, aligned on "="."""

import re

from django.utils.translation import gettext as _

from theme.formulas import to_mathml

# A relation inside brackets, as in E[Y|D=1], is not the one that lines are aligned on.
_RELATIONS = {"=": "=", "\\approx": "≈", "≈": "≈"}
_MARKS = re.compile(r"=|\\approx|≈|[\[({})\]]")


def lines(working: str | None) -> list[str]:
    return [line.strip() for line in (working or "").splitlines() if line.strip()]


def aligned(line: str, language: str) -> tuple[str, str, str]:
    """MathML of what stands before and after the first relation of a line, and that relation.

    A line may begin with it, and so go on from the one before, or have none. Raises ValueError with a sentence for
    who wrote it.
    """
    left, relation, right = _halves(line)
    if relation and not right:
        raise ValueError(_("Nothing stands after “%(relation)s” in “%(line)s”.") % {"relation": relation, "line": line})
    return (
        to_mathml(left, language) if left else "",
        _RELATIONS.get(relation, ""),
        to_mathml(right, language) if right else "",
    )


def _halves(line: str) -> tuple[str, str, str]:
    depth = 0
    for found in _MARKS.finditer(line):
        if found[0] not in _RELATIONS:
            depth += 1 if found[0] in "([{" else -1
        elif depth <= 0:
            return line[: found.start()].strip(), found[0], line[found.end() :].strip()
    return line, "", ""
