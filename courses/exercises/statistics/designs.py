"""What a design is made of: what is measured, how people are grouped, and what real life adds.

One mechanism for take-up, attrition and covariates in all designs: so many recruited people are worth so many people
who all take part (or do not), all stay, and whose outcome nothing explains. Take-up counts as F06 has it, (c − s)²;
in the exact t test, which F06 does not know, it makes the effect c − s times as large: the people keep their degrees
of freedom.
"""

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from courses.exercises.statistics.adjustments import brought
from courses.exercises.statistics.derivation import Derivation, Result
from courses.exercises.statistics.quantities import check
from courses.exercises.statistics.unanswerable import Unanswerable

TAKING_PART: Final = r"(<takeup_t> - <takeup_c>)^2"


@dataclass(frozen=True)
class Outcome:
    """A mean has `delta` and `sd`, a proportion `p1` and `p2`. `variant` is of `proportions.VARIANTS`.

    Effects are those on the people who take part. `falls`: which way an effect that is sought goes.
    """

    delta: float = 0.0
    sd: float = 1.0
    p1: float = 0.0
    p2: float = 0.0
    variant: str = "pooled"
    falls: bool = True


@dataclass(frozen=True)
class Clustering:
    """m0: people recruited in each cluster. cv: variation of the clusters' sizes. R2c: explained between clusters."""

    m0: float
    icc: float
    cv: float = 0.0
    R2c: float = 0.0


@dataclass(frozen=True)
class Setting:
    """
    P: share of the treated group. takeup_t, takeup_c: who takes part in each. attrition: share of people lost; of
    clusters, `attr_cluster`. R2: what covariates explain (between people). tests: outcomes tested together
    (Bonferroni). student: t quantiles with J − 2 degrees of freedom where clusters are assigned.
    """

    P: float = 0.5
    takeup_t: float = 1.0
    takeup_c: float = 0.0
    attrition: float = 0.0
    attr_cluster: float = 0.0
    R2: float = 0.0
    alpha: float = 0.05
    tests: float = 1
    sides: float = 2
    student: bool = False

    def __post_init__(self) -> None:
        check(P=self.P, takeup_t=self.takeup_t, takeup_c=self.takeup_c, attrition=self.attrition, R2=self.R2)
        check(attr_cluster=self.attr_cluster, alpha=self.alpha, tests=self.tests, sides=self.sides)
        brought(self.takeup_t, self.takeup_c)

    @property
    def test(self) -> dict[str, Any]:
        """What every formula takes: the share of the treated group and the test of one outcome."""
        return {"P": self.P, "alpha": self.alpha / self.tests, "sides": self.sides}

    @property
    def dilution(self) -> float:
        """(c − s)²: what the evidence of one assigned person is worth beside that of full take-up."""
        return (self.takeup_t - self.takeup_c) ** 2

    @property
    def is_diluted(self) -> bool:
        return (self.takeup_t, self.takeup_c) != (1.0, 0.0)

    @property
    def staying(self) -> str:
        """The people left in a cluster, as a template; empty where all stay."""
        return r"<m0> \cdot (1 - <attrition>)" if self.attrition else ""

    def begin(self, **inputs: float) -> Derivation:
        """A derivation in which everything of this setting may be named, and α/k stands if there are several tests."""
        own = {"takeup_t": self.takeup_t, "takeup_c": self.takeup_c, "attrition": self.attrition, "P": self.P}
        work = Derivation("", "", attr_cluster=self.attr_cluster, R2=self.R2, **own, **inputs)
        if self.tests > 1:
            work.inputs |= {"alpha": self.alpha, "tests": self.tests}
            work.step("alpha_each", r"\alpha_k", r"\frac{<alpha>}{<tests>}", self.alpha / self.tests)
        return work

    def effect_of_offer(self, work: Derivation, effect: float) -> float:
        """The effect on all who were assigned, of that on those who take part; with its step where it is another."""
        if not self.is_diluted:
            return effect
        check(delta=effect)
        work.inputs["late"] = effect
        offered = effect * (self.takeup_t - self.takeup_c)
        return work.step("delta", r"\mathrm{ITT}", r"<late> \cdot (<takeup_t> - <takeup_c>)", offered)

    def staying_people(self, work: Derivation, m0: float) -> float:
        """m, with its step where some are lost."""
        left = m0 * (1 - self.attrition)
        if m0 >= 1 > left:
            sentence = _("With that attrition less than one person is left in a cluster. Recruit more people in each.")
            raise Unanswerable(sentence, "m0")
        return work.step("m", "m", self.staying, left) if self.attrition else left


def last(work: Derivation, of: str, *steps: tuple[bool, str, str, str, float]) -> str:
    """Adds those (wanted, name, symbol, template, factor) that are wanted, each made of the one before; the last's name.

    "<>" in a template is the step before.
    """
    for wanted, name, symbol, template, factor in steps:
        if wanted:
            work.step(name, symbol, template.replace("<>", f"<{of}>"), work.steps[of].value * factor)
            of = name
    return of


def with_offered(work: Derivation, of: str, setting: Setting, **outputs: str) -> Result:
    """Ends a minimum detectable effect; with partial take-up also `offered`, the effect on all who were assigned."""
    if not setting.is_diluted:
        return work.result(mde=of, **outputs)
    value = work.steps[of].value * (setting.takeup_t - setting.takeup_c)
    work.step("offered", r"\mathrm{ITT}", rf"<{of}> \cdot (<takeup_t> - <takeup_c>)", value)
    return work.result(mde=of, **outputs, offered="offered")
