"""Two proportions of people assigned one by one."""

import math
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from courses.exercises.calculators import showing
from courses.exercises.calculators.asking import Asked, Values
from courses.exercises.calculators.calculator import PERCENTAGE_POINTS
from courses.exercises.calculators.designing import (
    COMMON,
    EFFECT,
    PEOPLE_FIELD,
    POWER,
    POWER_FIELD,
    SIZE,
    Design,
    explained,
    setting_of,
)
from courses.exercises.calculators.means import people_in_words
from courses.exercises.statistics import detecting, recruiting
from courses.exercises.statistics import proportions as formulas
from courses.exercises.statistics.derivation import Result
from courses.exercises.statistics.designs import Outcome
from courses.exercises.statistics.groups import up

CONTROL = Asked(
    "p1",
    gettext_lazy("Outcome in the control group"),
    "38",
    help=gettext_lazy("The share expected without the programme, from a survey. 38% is the national figure of 2018."),
    per_cent=True,
)
TREATED = Asked(
    "p2",
    gettext_lazy("Outcome in the treated group"),
    "30",
    help=gettext_lazy("The share among those who take part if the programme works as hoped."),
    per_cent=True,
    goals=(SIZE, POWER),
)
DIRECTION = Asked(
    "direction",
    gettext_lazy("The programme is meant to make the share"),
    "fall",
    choices=(("fall", gettext_lazy("fall")), ("rise", gettext_lazy("rise"))),
    goals=(EFFECT,),
)
VARIANT = Asked(
    "variant",
    gettext_lazy("Way of computing"),
    "pooled",
    choices=(
        ("pooled", gettext_lazy("pooled (R’s power.prop.test)")),
        ("unpooled", gettext_lazy("unpooled")),
        ("arcsine", gettext_lazy("arcsine (R’s pwr.2p.test)")),
    ),
    more=True,
)
R2 = explained(gettext_lazy("From 0 to less than 1. For a yes-or-no outcome it seldom helps: leave 0 unless you know."))
COVARIATES_OF_BINARY = gettext_lazy(
    "For a yes-or-no outcome the gain from covariates does not carry over from means: it depends on the model, and is "
    "often smaller. Plan without it if you can."
)


def outcome_of(values: Values) -> Outcome:
    return Outcome(
        p1=values["p1"],
        p2=values.get("p2") or 0.0,
        variant=values["variant"],
        falls=values.get("direction") != "rise",
    )


class Proportions(Design):
    slug = "proportions"
    units: ClassVar = {EFFECT: PERCENTAGE_POINTS}
    fractions: ClassVar = {POWER: "%", EFFECT: PERCENTAGE_POINTS}
    title = gettext_lazy("Proportions")
    lede = gettext_lazy("For an outcome that is yes or no (lived violence, attended) and people assigned one by one.")
    asked = (PEOPLE_FIELD, CONTROL, TREATED, DIRECTION, POWER_FIELD, VARIANT, *COMMON, R2)

    def recruits(self, values: Values) -> Result:
        return recruiting.for_proportions(outcome_of(values), setting_of(values), values["power"])

    def power(self, values: Values) -> Result:
        return detecting.power_of_proportions(outcome_of(values), setting_of(values), values["N"])

    def effect(self, values: Values) -> Result:
        return detecting.effect_on_proportions(outcome_of(values), setting_of(values), values["N"], values["power"])

    def show(self, goal: str, measured: float) -> str:
        shown: dict[str, Any] = {SIZE: showing.whole, POWER: showing.chance, EFFECT: points_in_words}
        return str(shown[goal](measured))

    def brief(self, goal: str, measured: float) -> str:
        return showing.points(measured, 2) if goal == EFFECT else self.show(goal, measured)

    def recruits_in_words(self, result: Result, values: Values) -> str:
        return people_in_words(result)

    def sample_in_words(self, values: Values) -> str:
        return _("With %(people)s people") % {"people": showing.number(values["N"], 0)}

    def effect_in_words(self, values: Values) -> str:
        return change_in_words(values["p1"], values["p2"])

    def found_in_words(self, result: Result, values: Values) -> str:
        return change_in_words(values["p1"], result["p2"])

    def own_cautions(self, goal: str, values: Values) -> list[str]:
        found = [ways_in_words(values)] if goal == SIZE else []
        return found + ([str(COVARIATES_OF_BINARY)] if values["R2"] else [])

    def _with_effect(self, goal: str, values: Values) -> Values:
        return values if goal != EFFECT else {**values, "p2": self.effect(values)["p2"]}


def change_in_words(before: float, after: float) -> str:
    places = 2 if before == after else max(2, -math.floor(math.log10(abs(after - before))) - 1)
    told = {"before": showing.per_cent(before, places), "after": showing.per_cent(after, places)}
    if after < before:
        return _("a fall from %(before)s to %(after)s") % told
    return _("a rise from %(before)s to %(after)s") % told


def points_in_words(value: float) -> str:
    told = showing.points(value, 2)
    number = 1 if told == "1" else 2
    return ngettext("%(points)s percentage point", "%(points)s percentage points", number) % {"points": told}


def ways_in_words(values: Values) -> str:
    """How far the three ways are apart, per group of equal size and before anything is added."""
    test = {**setting_of(values).test, "P": 0.5}
    told = {way: showing.number(up(per_arm(values, way, test)), 0) for way in formulas.VARIANTS}
    return (
        _(
            "The ways of computing differ: with people assigned one by one to equal groups, without covariates, full "
            "take-up and nobody lost, pooled asks for %(pooled)s "
            "people per group, unpooled for %(unpooled)s and arcsine for %(arcsine)s. Say which one you used."
        )
        % told
    )


def per_arm(values: Values, way: str, test: dict[str, Any]) -> float:
    found = formulas.sample_size(p1=values["p1"], p2=values["p2"], variant=way, power=values["power"], **test)
    return found["n_per_arm"]
