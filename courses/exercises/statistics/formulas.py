"""The formulas by name, as reference tables and exercises ask for them: inputs by name in, outputs by name out."""

import inspect
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.exercises.statistics import (
    adjustments,
    asked_by_tables,
    clusters,
    costs,
    distributions,
    estimates,
    means,
    rates,
    risks,
)
from courses.exercises.statistics.derivation import Result
from courses.exercises.statistics.quantities import LARGEST, QUANTITIES, check
from courses.exercises.statistics.unanswerable import Unanswerable

# What a table may call an output.
OTHER_NAMES: Final[Mapping[str, str]] = {
    "N": "n_total",
    "n": "n_per_arm",
    "n1": "n_control",
    "n2": "n_treated",
    "J": "clusters_total",
    "P": "treated_share",
    "alpha": "alpha_each",
    "ci_low": "low",
    "ci_high": "high",
}


class Retelling(NamedTuple):
    """Inputs that say the same as others."""

    names: tuple[str, ...]
    makes: tuple[str, ...]
    how: Callable[..., tuple[float, ...]]


# Tables count people in all, per group, or in each group, of which the second is the treated one, as p2 is its proportion.
RETELLINGS: Final = (
    Retelling(("n",), ("N",), lambda n: (2 * n,)),
    Retelling(("n_per_arm",), ("N",), lambda n: (2 * n,)),
    Retelling(("n1", "n2"), ("N", "P"), lambda n1, n2: (n1 + n2, n2 / (n1 + n2))),
    Retelling(("ratio",), ("P",), lambda ratio: (ratio / (1 + ratio),)),
    Retelling(("N", "m"), ("J",), lambda people, each: (people / each,)),
)


@dataclass(frozen=True)
class Formula:
    """`function` takes its inputs by keyword; those without a default must be given. `asked`: the output it is for."""

    name: str
    label: str | Promise
    function: Callable[..., Result]
    asked: str = ""

    @cached_property
    def inputs(self) -> Mapping[str, inspect.Parameter]:
        return MappingProxyType(dict(inspect.signature(self.function).parameters))

    @property
    def required(self) -> list[str]:
        return [name for name, one in self.inputs.items() if one.default is inspect.Parameter.empty]

    @cached_property
    def retellings(self) -> list[Retelling]:
        known = self.inputs.keys()
        return [one for one in RETELLINGS if known >= {*one.makes} and one.names[0] not in known]

    def takes(self, name: str) -> bool:
        return name in self.inputs or any(name in one.names for one in self.retellings)

    def read(self, given: Mapping[str, float]) -> dict[str, float]:
        """The inputs as `function` has them. Unanswerable where the people are told by halves, or twice."""
        found = {name: value for name, value in given.items() if name in self.inputs}
        for one in self.retellings:
            told = given.keys() & {*one.names} - self.inputs.keys()
            if told and (not given.keys() >= {*one.names} or found.keys() & {*one.makes}):
                raise Unanswerable(_("The people are told twice, or by halves: give N or n, or n1 and n2."), told.pop())
            if told:
                made = dict(zip(one.makes, one.how(*(given[name] for name in one.names)), strict=True))
                check(**made)
                found |= made
        return found

    @property
    def usage(self) -> str:
        """Its inputs for who writes them: "p1, p2, alpha (0.05), power (0.8)"."""
        shown = []
        for name, one in self.inputs.items():
            default = one.default
            shown.append(name if default is inspect.Parameter.empty or default is None else f"{name} ({default:g})")
        return ", ".join(shown)


def compute(name: str, inputs: Mapping[str, Any]) -> Result:
    """Unanswerable where there is no such formula, an input is unknown, missing, no number or out of its range."""
    formula = FORMULAS.get(name)
    if formula is None:
        raise Unanswerable(_("There is no formula “%(name)s”.") % {"name": name})
    for given, value in inputs.items():
        if not formula.takes(given):
            sentence = _("“%(input)s” is no input of %(name)s. It takes: %(usage)s.")
            raise Unanswerable(sentence % {"input": given, "name": name, "usage": formula.usage}, given)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise Unanswerable(_("%(input)s has to be a number.") % {"input": given}, given)
        QUANTITIES[given].check(value if abs(value) < LARGEST * 10 else math.inf)
    values = formula.read({given: float(value) for given, value in inputs.items()})
    if missing := [one for one in formula.required if one not in values]:
        sentence = _("%(input)s is missing. %(name)s takes: %(usage)s.")
        raise Unanswerable(sentence % {"input": missing[0], "name": name, "usage": formula.usage}, missing[0])
    result = formula.function(**values)
    first = {formula.asked: result[formula.asked]} if formula.asked in result.outputs else {}
    return replace(result, formula=name, outputs=first | dict(result.outputs))


def output_of(result: Result, output: str) -> float:
    """By its own name or one of OTHER_NAMES. Unanswerable where the result, made from these inputs, has no such output."""
    output = output if output in result.outputs else OTHER_NAMES.get(output, output)
    if output not in result.outputs:
        sentence = _("From these inputs %(name)s gives no “%(output)s”. It gives: %(outputs)s.")
        names = ", ".join(result.outputs)
        raise Unanswerable(sentence % {"name": result.formula, "output": output, "outputs": names}, "output")
    return result.outputs[output]


_ALL: Final = (
    Formula("F00_multiplier", gettext_lazy("Multiplier of the standard error"), distributions.multiplier),
    Formula("F01_N_mean", gettext_lazy("Means: people in all"), means.sample_size),
    Formula("F01_n_per_arm", gettext_lazy("Means: people per group"), means.sample_size, "n_per_arm"),
    Formula("F02_mde", gettext_lazy("Means: minimum detectable effect"), means.smallest_effect),
    Formula("F03_clusters", gettext_lazy("Clusters: how many"), asked_by_tables.number_of_clusters),
    Formula("F03_mde_cluster", gettext_lazy("Clusters: minimum detectable effect"), asked_by_tables.cluster_effect),
    Formula("F03_power_cluster", gettext_lazy("Clusters: power"), asked_by_tables.cluster_power),
    Formula("F04_design_effect", gettext_lazy("Design effect"), clusters.design_effect),
    Formula("F04_effective_n", gettext_lazy("Effective sample size"), clusters.effective_size),
    Formula("F05a_prop_unpooled", gettext_lazy("Proportions, unpooled"), asked_by_tables.two_proportions("unpooled")),
    Formula("F05b_prop_pooled", gettext_lazy("Proportions, pooled"), asked_by_tables.two_proportions("pooled")),
    Formula(
        "F05b_clusters",
        gettext_lazy("Clusters, proportions (pooled): how many"),
        asked_by_tables.clusters_of_proportions,
    ),
    Formula("F05c_prop_arcsine", gettext_lazy("Proportions, arcsine"), asked_by_tables.arcsine),
    Formula(
        "F05d_prop_null_var", gettext_lazy("Proportions, variance of the control group"), asked_by_tables.null_variance
    ),
    Formula("F06_takeup", gettext_lazy("Take-up"), adjustments.take_up),
    Formula("F07_attrition", gettext_lazy("Attrition"), adjustments.attrition),
    Formula("F08_late", gettext_lazy("Effect on those who take part (LATE)"), estimates.late),
    Formula("F09_did", gettext_lazy("Difference in differences"), estimates.difference_in_differences),
    Formula("F10_cea", gettext_lazy("Cost per outcome"), costs.per_outcome),
    Formula("F10_pv", gettext_lazy("Present value"), costs.present_value),
    Formula(
        "F11_n_t", gettext_lazy("Means, exact t test: people per group"), asked_by_tables.sample_size_t, "n_per_arm"
    ),
    Formula(
        "F11_n_t_ratio",
        gettext_lazy("Means, exact t test: unequal groups"),
        asked_by_tables.sample_size_t,
        "n_smaller_arm",
    ),
    Formula("F11_power_t", gettext_lazy("Means, exact t test: power"), asked_by_tables.power_t),
    Formula(
        "F11_mde_t", gettext_lazy("Means, exact t test: minimum detectable effect"), asked_by_tables.smallest_effect_t
    ),
    Formula("F12_power_z", gettext_lazy("Means: power"), means.power),
    Formula("F13_bonferroni", gettext_lazy("Several outcomes (Bonferroni)"), adjustments.several_outcomes),
    Formula("F14_optimal_alloc", gettext_lazy("Best share of the treated group"), adjustments.optimal_share),
    Formula("F15_list", gettext_lazy("List experiment"), estimates.list_experiment),
    Formula("F16_risk", gettext_lazy("Two risks compared"), risks.compare),
    Formula("F16_rr_from_or", gettext_lazy("Risk ratio from an odds ratio"), risks.risk_ratio_of_odds),
    Formula("F17_rates", gettext_lazy("Rates: person-years"), rates.person_years),
    Formula(
        "F18_cluster_prop_cv", gettext_lazy("Clusters, proportions (Hayes and Bennett)"), clusters.clusters_by_variation
    ),
    Formula("F19_cluster_rate_cv", gettext_lazy("Clusters, rates (Hayes and Bennett)"), rates.clusters),
)
FORMULAS: Final[Mapping[str, Formula]] = {one.name: one for one in _ALL}
