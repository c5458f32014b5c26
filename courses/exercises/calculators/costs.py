"""What one case fewer costs, with later money worth less."""

from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.exercises.calculators import showing
from courses.exercises.calculators.asking import Asked, Values
from courses.exercises.calculators.calculator import PERCENTAGE_POINTS, POINTS, Answer, Calculator, Curve, Goal, Series
from courses.exercises.numbers import NBSP
from courses.exercises.statistics import costs
from courses.exercises.statistics.derivation import Result

YEARS = ("year_0", "year_1", "year_2", "year_3")
SOLES = "S/"
CENTIMOS = 2  # decimals of money


def _year(name: str, label: object, default: str, more: bool = False) -> Asked:
    return Asked(name, label, default, quantity="cost", unit=SOLES, unit_leads=True, more=more)  # type: ignore[arg-type]  # a Promise


class Costs(Calculator):
    slug = "cost-effectiveness"
    units: ClassVar = {"cost": SOLES}
    title = gettext_lazy("Cost per outcome")
    lede = gettext_lazy(
        "How much one case fewer (or one more achievement) costs, with the costs of later years at today’s worth."
    )
    family = gettext_lazy("Deciding")
    goals = (Goal("cost", gettext_lazy("Cost per outcome"), gettext_lazy("Cost per outcome")),)
    example = gettext_lazy(
        "The numbers shown at first are those of an exercise: 1,500 men, 2.3 points fewer, S/ 180,000."
    )
    asked = (
        _year("year_0", gettext_lazy("Cost this year"), "180000"),
        _year("year_1", gettext_lazy("Cost in one year"), "0"),
        _year("year_2", gettext_lazy("Cost in two years"), "0", more=True),
        _year("year_3", gettext_lazy("Cost in three years"), "0", more=True),
        Asked(
            "rate",
            gettext_lazy("Discount rate"),
            "10",
            help=gettext_lazy(
                "By how much money is worth less each year. Ask your finance office for the official rate."
            ),
            per_cent=True,
        ),
        Asked("n", gettext_lazy("People reached"), "1500"),
        Asked(
            "effect",
            gettext_lazy("Effect per person"),
            "2.3",
            help=gettext_lazy("In percentage points, without sign: 2.3 means 2.3 cases fewer among 100 people."),
            unit=gettext_lazy("points"),
            per_cent=True,
        ),
        Asked(
            "other_cost",
            gettext_lazy("Cost of what would be done anyway"),
            "0",
            help=gettext_lazy("What is spent without the programme, at today’s worth; only the difference counts."),
            unit=SOLES,
            unit_leads=True,
            more=True,
        ),
    )

    def worth(self, values: Values) -> Result:
        return costs.present_value_of_years(costs=[values[name] for name in YEARS], rate=values["rate"])

    def result(self, values: Values) -> Result:
        asked = {name: values[name] for name in ("n", "effect", "other_cost")}
        return costs.per_outcome(total_cost=round(self.worth(values).value, CENTIMOS), **asked)

    def measure(self, goal: str, values: Values) -> float:
        return self.result(values).value

    def show(self, goal: str, measured: float) -> str:
        return f"{SOLES}{NBSP}{showing.money(measured)}"

    def brief(self, goal: str, measured: float) -> str:
        return showing.money(measured)

    def caption(self, goal: str) -> str:
        return _("per outcome")

    def answer(self, goal: str, values: Values) -> Answer:
        worth, result = self.worth(values), self.result(values)
        told = {
            "worth": self.show(goal, worth.value),
            "outcomes": showing.number(result["outcomes"], 1),
            "cost": self.show(goal, result.value),
        }
        sentence = _(
            "At today’s worth the programme costs %(worth)s and brings %(outcomes)s outcomes: %(cost)s for each of them."
        )
        cautions = [
            _("Compare it only with figures for the same outcome, counted over the same time."),
            _("An effect has an interval: look at the sensitivity table before you rank programmes."),
        ]
        if result.value < 0:
            cautions.insert(0, _("The cost is negative: the programme would cost less than what is done anyway."))
        return Answer(
            value=result.value,
            sentence=sentence % told,
            facts=(
                (_("Cost at today’s worth"), self.show(goal, worth.value)),
                (_("Outcomes"), showing.number(result["outcomes"], 1)),
                (_("Cost per person"), self.show(goal, worth.value / values["n"])),
            ),
            workings=((_("Present value"), worth, ""), (_("Cost per outcome"), result, "")),
            cautions=tuple(cautions),
        )

    def curve(self, goal: str, values: Values, points: int = POINTS) -> Curve | None:
        effect = values["effect"]

        def cost(at: float) -> float:
            return self.measure(goal, {**values, "effect": at})

        rows = [effect * part for part in (0.5, 0.75, 1, 1.25, 1.5, 2)]
        steps = sorted({*(effect * (0.3 + 1.7 * step / points) for step in range(points + 1)), *rows})
        return Curve(
            title=_("Cost per outcome by effect"),
            x=_("effect in percentage points"),
            y=_("cost per outcome, S/"),
            series=(Series("", tuple((at, cost(at)) for at in steps)),),
            show_x=lambda value: showing.points(value, 2),
            show_y=showing.money,
            rows=rows,
            x_unit=PERCENTAGE_POINTS,
            mark=(effect, cost(effect), showing.money(cost(effect))),
        )
