"""Two risks compared, and an odds ratio translated."""

from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.exercises.calculators import showing
from courses.exercises.calculators.asking import Asked, Values
from courses.exercises.calculators.calculator import PERCENTAGE_POINTS, POINTS, Answer, Calculator, Curve, Goal, Series
from courses.exercises.calculators.estimates import CONFIDENCE, FAMILY
from courses.exercises.statistics import risks
from courses.exercises.statistics.derivation import Result
from courses.exercises.statistics.groups import up

COMPARE, ODDS = "compare", "odds"


class Risks(Calculator):
    slug = "risks"
    units: ClassVar = {COMPARE: gettext_lazy("points")}
    fractions: ClassVar = {COMPARE: PERCENTAGE_POINTS}
    title = gettext_lazy("Risks")
    lede = gettext_lazy(
        "From two shares to the difference, the ratio, the odds and how many people must take part for one case fewer."
    )
    family = FAMILY
    goals = (
        Goal(COMPARE, gettext_lazy("Compare two risks"), gettext_lazy("Two risks compared")),
        Goal(ODDS, gettext_lazy("Translate an odds ratio"), gettext_lazy("Risk ratio from an odds ratio")),
    )
    example = gettext_lazy(
        "The risks shown at first are those published for Hablemos entre Patas; the odds ratio is that of Bandebereho, "
        "its control risk is simulated."
    )
    asked = (
        Asked("p_t", gettext_lazy("Risk in the treated group"), "9.1", per_cent=True, goals=(COMPARE,)),
        Asked("p_c", gettext_lazy("Risk in the comparison group"), "11.4", per_cent=True, goals=(COMPARE,)),
        Asked(
            "n_t",
            gettext_lazy("People in the treated group"),
            "",
            help=gettext_lazy("For the intervals. May stay empty."),
            goals=(COMPARE,),
        ),
        Asked(
            "n_c",
            gettext_lazy("People in the comparison group"),
            "",
            help=gettext_lazy("For the intervals. May stay empty."),
            goals=(COMPARE,),
        ),
        Asked("odds_ratio", gettext_lazy("Odds ratio"), "0.37", goals=(ODDS,)),
        Asked(
            "p0",
            gettext_lazy("Risk in the comparison group"),
            "40",
            help=gettext_lazy("Without it an odds ratio says nothing about risks."),
            per_cent=True,
            goals=(ODDS,),
        ),
        Asked(**{**vars(CONFIDENCE), "goals": (COMPARE,)}),
    )

    def result(self, goal: str, values: Values) -> Result:
        return risks.compare(**values) if goal == COMPARE else risks.risk_ratio_of_odds(**values)

    def measure(self, goal: str, values: Values) -> float:
        return self.result(goal, values).value

    def show(self, goal: str, measured: float) -> str:
        return (
            _("%(points)s points") % {"points": showing.points(measured)}
            if goal == COMPARE
            else showing.number(measured)
        )

    def brief(self, goal: str, measured: float) -> str:
        return showing.points(measured, 2) if goal == COMPARE else self.show(goal, measured)

    def caption(self, goal: str) -> str:
        return _("difference of the risks") if goal == COMPARE else _("risk ratio")

    def answer(self, goal: str, values: Values) -> Answer:
        result = self.result(goal, values)
        return self._compared(result, values) if goal == COMPARE else self._translated(result, values)

    def _compared(self, result: Result, values: Values) -> Answer:
        return Answer(
            value=result.value,
            sentence=_compared_in_words(result, values),
            facts=tuple(_facts(result, values["alpha"])),
            workings=_workings(result),
            cautions=(
                _("Give the difference and the ratio together: “20% less” can be many people or very few."),
                _("Odds are not risks: an odds ratio of 0.5 is not “half as many people” where the outcome is common."),
                _(
                    "The intervals take people as independent; with communities or centres assigned whole they are too narrow."
                ),
            ),
        )

    def _translated(self, result: Result, values: Values) -> Answer:
        told = {
            "odds": showing.number(values["odds_ratio"]),
            "ratio": showing.number(result.value),
            "before": showing.per_cent(values["p0"]),
            "after": showing.per_cent(result["risk_treated"]),
        }
        sentence = _(
            "With a risk of %(before)s in the comparison group, an odds ratio of %(odds)s is a risk ratio of %(ratio)s: "
            "the risk goes from %(before)s to %(after)s."
        )
        return Answer(
            value=result.value,
            sentence=sentence % told,
            facts=((_("Difference of the risks"), self.show(COMPARE, result["risk_difference"])),),
            workings=(("", result, "risk_ratio"), (_("Risk in the treated group"), result, "risk_treated")),
            cautions=(_("With another risk in the comparison group the same odds ratio gives another risk ratio."),),
        )

    def curve(self, goal: str, values: Values, points: int = POINTS) -> Curve | None:
        if goal == ODDS:
            return self._ratio_by_risk(values, points)
        ratio = values["p_t"] / values["p_c"]
        most = min(0.99, 0.99 / ratio, max(2 * values["p_c"], 0.1))
        rows = [most * part for part in (0.1, 0.25, 0.5, 0.75, 1)]
        base = sorted({*(most * step / points for step in range(1, points + 1)), *rows})
        return Curve(
            title=_("Cases fewer or more among 1,000 people, at the same risk ratio of %(ratio)s")
            % {"ratio": showing.number(ratio)},
            x=_("risk in the comparison group"),
            y=_("cases among 1,000"),
            series=(Series("", tuple((risk, 1000 * risk * (ratio - 1)) for risk in base)),),
            show_x=lambda value: showing.per_cent(value, 1),
            show_y=lambda value: showing.number(value, 1),
            rows=rows,
            x_unit="%",
            mark=(
                values["p_c"],
                1000 * (values["p_t"] - values["p_c"]),
                showing.number(1000 * (values["p_t"] - values["p_c"]), 1),
            ),
        )

    def _ratio_by_risk(self, values: Values, points: int) -> Curve:
        rows = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 0.9)
        base = sorted({*(step / points for step in range(1, points)), *rows})

        def ratio(risk: float) -> float:
            return risks.risk_ratio_of_odds(odds_ratio=values["odds_ratio"], p0=risk).value

        return Curve(
            title=_("Risk ratio by the risk in the comparison group, for an odds ratio of %(odds)s")
            % {"odds": showing.number(values["odds_ratio"])},
            x=_("risk in the comparison group"),
            y=_("risk ratio"),
            series=(Series("", tuple((risk, ratio(risk)) for risk in base)),),
            show_x=lambda value: showing.per_cent(value, 0),
            show_y=lambda value: showing.number(value, 2),
            rows=rows,
            x_unit="%",
            mark=(values["p0"], ratio(values["p0"]), showing.number(ratio(values["p0"]), 2)),
        )


def _compared_in_words(result: Result, values: Values) -> str:
    if not result.value:
        return _("The two risks are equal: no case fewer, whoever takes part.")
    told = {
        "points": showing.points(abs(result.value)),
        "ratio": showing.per_cent(abs(result["relative_change"])),
        "nnt": showing.whole(result["nnt"]),
    }
    if result.value < 0:
        return (
            _(
                "The risk is %(points)s percentage points lower, which is %(ratio)s less than in the comparison group. So "
                "that there is one case fewer, %(nnt)s people must take part."
            )
            % told
        )
    return (
        _(
            "The risk is %(points)s percentage points higher, which is %(ratio)s more than in the comparison group: one case "
            "more for every %(nnt)s people who take part."
        )
        % told
    )


def _facts(result: Result, alpha: float) -> list[tuple[str, str]]:
    def between(low: str, high: str, show: object) -> str:
        if low not in result.outputs:
            return ""
        told = {"low": show(result[low]), "high": show(result[high])}  # type: ignore[operator]  # a function
        return f" ({_('%(low)s to %(high)s') % told})"

    found = [
        (_("Risk ratio"), showing.number(result["risk_ratio"]) + between("rr_low", "rr_high", showing.number)),
        (_("Odds ratio"), showing.number(result["odds_ratio"]) + between("or_low", "or_high", showing.number)),
        (_("Relative change"), showing.per_cent(result["relative_change"])),
    ]
    if "nnt" in result.outputs:
        found.append((_("People who must take part for one case"), showing.number(up(result["nnt"]), 0)))
    if "low" in result.outputs:
        confidence = {"confidence": showing.per_cent(1 - alpha, 2)}
        told = {"low": showing.points(result["low"]), "high": showing.points(result["high"])}
        found.insert(0, (_("Interval of %(confidence)s") % confidence, _("%(low)s to %(high)s") % told))
    return found


def _workings(result: Result) -> tuple[tuple[str, Result, str], ...]:
    titles = {
        "risk_difference": "",
        "risk_ratio": _("Risk ratio"),
        "odds_ratio": _("Odds ratio"),
        "relative_change": _("Relative change"),
        "nnt": _("People who must take part for one case"),
        "high": _("Standard error and interval"),
    }
    return tuple((title, result, name) for name, title in titles.items() if name in result.outputs)
