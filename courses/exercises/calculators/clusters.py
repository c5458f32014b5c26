"""Communities, schools or centres that are assigned whole: means and proportions."""

from abc import abstractmethod
from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from courses.exercises.calculators import means, proportions, showing
from courses.exercises.calculators.asking import Asked, Values
from courses.exercises.calculators.calculator import PERCENTAGE_POINTS, POINTS, Curve, Series
from courses.exercises.calculators.designing import (
    COMMON,
    EFFECT,
    POWER,
    POWER_FIELD,
    SIZE,
    Design,
    explained,
    setting_of,
)
from courses.exercises.statistics import detecting, recruiting
from courses.exercises.statistics.clusters import design_effect
from courses.exercises.statistics.derivation import Result
from courses.exercises.statistics.designs import Clustering
from courses.exercises.statistics.groups import up
from courses.exercises.statistics.unanswerable import Unanswerable

FEW = 40  # clusters in all, below which normal quantiles promise too much

ICC = Asked(
    "icc",
    gettext_lazy("Intra-cluster correlation (ICC)"),
    "0.05",
    help=gettext_lazy(
        "How alike people of one cluster are: 0 not at all, 1 completely. Take it from an earlier survey; 0.05 is only a "
        "place to begin."
    ),
)
COUNT = Asked(
    "J",
    gettext_lazy("Clusters in all"),
    "250",
    quantity="J0",
    whole=True,
    help=gettext_lazy("Those recruited, in both groups together."),
    goals=(POWER, EFFECT),
)
QUANTILES = Asked(
    "quantiles",
    gettext_lazy("Quantiles"),
    "z",
    choices=(("z", gettext_lazy("normal (z), as Stata")), ("t", gettext_lazy("Student’s t, clusters − 2"))),
    more=True,
)
SIZES_DIFFER = Asked(
    "cv",
    gettext_lazy("Variation of the clusters’ sizes"),
    "0",
    help=gettext_lazy("Standard deviation of their sizes divided by the mean size; 0 if all are alike."),
    more=True,
)
CLUSTERS_LOST = Asked(
    "attr_cluster",
    gettext_lazy("Clusters lost"),
    "0",
    help=gettext_lazy("Of the clusters recruited, how many will leave the evaluation whole."),
    per_cent=True,
    more=True,
)
BETWEEN = Asked(
    "R2c",
    gettext_lazy("Variance between clusters that covariates explain (R²)"),
    "0",
    help=gettext_lazy("From 0 to less than 1; what the clusters’ own data tell beforehand."),
    more=True,
)
WITHIN = explained(gettext_lazy("Among people of one cluster, from 0 to less than 1."))
ADDED = (QUANTILES, SIZES_DIFFER, CLUSTERS_LOST)


def members(default: str) -> Asked:
    words = gettext_lazy("Those recruited in each; many more add little if the ICC is high.")
    return Asked("m", gettext_lazy("People per cluster"), default, quantity="m0", help=words)


def clustering_of(values: Values) -> Clustering:
    return Clustering(m0=values["m"], icc=values["icc"], cv=values["cv"], R2c=values.get("R2c", 0.0))


class ClusterDesign(Design):
    count = "J"
    effect_scale = 1

    def effect_axis(self) -> str:
        return _("minimum detectable effect")

    def effect_in_figure(self, effect: float) -> str:
        return showing.number(effect * self.effect_scale)

    def caption(self, goal: str) -> str:
        return _("clusters in all") if goal == SIZE else super().caption(goal)

    def recruits_in_words(self, result: Result, values: Values) -> str:
        told = {name: showing.whole(result[name]) for name in ("clusters", "treated", "control", "people")}
        told["m"] = showing.number(values["m"], 1)
        return (
            ngettext(
                "Recruit %(clusters)s clusters (%(treated)s to treat and %(control)s as control) with %(m)s person each: "
                "%(people)s people.",
                "Recruit %(clusters)s clusters (%(treated)s to treat and %(control)s as control) with %(m)s people each: "
                "%(people)s people.",
                up(values["m"]),
            )
            % told
        )

    def sample_in_words(self, values: Values) -> str:
        told = {"clusters": showing.number(values["J"], 0), "m": showing.number(values["m"], 1)}
        return (
            ngettext(
                "With %(clusters)s clusters of %(m)s person",
                "With %(clusters)s clusters of %(m)s people",
                up(values["m"]),
            )
            % told
        )

    def facts(self, goal: str, result: Result, values: Values) -> list[tuple[str, str]]:
        staying = values["m"] * (1 - values["attrition"])
        inflated = design_effect(m=max(staying, 1.0), icc=values["icc"], cv=values["cv"]).value
        found = super().facts(goal, result, values)
        if goal == SIZE:
            found.append((_("People in all"), showing.whole(result["people"])))
        return [*found, (_("Design effect"), showing.number(inflated, 2))]

    def own_cautions(self, goal: str, values: Values) -> list[str]:
        count = self.recruits(values).value if goal == SIZE else values["J"]
        found = []
        if count < FEW and values["quantiles"] == "z":
            found.append(self._few(goal, values))
        elif count < FEW:
            found.append(_("With so few clusters chance may leave the groups unequal: pair or stratify them first."))
        found.append(_("The ICC is seldom known. Look at the curve: it shows lower and higher ones."))
        return found

    def _few(self, goal: str, values: Values) -> str:
        try:
            told = {"few": FEW, "answer": self.show(goal, self.measure(goal, {**values, "quantiles": "t"}))}
        except Unanswerable:
            return _("Normal quantiles promise too much for so few clusters, and Student’s t has no answer for them.")
        return (
            _(
                "With fewer than %(few)s clusters normal quantiles promise too much. With Student’s t the answer is "
                "%(answer)s; choose it under more options."
            )
            % told
        )

    def curve(self, goal: str, values: Values, points: int = POINTS) -> Curve | None:
        """Smallest effect by clusters, for half, once and twice the ICC."""
        planned = {**values, "power": values.get("power", 0.8)}
        most = values["J"] if goal != SIZE else self.recruits(values)["clusters"]
        mark = self._effect_at(planned, most)
        rows = [most * part for part in (0.25, 0.5, 0.75, 1, 1.25, 1.5, 2)]
        return Curve(
            title=_("Minimum detectable effect by number of clusters, for three ICCs (power %(power)s)")
            % {"power": showing.per_cent(planned["power"])},
            x=_("clusters in all"),
            y=self.effect_axis(),
            series=tuple(self._series(planned, icc, most, points // 3, rows) for icc in three_iccs(values["icc"])),
            show_x=lambda value: showing.number(value, 0),
            show_y=self.effect_in_figure,
            rows=rows,
            y_unit=self.units.get(EFFECT, ""),
            mark=None if mark is None else (most, mark, self.effect_in_figure(mark)),
        )

    def _series(self, values: Values, icc: float, most: float, points: int, rows: list[float]) -> Series:
        found = []
        for count in sorted({*(2 * most * step / points for step in range(1, points + 1)), *rows}):
            effect = self._effect_at({**values, "icc": icc}, count)
            if effect is not None and count >= most / 5:
                found.append((count, effect))
        return Series(_("ICC %(icc)s") % {"icc": showing.number(icc, 4)}, tuple(found))

    def _effect_at(self, values: Values, count: float) -> float | None:
        try:
            return abs(self.effect({**values, "J": count}).value)
        except Unanswerable:
            return None

    @abstractmethod
    def effect(self, values: Values) -> Result: ...


def three_iccs(icc: float) -> tuple[float, float, float]:
    if icc == 0:
        return 0.0, 0.05, 0.1
    return icc / 2, icc, min(2 * icc, 1.0)


class ClusterMeans(ClusterDesign):
    slug = "cluster-means"
    title = gettext_lazy("Means, clusters")
    lede = gettext_lazy("For an outcome that is a number, where communities, schools or centres are assigned whole.")
    asked = (COUNT, means.DELTA, means.SD, members("20"), ICC, POWER_FIELD, *ADDED, *COMMON, BETWEEN, WITHIN)

    def recruits(self, values: Values) -> Result:
        outcome = means.outcome_of(values)
        return recruiting.for_cluster_means(outcome, clustering_of(values), setting_of(values), values["power"])

    def power(self, values: Values) -> Result:
        outcome = means.outcome_of(values)
        return detecting.power_of_cluster_means(outcome, clustering_of(values), setting_of(values), values["J"])

    def effect(self, values: Values) -> Result:
        outcome, clustering, setting = means.outcome_of(values), clustering_of(values), setting_of(values)
        return detecting.effect_on_cluster_means(outcome, clustering, setting, values["J"], values["power"])

    def show(self, goal: str, measured: float) -> str:
        return {SIZE: showing.whole, POWER: showing.chance, EFFECT: showing.number}[goal](measured)

    def effect_in_words(self, values: Values) -> str:
        return means.effect_in_words(values["delta"], values["sd"])

    def found_in_words(self, result: Result, values: Values) -> str:
        return means.effect_in_words(result.value, values["sd"])

    def _with_effect(self, goal: str, values: Values) -> Values:
        return values


class ClusterProportions(ClusterDesign):
    slug = "cluster-proportions"
    units: ClassVar = {EFFECT: PERCENTAGE_POINTS}
    fractions: ClassVar = {POWER: "%", EFFECT: PERCENTAGE_POINTS}
    effect_scale = 100

    def effect_axis(self) -> str:
        return _("minimum detectable effect, percentage points")

    title = gettext_lazy("Proportions, clusters")
    lede = gettext_lazy("For an outcome that is yes or no, where communities, schools or centres are assigned whole.")
    asked = (
        COUNT,
        proportions.CONTROL,
        proportions.TREATED,
        proportions.DIRECTION,
        members("20"),
        ICC,
        POWER_FIELD,
        *ADDED,
        proportions.VARIANT,
        *COMMON,
        proportions.R2,
    )

    def recruits(self, values: Values) -> Result:
        outcome = proportions.outcome_of(values)
        return recruiting.for_cluster_proportions(outcome, clustering_of(values), setting_of(values), values["power"])

    def power(self, values: Values) -> Result:
        outcome = proportions.outcome_of(values)
        return detecting.power_of_cluster_proportions(outcome, clustering_of(values), setting_of(values), values["J"])

    def effect(self, values: Values) -> Result:
        outcome, clustering, setting = proportions.outcome_of(values), clustering_of(values), setting_of(values)
        return detecting.effect_on_cluster_proportions(outcome, clustering, setting, values["J"], values["power"])

    def show(self, goal: str, measured: float) -> str:
        if goal == EFFECT:
            return proportions.points_in_words(measured)
        return {SIZE: showing.whole, POWER: showing.chance}[goal](measured)

    def brief(self, goal: str, measured: float) -> str:
        return showing.points(measured, 2) if goal == EFFECT else self.show(goal, measured)

    def effect_in_words(self, values: Values) -> str:
        return proportions.change_in_words(values["p1"], values["p2"])

    def found_in_words(self, result: Result, values: Values) -> str:
        return proportions.change_in_words(values["p1"], result["p2"])

    def own_cautions(self, goal: str, values: Values) -> list[str]:
        found = super().own_cautions(goal, values)
        if goal == SIZE:
            found.append(proportions.ways_in_words(values))
        return found + ([str(proportions.COVARIATES_OF_BINARY)] if values["R2"] else [])

    def _with_effect(self, goal: str, values: Values) -> Values:
        return values
