"""How a result is cited, and the address at which it stands."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import get_language_info, override
from django.utils.translation import gettext as _

from courses.exercises.calculators.asking import CalculatorForm, Values
from courses.exercises.calculators.calculator import Calculator
from courses.exercises.statistics import VERSION


@dataclass(frozen=True)
class Citation:
    """One line in one language, named in that language."""

    language: str
    name: str
    text: str


def permalink(calculator: Calculator, goal: str, form: CalculatorForm) -> str:
    """The address of a result without the site: every value in it, as every language reads it."""
    query = {"find": goal, **form.canonical(), "v": VERSION}
    return f"{reverse('calculators:show', args=[calculator.slug])}?{urlencode(query)}"


def citations(
    calculator: Calculator, goal: str, form: CalculatorForm, values: Values, answer: float, on: date
) -> list[Citation]:
    """In every language of the site, whichever the page is in."""
    found = []
    for code, _name in settings.LANGUAGES:
        with override(code):
            name = get_language_info(code)["name_local"].capitalize()
            found.append(Citation(code, name, _line(calculator, goal, form, values, answer, on)))
    return found


def _line(calculator: Calculator, goal: str, form: CalculatorForm, values: Values, answer: float, on: date) -> str:
    chosen = calculator.goal(goal)
    title = str(calculator.title) if len(calculator.goals) == 1 else f"{calculator.title}: {chosen and chosen.title}"
    inputs = "; ".join(f"{label}: {value}" for label, value in inputs_in_words(form, values))
    told = {
        "site": settings.WAGTAIL_SITE_NAME,
        "title": title,
        "version": VERSION,
        "inputs": inputs,
        "answer": f"{calculator.caption(goal)}: {calculator.show(goal, answer)}",
        "day": date_format(on, "DATE_FORMAT"),
        "address": f"{settings.SITE_URL}{permalink(calculator, goal, form)}",
    }
    return (
        _(
            "%(site)s. Calculator “%(title)s”, formulas %(version)s. Inputs: %(inputs)s. Result: %(answer)s. %(day)s. "
            "%(address)s"
        )
        % told
    )


def inputs_in_words(form: CalculatorForm, values: Values) -> list[tuple[str, str]]:
    """(label, value with its unit) of what was entered and of which way was chosen; of what else is folded away only
    what was changed."""
    return [
        (str(one.label), one.shown(values[name]))
        for name, one in form.asked.items()
        if values[name] is not None
        and (not one.more or one.choices or name == "alpha" or form.typed[name] != one.default)
    ]
