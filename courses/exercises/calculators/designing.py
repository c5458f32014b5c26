"""What the four calculators of designs share: sample size, power and smallest effect, with what real life adds."""

from abc import abstractmethod
from collections.abc import Callable
from typing import ClassVar, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.exercises.calculators import showing
from courses.exercises.calculators.asking import Asked, Values
from courses.exercises.calculators.calculator import POINTS, Answer, Calculator, Curve, Goal, Series
from courses.exercises.statistics.derivation import Result
from courses.exercises.statistics.designs import Setting
from courses.exercises.statistics.unanswerable import Unanswerable

SIZE, POWER, EFFECT = "size", "power", "effect"
USUAL_POWER: Final = 0.8

POWER_FIELD: Final = Asked(
    "power",
    gettext_lazy("Power"),
    "80",
    help=gettext_lazy("How often the evaluation would find the effect, if it is there. Usually 80%."),
    per_cent=True,
    goals=(SIZE, EFFECT),
)
PEOPLE_FIELD: Final = Asked(
    "N",
    gettext_lazy("People in all"),
    "800",
    quantity="N0",
    whole=True,
    help=gettext_lazy("Those recruited, in both groups together."),
    goals=(POWER, EFFECT),
)
ALPHA: Final = Asked(
    "alpha",
    gettext_lazy("Significance level"),
    "5",
    help=gettext_lazy("How often a programme without effect would look as if it had one. Usually 5%."),
    per_cent=True,
    more=True,
)
SIDES: Final = Asked(
    "sides",
    gettext_lazy("Test"),
    "2",
    choices=(("2", gettext_lazy("two-sided: for better or worse")), ("1", gettext_lazy("one-sided"))),
    more=True,
)
SHARE: Final = Asked(
    "P",
    gettext_lazy("Size of the treated group"),
    "50",
    help=gettext_lazy("As a share of all. Equal groups need the fewest people."),
    per_cent=True,
    more=True,
)
TAKE_UP: Final = (
    Asked(
        "takeup_t",
        gettext_lazy("Take-up in the treated group"),
        "100",
        help=gettext_lazy("Of those who are offered the programme, how many take part."),
        per_cent=True,
        more=True,
    ),
    Asked(
        "takeup_c",
        gettext_lazy("Take-up in the control group"),
        "0",
        help=gettext_lazy("Those who find their way into the programme all the same."),
        per_cent=True,
        more=True,
    ),
)
ATTRITION: Final = Asked(
    "attrition",
    gettext_lazy("Attrition"),
    "0",
    help=gettext_lazy("Of those recruited, how many will not be found again at the end."),
    per_cent=True,
    more=True,
)
TESTS: Final = Asked(
    "tests",
    gettext_lazy("Main outcomes"),
    "1",
    help=gettext_lazy("With several, each is tested at the significance level divided by their number (Bonferroni)."),
    more=True,
)
COMMON: Final = (ALPHA, SIDES, SHARE, *TAKE_UP, ATTRITION, TESTS)


def explained(help_text: object) -> Asked:
    return Asked("R2", gettext_lazy("Variance that covariates explain (R²)"), "0", help=help_text, more=True)  # type: ignore[arg-type]  # a Promise


def setting_of(values: Values) -> Setting:
    return Setting(
        P=values["P"],
        takeup_t=values["takeup_t"],
        takeup_c=values["takeup_c"],
        attrition=values["attrition"],
        attr_cluster=values.get("attr_cluster", 0.0),
        R2=values["R2"],
        alpha=values["alpha"],
        tests=values["tests"],
        sides=int(values["sides"]),
        student=values.get("quantiles") == "t",
    )


class Design(Calculator):
    """A calculator whose answer is who to recruit, a power, or an effect."""

    family = gettext_lazy("Planning an evaluation")
    goals = (
        Goal(SIZE, gettext_lazy("Sample size"), gettext_lazy("Sample size")),
        Goal(POWER, gettext_lazy("Power"), gettext_lazy("Power")),
        Goal(EFFECT, gettext_lazy("Minimum detectable effect"), gettext_lazy("Minimum detectable effect")),
    )
    fractions: ClassVar = {POWER: "%"}
    count: ClassVar[str] = "N"  # the field that says who was recruited

    @abstractmethod
    def recruits(self, values: Values) -> Result: ...

    @abstractmethod
    def power(self, values: Values) -> Result: ...

    @abstractmethod
    def effect(self, values: Values) -> Result: ...

    @abstractmethod
    def recruits_in_words(self, result: Result, values: Values) -> str:
        """ "Recruit 1,100 people: …" """

    @abstractmethod
    def sample_in_words(self, values: Values) -> str:
        """ "With 800 people", to begin a sentence."""

    @abstractmethod
    def effect_in_words(self, values: Values) -> str:
        """ "a fall from 38% to 30%", "an effect of 0.2"."""

    @abstractmethod
    def found_in_words(self, result: Result, values: Values) -> str:
        """The smallest effect, as `effect_in_words` has one."""

    @abstractmethod
    def own_cautions(self, goal: str, values: Values) -> list[str]: ...

    def result(self, goal: str, values: Values) -> Result:
        found: dict[str, Callable[[Values], Result]] = {SIZE: self.recruits, POWER: self.power, EFFECT: self.effect}
        return found[goal](values)

    def measure(self, goal: str, values: Values) -> float:
        return abs(self.result(goal, values).value)

    def answer(self, goal: str, values: Values) -> Answer:
        result = self.result(goal, values)
        sentence = {SIZE: self._size, POWER: self._power, EFFECT: self._effect}[goal](result, values)
        return Answer(
            value=abs(result.value),
            sentence=sentence,
            facts=tuple(self.facts(goal, result, values)),
            workings=(("", result, ""), *self.more_workings(result)),
            variant=str(result.variant),
            cautions=(*self.own_cautions(goal, values), *cautions(values)),
        )

    def caption(self, goal: str) -> str:
        return {SIZE: _("people in all"), POWER: _("power"), EFFECT: _("minimum detectable effect")}[goal]

    def facts(self, goal: str, result: Result, values: Values) -> list[tuple[str, str]]:
        if goal == SIZE:
            return [
                (_("Treated group"), showing.whole(result["treated"])),
                (_("Control group"), showing.whole(result["control"])),
                (_("Before rounding up"), showing.number(result["unrounded"], 1)),
            ]
        if goal == EFFECT and "offered" in result.outputs:
            return [(_("Effect on all who are offered it"), self.show(EFFECT, abs(result["offered"])))]
        return []

    def more_workings(self, result: Result) -> list[tuple[str, Result, str]]:
        if "offered" in result.outputs and result.step_of["mde"] != "late":
            return [(_("Effect on all who are offered the programme"), result, "offered")]
        return []

    def _size(self, result: Result, values: Values) -> str:
        often = {"effect": self.effect_in_words(values), "power": showing.chance(values["power"])}
        would = _("With them, %(effect)s would be found in %(power)s of such evaluations.") % often
        return f"{self.recruits_in_words(result, values)} {would}"

    def _power(self, result: Result, values: Values) -> str:
        told = {"sample": self.sample_in_words(values), "effect": self.effect_in_words(values)}
        told["power"] = showing.chance(result.value)
        found = _("%(sample)s, %(effect)s would be found in %(power)s of such evaluations.") % told
        if round(result.value, 3) >= USUAL_POWER:  # as shown
            return found
        less = _("That is less than the usual %(usual)s: a programme that works could well look as if it did not.")
        return f"{found} {less % {'usual': showing.per_cent(USUAL_POWER)}}"

    def _effect(self, result: Result, values: Values) -> str:
        told = {"sample": self.sample_in_words(values), "effect": self.found_in_words(result, values)}
        told["power"] = showing.chance(values["power"])
        return (
            _("%(sample)s, the smallest effect that would be found in %(power)s of such evaluations is %(effect)s.")
            % told
        )

    def curve(self, goal: str, values: Values, points: int = POINTS) -> Curve | None:
        """Power by sample size, for the effect that was entered or found."""
        planned = self._with_effect(goal, values)
        most = values[self.count] if goal != SIZE else self.recruits(values)["people"]
        rows = [most * part for part in (0.25, 0.5, 0.75, 1, 1.25, 1.5, 2)]
        line = []
        for count in sorted({*(2 * most * step / points for step in range(1, points + 1)), *rows}):
            try:
                line.append((count, self.power({**planned, self.count: count}).value))
            except Unanswerable:
                continue
        here = self.power({**planned, self.count: most}).value
        return Curve(
            title=_("Power by sample size, for %(effect)s") % {"effect": self.effect_in_words(planned)},
            x=_("people in all"),
            y=_("power"),
            series=(Series("", tuple(line)),),
            show_x=lambda value: showing.number(value, 0),
            show_y=lambda value: showing.per_cent(value, 0),
            rows=rows,
            y_unit="%",
            mark=(most, here, showing.chance(here)),
            level=(USUAL_POWER, showing.per_cent(USUAL_POWER)),
        )

    @abstractmethod
    def _with_effect(self, goal: str, values: Values) -> Values:
        """The values with an effect in them: where it is what is sought, the one that was found."""


def cautions(values: Values) -> list[str]:
    """What any design has to be told."""
    found = []
    if values["sides"] == "1":
        found.append(_("A one-sided test cannot show that the programme does harm. Use it only if that cannot happen."))
    if values["tests"] > 1:
        found.append(_("Bonferroni is strict: it asks for more people than needed if the outcomes move together."))
    if (values["takeup_t"], values["takeup_c"]) != (1.0, 0.0):
        found.append(
            _("With partial take-up the effect is that on those who take part because they are offered the programme.")
        )
    if values["attrition"] > 0:
        found.append(
            _(
                "More people make up for the number that is lost, not for losing other people in one group than in the other."
            )
        )
    found.append(
        _(
            "Whoever is at immediate risk is protected outside the lottery, always; such people are not part of the sample."
        )
    )
    return found
