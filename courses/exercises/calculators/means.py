"""Two means of people assigned one by one."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from courses.exercises.calculators import showing
from courses.exercises.calculators.asking import Asked, Values
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
from courses.exercises.statistics import detecting, means, recruiting
from courses.exercises.statistics.derivation import Result
from courses.exercises.statistics.designs import Outcome

DELTA = Asked(
    "delta",
    gettext_lazy("Effect to find"),
    "0.2",
    help=gettext_lazy(
        "How much the programme would change the mean of those who take part, in the unit of the standard deviation. "
        "With a standard deviation of 1, Cohen calls 0.2 small and 0.5 medium."
    ),
    goals=(SIZE, POWER),
)
SD = Asked(
    "sd",
    gettext_lazy("Standard deviation"),
    "1",
    help=gettext_lazy("How much people differ in the outcome, from a survey or a register. Leave 1 to count in it."),
)
R2 = explained(
    gettext_lazy(
        "From 0 to less than 1. What explains most is usually the same outcome, measured before the programme."
    )
)


def outcome_of(values: Values) -> Outcome:
    return Outcome(delta=values.get("delta") or 0.0, sd=values["sd"])


class Means(Design):
    slug = "means"
    title = gettext_lazy("Means")
    lede = gettext_lazy(
        "For an outcome that is a number (a score, days, soles) and people who are assigned one by one."
    )
    asked = (PEOPLE_FIELD, DELTA, SD, POWER_FIELD, *COMMON, R2)

    def recruits(self, values: Values) -> Result:
        return recruiting.for_means(outcome_of(values), setting_of(values), values["power"])

    def power(self, values: Values) -> Result:
        return detecting.power_of_means(outcome_of(values), setting_of(values), values["N"])

    def effect(self, values: Values) -> Result:
        return detecting.effect_on_means(outcome_of(values), setting_of(values), values["N"], values["power"])

    def show(self, goal: str, measured: float) -> str:
        shown = {SIZE: showing.whole, POWER: showing.chance, EFFECT: showing.number}
        return shown[goal](measured)

    def recruits_in_words(self, result: Result, values: Values) -> str:
        return people_in_words(result)

    def sample_in_words(self, values: Values) -> str:
        return _("With %(people)s people") % {"people": showing.number(values["N"], 0)}

    def effect_in_words(self, values: Values) -> str:
        return effect_in_words(values["delta"], values["sd"])

    def found_in_words(self, result: Result, values: Values) -> str:
        return effect_in_words(result.value, values["sd"])

    def own_cautions(self, goal: str, values: Values) -> list[str]:
        found = [_("If the outcome is yes or no, use the calculator for proportions.")]
        if goal == SIZE:
            test = setting_of(values).test
            normal = means.sample_size(
                delta=values["delta"], sd=values["sd"], R2=values["R2"], power=values["power"], **test
            )
            exact = means.sample_size_t(
                delta=values["delta"], sd=values["sd"], R2=values["R2"], power=values["power"], **test
            )
            told = {"z": showing.number(normal.value, 1), "t": showing.number(exact.value, 1)}
            found.append(
                _(
                    "This is the exact t test, as in Stata and R: %(t)s people to analyse. Normal quantiles (z) give %(z)s."
                )
                % told
            )
        return found

    def _with_effect(self, goal: str, values: Values) -> Values:
        return values if goal != EFFECT else {**values, "delta": self.effect(values).value}


def people_in_words(result: Result) -> str:
    told = {name: showing.whole(result[name]) for name in ("people", "treated", "control")}
    return (
        _("Recruit %(people)s people: %(treated)s for the treated group and %(control)s for the control group.") % told
    )


def effect_in_words(delta: float, sd: float) -> str:
    if sd == 1:
        told = {"effect": showing.number(delta)}
        number = 1 if abs(delta) == 1 else 2
        return (
            ngettext(
                "an effect of %(effect)s standard deviation", "an effect of %(effect)s standard deviations", number
            )
            % told
        )
    told = {"effect": showing.number(delta), "ratio": showing.number(delta / sd)}
    return _("an effect of %(effect)s (%(ratio)s standard deviations)") % told
