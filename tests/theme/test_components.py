"""The parts that rooms include: what they say, and that they escape it."""

from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template.loader import render_to_string

from theme import weaving
from theme.weaving import Cell

EVIL = "<script>x</script>"


class Sample(forms.Form):
    address = forms.EmailField(label=f"Address {EVIL}", help_text="As registered")
    agreed = forms.BooleanField(label="I have read it")
    kind = forms.ChoiceField(label="Kind", choices=[("a", EVIL), ("b", "B")], widget=forms.RadioSelect)


def part(name: str, **context: Any) -> str:
    return " ".join(render_to_string(f"components/{name}.html", context).split())


@pytest.mark.parametrize(
    ("name", "context"),
    [
        ("faja", {"label": EVIL, "cells": [Cell("done", EVIL)]}),
        ("status", {"word": EVIL, "tone": "good"}),
        ("next", {"kicker": EVIL, "title": EVIL, "text": EVIL, "url": EVIL, "action": EVIL}),
        ("todo", {"items": [{"count": EVIL, "unit": EVIL, "label": EVIL, "url": EVIL, "reason": EVIL}]}),
        ("facts", {"facts": [(EVIL, EVIL)]}),
        ("breadcrumbs", {"crumbs": [{"label": EVIL, "url": EVIL}]}),
        ("empty", {"text": EVIL, "url": EVIL, "action": EVIL}),
        ("notice", {"text": EVIL}),
        ("messages", {"messages": [EVIL]}),
        ("pager", {"previous": {"label": EVIL, "url": EVIL}, "next": {"label": EVIL, "url": EVIL}}),
        ("error_summary", {"form": Sample({})}),
        ("form", {"form": Sample({"address": EVIL}), "submit": EVIL, "action": EVIL}),
        (
            "matrix",
            {
                "caption": EVIL,
                "lessons": [{"number": EVIL, "title": EVIL}],
                "rows": [{"name": EVIL, "url": EVIL, "cells": [Cell("part", EVIL, EVIL)], "status": {"word": EVIL}}],
            },
        ),
    ],
)
def test_component_escapes_what_it_is_given(name: str, context: dict[str, Any]) -> None:
    drawn = part(name, **context)
    assert "&lt;script&gt;" in drawn
    assert "<script" not in drawn


def test_faja_says_in_words_what_it_shows() -> None:
    cells = [Cell("done", "1"), Cell("current", "2", part=2), Cell("empty", "3")]
    assert part("faja", cells=cells, label="1 of 3 lessons") == (
        '<div class="faja" role="img" aria-label="1 of 3 lessons"><span class="cell is-done"></span>'
        '<span class="cell is-current" data-part="2"></span><span class="cell is-empty"></span></div>'
    )


def test_cell_hides_its_sign_and_speaks_its_words() -> None:
    assert weaving.row([Cell("part", "2 of 5 exercises", "2/5")]) == (
        '<td role="cell"><span class="cell is-part"><span aria-hidden="true">2/5</span>'
        '<span class="visually-hidden">2 of 5 exercises</span></span></td>'
    )


def test_field_says_its_error_above_the_control() -> None:
    drawn = str(Sample({"address": "no", "agreed": "on", "kind": "a"})["address"].as_field_group())
    order = [drawn.index(sign) for sign in ("has-error", "<label", 'class="hint"', 'class="error"', "<input")]
    assert order == sorted(order)
    assert 'aria-describedby="id_address_helptext id_address_error"' in drawn


def test_checkbox_stands_before_its_label() -> None:
    drawn = str(Sample()["agreed"].as_field_group())
    assert drawn.index("<input") < drawn.index("<label")


def test_radio_buttons_have_a_legend() -> None:
    assert "<legend>Kind</legend>" in str(Sample()["kind"].as_field_group())


def test_error_summary_leads_to_the_field() -> None:
    assert '<a href="#id_address">' in part("error_summary", form=Sample({}))


def test_error_summary_is_silent_without_errors() -> None:
    assert part("error_summary", form=Sample()) == ""


@pytest.mark.parametrize(("number", "links"), [(1, 1), (2, 2), (3, 1)])
def test_pagination_offers_the_neighbours(number: int, links: int) -> None:
    assert part("pagination", page=Paginator(range(30), 10).page(number)).count("<a ") == links


def test_pagination_of_one_page_is_nothing() -> None:
    assert part("pagination", page=Paginator(range(3), 10).page(1)) == ""
