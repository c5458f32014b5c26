"""The list experiment: how many lived something that they need not say."""

from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.exercises.calculators import showing
from courses.exercises.calculators.asking import Asked, Values
from courses.exercises.calculators.calculator import PERCENTAGE_POINTS, POINTS, Answer, Calculator, Curve, Goal, Series
from courses.exercises.calculators.estimates import CONFIDENCE, FAMILY, SIMULATED, workings
from courses.exercises.statistics import estimates
from courses.exercises.statistics.derivation import Result


class ListExperiment(Calculator):
    slug = "list-experiment"
    title = gettext_lazy("List experiment")
    lede = gettext_lazy(
        "For a question that people may not answer openly: one group counts items of a list, the other of the same list "
        "with one more item."
    )
    family = FAMILY
    fractions: ClassVar = {"effect": "%"}
    goals = (Goal("effect", gettext_lazy("Prevalence"), gettext_lazy("Prevalence")),)
    example = SIMULATED
    asked = (
        Asked("mean_t", gettext_lazy("Mean number of items, long list"), "2.31"),
        Asked("mean_c", gettext_lazy("Mean number of items, short list"), "2.02"),
        Asked("sd_t", gettext_lazy("Standard deviation, long list"), "1.05"),
        Asked("sd_c", gettext_lazy("Standard deviation, short list"), "1"),
        Asked("n_t", gettext_lazy("People with the long list"), "600"),
        Asked("n_c", gettext_lazy("People with the short list"), "600"),
        CONFIDENCE,
    )

    def result(self, values: Values) -> Result:
        return estimates.list_experiment(**values)

    def measure(self, goal: str, values: Values) -> float:
        return self.result(values).value

    def show(self, goal: str, measured: float) -> str:
        return showing.per_cent(measured)

    def caption(self, goal: str) -> str:
        return _("prevalence")

    def answer(self, goal: str, values: Values) -> Answer:
        result = self.result(values)
        told = {name: showing.per_cent(result[name]) for name in ("prevalence", "low", "high")}
        told["confidence"] = showing.per_cent(1 - values["alpha"], 2)
        sentence = _(
            "About %(prevalence)s have lived what the added item says; the %(confidence)s interval goes from %(low)s to "
            "%(high)s. Nobody’s own answer can be told from it."
        )
        cautions = [
            _("It works if the added item does not change how the others are counted, and nobody counts all or none.")
        ]
        if not 0 <= result.value <= 1:
            cautions.insert(0, _("A share below 0% or above 100% cannot be: the lists were not answered as meant."))
        return Answer(
            value=result.value,
            sentence=sentence % told,
            facts=((_("Standard error"), in_points(result["se"])),),
            workings=workings(result, "prevalence", "high"),
            variant=str(result.variant),
            cautions=tuple(cautions),
        )

    def curve(self, goal: str, values: Values, points: int = POINTS) -> Curve | None:
        here = values["n_t"] + values["n_c"]
        share = values["n_t"] / here

        def half(total: float) -> float:
            asked = {**values, "n_t": max(share * total, 2.0), "n_c": max((1 - share) * total, 2.0)}
            result = self.result(asked)
            return (result["high"] - result["low"]) / 2

        rows = [here * part for part in (0.25, 0.5, 0.75, 1, 1.25, 1.5, 2)]
        counts = sorted({*(here * (0.2 + 1.8 * step / points) for step in range(points + 1)), *rows})
        return Curve(
            title=_("Half the width of the interval by number of people"),
            x=_("people in all"),
            y=_("half the interval, percentage points"),
            series=(Series("", tuple((count, half(count)) for count in counts)),),
            show_x=lambda value: showing.number(value, 0),
            show_y=showing.points,
            rows=rows,
            y_unit=PERCENTAGE_POINTS,
            mark=(here, half(here), showing.points(half(here))),
        )


def in_points(value: float) -> str:
    return _("%(points)s points") % {"points": showing.points(value)}
