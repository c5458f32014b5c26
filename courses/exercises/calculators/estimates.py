"""Effects from what was measured: difference in differences, ITT and LATE."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.exercises.calculators import showing
from courses.exercises.calculators.asking import Asked, Values
from courses.exercises.calculators.calculator import POINTS, Answer, Calculator, Curve, Goal, Series
from courses.exercises.statistics import estimates
from courses.exercises.statistics.adjustments import brought
from courses.exercises.statistics.derivation import Result

FAMILY = gettext_lazy("Reading results")
CONFIDENCE = Asked(
    "alpha",
    gettext_lazy("Significance level"),
    "5",
    help=gettext_lazy("5% gives the interval of 95%."),
    per_cent=True,
    more=True,
)
SIMULATED = gettext_lazy("The numbers shown at first are simulated.")


class DifferenceInDifferences(Calculator):
    slug = "difference-in-differences"
    title = gettext_lazy("Difference in differences")
    lede = gettext_lazy(
        "For two groups measured before and after, where only one had the programme: how much more it changed."
    )
    family = FAMILY
    goals = (Goal("effect", gettext_lazy("Effect"), gettext_lazy("Effect")),)
    example = SIMULATED
    asked = (
        Asked("t0", gettext_lazy("Treated group, before"), "38", help=gettext_lazy("A mean, or a share in per cent.")),
        Asked("t1", gettext_lazy("Treated group, after"), "30"),
        Asked("c0", gettext_lazy("Comparison group, before"), "39"),
        Asked("c1", gettext_lazy("Comparison group, after"), "36"),
        Asked(
            "sd",
            gettext_lazy("Standard deviation"),
            "",
            help=gettext_lazy(
                "For the interval: in the unit of the means. For shares near 35%, about 48. May stay empty."
            ),
        ),
        Asked(
            "n_t", gettext_lazy("People in the treated group"), "", help=gettext_lazy("In each round. May stay empty.")
        ),
        Asked(
            "n_c",
            gettext_lazy("People in the comparison group"),
            "",
            help=gettext_lazy("In each round. May stay empty."),
        ),
        Asked(
            "correlation",
            gettext_lazy("Correlation between the rounds"),
            "0",
            help=gettext_lazy("0 if other people were asked each time; between 0 and 1 if the same ones were."),
            more=True,
        ),
        CONFIDENCE,
    )

    def result(self, values: Values) -> Result:
        return estimates.difference_in_differences(**values)

    def measure(self, goal: str, values: Values) -> float:
        return self.result(values).value

    def show(self, goal: str, measured: float) -> str:
        return showing.fine(measured)

    def caption(self, goal: str) -> str:
        return _("effect, in the unit of the means")

    def answer(self, goal: str, values: Values) -> Answer:
        result = self.result(values)
        told = {name: showing.fine(result[name]) for name in ("did", "change_t", "change_c")}
        sentence = _(
            "The treated group changed by %(change_t)s and the comparison group by %(change_c)s. If both would have moved "
            "alike without the programme, its effect is %(did)s."
        )
        return Answer(
            value=result.value,
            sentence=sentence % told + " " + interval_in_words(result),
            facts=tuple(facts_of_interval(result, values["alpha"])),
            workings=workings(result, "did", "high"),
            cautions=(
                _("It rests on parallel trends: look at earlier years of both groups before you believe it."),
                _("Few groups or areas make the interval too narrow; take the number of areas into account."),
            ),
        )

    def curve(self, goal: str, values: Values, points: int = POINTS) -> Curve | None:
        without = values["t0"] + values["c1"] - values["c0"]
        lines = (
            (_("treated group"), values["t0"], values["t1"]),
            (_("comparison group"), values["c0"], values["c1"]),
            (_("treated group if it had moved as the other"), values["t0"], without),
        )
        return Curve(
            title=_("Both groups before and after, and what the treated group would have done"),
            x=_("round"),
            y=_("mean"),
            series=tuple(Series(name, ((0.0, before), (1.0, after))) for name, before, after in lines),
            show_x=lambda value: _("before") if value < 0.5 else _("after"),
            show_y=lambda value: showing.fine(value),
            rows=(0.0, 1.0),
        )


class Late(Calculator):
    slug = "itt-late"
    title = gettext_lazy("ITT and LATE")
    lede = gettext_lazy(
        "From the effect of being offered a programme (ITT) to the effect on those who take part because of it (LATE)."
    )
    family = FAMILY
    goals = (Goal("effect", gettext_lazy("Effect"), gettext_lazy("Effect")),)
    example = SIMULATED
    asked = (
        Asked(
            "itt",
            gettext_lazy("Difference between all offered and all not offered (ITT)"),
            "-4",
            help=gettext_lazy("In any unit, for instance percentage points."),
        ),
        Asked("takeup_t", gettext_lazy("Take-up in the treated group"), "60", per_cent=True),
        Asked("takeup_c", gettext_lazy("Take-up in the control group"), "10", per_cent=True),
        Asked(
            "se",
            gettext_lazy("Standard error of the ITT"),
            "",
            help=gettext_lazy("For the interval, in the same unit. May stay empty."),
        ),
        CONFIDENCE,
    )

    def result(self, values: Values) -> Result:
        brought(values["takeup_t"], values["takeup_c"])
        return estimates.late(**values)

    def measure(self, goal: str, values: Values) -> float:
        return self.result(values).value

    def show(self, goal: str, measured: float) -> str:
        return showing.fine(measured)

    def caption(self, goal: str) -> str:
        return _("effect on those who take part because of the offer")

    def answer(self, goal: str, values: Values) -> Answer:
        result = self.result(values)
        told = {
            "itt": showing.fine(values["itt"]),
            "late": self.show(goal, result.value),
            "share": showing.per_cent(values["takeup_t"] - values["takeup_c"]),
        }
        sentence = _(
            "Offering the programme changed the outcome by %(itt)s on average. %(share)s took part because of the "
            "offer; on them the effect is %(late)s."
        )
        return Answer(
            value=result.value,
            sentence=sentence % told + " " + interval_in_words(result),
            facts=tuple(facts_of_interval(result, values["alpha"])),
            workings=workings(result, "late", "high"),
            cautions=(
                _(
                    "It holds if the offer works only through taking part, and if nobody stays away because of the offer."
                ),
                _("To decide on offering the programme, use the ITT: it already counts those who will not come."),
            ),
        )

    def curve(self, goal: str, values: Values, points: int = POINTS) -> Curve | None:
        apart = values["takeup_t"] - values["takeup_c"]
        rows = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0)
        shares = sorted({*(0.1 + 0.9 * step / points for step in range(points + 1)), *rows})
        return Curve(
            title=_("Effect on those who take part, by how many the offer brings"),
            x=_("difference of take-up"),
            y=_("effect on those who take part"),
            series=(Series("", tuple((share, values["itt"] / share) for share in shares)),),
            show_x=lambda value: showing.per_cent(value, 0),
            show_y=lambda value: showing.fine(value),
            rows=rows,
            x_unit="%",
            mark=(apart, values["itt"] / apart, self.show(goal, values["itt"] / apart)) if apart >= 0.1 else None,
        )


def facts_of_interval(result: Result, alpha: float) -> list[tuple[str, str]]:
    if "se" not in result.outputs:
        return []
    told = {name: showing.fine(result[name]) for name in ("low", "high")}
    return [
        (_("Standard error"), showing.number(result["se"])),
        (
            _("Interval of %(confidence)s") % {"confidence": showing.per_cent(1 - alpha, 2)},
            _("%(low)s to %(high)s") % told,
        ),
    ]


def interval_in_words(result: Result) -> str:
    if "se" not in result.outputs:
        return _("How sure that is cannot be said without a standard error.")
    if result["low"] <= 0 <= result["high"]:
        return _("The interval contains 0: no effect at all would fit the data as well.")
    return _("The interval does not contain 0.")


def workings(result: Result, *outputs: str) -> tuple[tuple[str, Result, str], ...]:
    """One after the other, those that the result has; the first needs no title."""
    titles = {"high": _("Standard error and interval")}
    return tuple((titles.get(name, ""), result, name) for name in outputs if name in result.outputs)
