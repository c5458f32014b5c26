"""What a calculator asks for, and how what was typed becomes a number."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from courses.exercises.calculators import showing
from courses.exercises.numbers import MOST_TYPED, NBSP, Ambiguous, parse
from courses.exercises.reading import sentence
from courses.exercises.statistics.quantities import QUANTITIES, Quantity

Values = dict[str, Any]
AMBIGUOUS: Final = "ambiguous"


@dataclass(frozen=True)
class Asked:
    """
    One field. quantity: its name in `QUANTITIES`, whose range holds. default: as an address has it, with a decimal
    point; empty where it may stay empty. unit_leads: it stands before the number. per_cent: 38 is typed for 0.38. whole:
    people or clusters, of which there are no halves. goals: of the calculator's, those that ask for it; none: all.
    more: folded away at first. choices: instead of a number, one of these.
    """

    name: str
    label: str | Promise
    default: str
    quantity: str = ""
    help: str | Promise = ""
    unit: str | Promise = ""
    unit_leads: bool = False
    per_cent: bool = False
    whole: bool = False
    goals: tuple[str, ...] = ()
    more: bool = False
    choices: tuple[tuple[str, str | Promise], ...] = field(default=())

    def is_asked(self, goal: str) -> bool:
        return not self.goals or goal in self.goals

    @property
    def of(self) -> Quantity:
        """Its quantity in the unit that is typed."""
        quantity = QUANTITIES[self.quantity or self.name]
        if self.whole:
            return replace(quantity, whole=True)
        if not self.per_cent:
            return quantity
        return replace(quantity, low=quantity.low * 100, high=quantity.high * 100)

    @property
    def shown_unit(self) -> str:
        return str(self.unit or ("%" if self.per_cent else ""))

    def form_field(self) -> forms.Field:
        if self.choices:
            return forms.ChoiceField(choices=self.choices, label=str(self.label), help_text=str(self.help))
        return NumberField(self, label=str(self.label), help_text=str(self.help))

    def shown(self, value: Any) -> str:
        """A value as the citation and the table of inputs have it."""
        if self.choices:
            return str(dict(self.choices).get(value, value))
        if value is None:
            return "–"
        text = showing.number(value * 100 if self.per_cent else value, 12)
        unit = self.shown_unit
        if unit == "%" and self.per_cent:
            return showing.per_cent(value, 12)
        return f"{unit}{NBSP}{text}" if self.unit_leads else f"{text} {unit}".strip()


class NumberField(forms.CharField):
    """A number as people of both languages type it; in its place a sentence on what would be one.

    Cleans to a float in the unit of the formula, or None where it may stay empty.
    """

    def __init__(self, asked: Asked, **kwargs: Any) -> None:
        self.asked = asked
        described = {"helptext": asked.help, "error": True, "unit": asked.shown_unit}
        attrs = {
            "autocomplete": "off",
            "spellcheck": "false",
            "aria-describedby": " ".join(f"{asked.name}_{name}" for name, there in described.items() if there),
        }
        if asked.of.low >= 0:
            attrs["inputmode"] = "decimal"  # that keyboard of an iPhone has no minus sign
        super().__init__(required=False, widget=forms.TextInput(attrs=attrs), **kwargs)

    def clean(self, value: Any) -> Any:
        typed = str(super().clean(value))
        if not typed and not self.asked.default:
            return None
        read = parse(typed)
        if isinstance(read, Ambiguous):
            raise ValidationError(sentence(read, shortened(typed), showing.language()), code=AMBIGUOUS)
        if not isinstance(read, Decimal):
            raise ValidationError(sentence(read, shortened(typed), showing.language()))
        if not self.asked.of.allows(float(read)):
            raise ValidationError(_("This has to be %(rule)s.") % {"rule": self.asked.of.rule})
        return float(read / 100) if self.asked.per_cent else float(read)


def shortened(typed: str) -> str:
    return typed if len(typed) <= MOST_TYPED else typed[:MOST_TYPED] + "…"


class CalculatorForm(forms.Form):
    """The fields of one calculator for one goal, filled from an address: what it does not name has its default.

    `kept` is what was entered for another goal, so that it is there when somebody goes back.
    """

    use_required_attribute = False

    def __init__(self, asked: tuple[Asked, ...], goal: str, data: Mapping[str, str]) -> None:
        self.goal = goal
        self.asked = {one.name: one for one in asked if one.is_asked(goal)}
        self.typed = {name: data.get(name, one.default)[:1000] for name, one in self.asked.items()}
        others = [one for one in asked if one.name not in self.asked and one.name in data]
        self.kept = {one.name: data[one.name][:1000] for one in others if data[one.name] != one.default}
        super().__init__(self.typed, auto_id="%s")
        self.fields.update({name: one.form_field() for name, one in self.asked.items()})

    @property
    def main(self) -> list["Shown"]:
        return [Shown(self, one) for one in self.asked.values() if not one.more]

    @property
    def more(self) -> list["Shown"]:
        return [Shown(self, one) for one in self.asked.values() if one.more]

    @property
    def opens_more(self) -> bool:
        """Something that is folded away was changed, or has to be."""
        return any(one.bound.errors or self.typed[one.asked.name] != one.asked.default for one in self.more)

    def readings(self, name: str) -> list[tuple[str, str]]:
        """(query of the address, label) of each reading of a number that can be read in two ways."""
        read = parse(self.typed[name])
        if not isinstance(read, Ambiguous) or not self.has_error(name, AMBIGUOUS):
            return []
        meant = {showing.number(float(one), 15): showing.unambiguous(one) for one in read.readings}
        return [(urlencode({"find": self.goal, **self.typed, name: text}), label) for label, text in meant.items()]

    def canonical(self) -> dict[str, str]:
        """Every value as an address has it, once all are valid; empty ones are left out."""
        found = {}
        for name, one in self.asked.items():
            read = parse(self.typed[name])
            if one.choices:
                found[name] = self.typed[name]
            elif isinstance(read, Decimal):
                found[name] = showing.unambiguous(read)
        return found


@dataclass(frozen=True)
class Shown:
    """One field for the template."""

    form: CalculatorForm
    asked: Asked

    @property
    def bound(self) -> forms.BoundField:
        return self.form[self.asked.name]

    @property
    def unit(self) -> str:
        return self.asked.shown_unit

    @property
    def readings(self) -> list[tuple[str, str]]:
        return self.form.readings(self.asked.name)


Show = Callable[[float], str]
