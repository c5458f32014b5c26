"""The README's table of facts is a contract: what is printed has exactly these names."""

import re
from pathlib import Path

import pytest

from certificates.models import Certificate
from courses.records import facts
from tests.catalogue.factories import quick_release
from tests.learning.factories import answer, enrolled

README = Path(__file__).parent.parent.parent / "README.md"


def documented() -> dict[str, set[str]]:
    section = README.read_text().partition("### Facts")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)` \| (.+) \|$", section, re.MULTILINE)
    return {kind: set(re.findall(r"`(\w+)`", fields)) for kind, fields in rows}


@pytest.mark.django_db
def test_facts_have_the_names_that_the_readme_promises() -> None:
    answer(enrolled(quick_release(kinds=["single_choice"])), "single_choice")
    assert Certificate.objects.count() == 1
    assert {kind: set(next(iter(facts.rows(kind)))) for kind in facts.kinds()} == documented()
