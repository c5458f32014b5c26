"""Every quantity that a formula takes: its symbol, its name and what it may be. The ranges stand here and nowhere else."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.exercises.statistics.unanswerable import Unanswerable

LARGEST: Final = 1e15
SMALLEST: Final = 1e-15  # but for 0: squares and quotients of what lies between stay finite


@dataclass(frozen=True)
class Quantity:
    """
    `low` and `high` are allowed themselves unless `open`; `below`: only `high` is not. `nonzero`: any sign, but not 0.
    `whole`: no fraction. `said`: what a sentence calls it, where that is not its name.
    """

    name: str
    symbol: str
    label: str | Promise
    low: float = -LARGEST
    high: float = LARGEST
    open: bool = False
    below: bool = False
    nonzero: bool = False
    whole: bool = False
    said: str = ""

    def allows(self, value: float) -> bool:
        if not is_computable(value) or (self.whole and value != int(value)) or (self.nonzero and value == 0):
            return False
        if self.open:
            return self.low < value < self.high
        return self.low <= value < self.high if self.below else self.low <= value <= self.high

    @property
    def rule(self) -> str:
        """What it may be, to end the sentence "… has to be"."""
        if self.nonzero:
            return _("a number other than 0")
        bounds = {"low": f"{self.low:g}", "high": f"{self.high:g}"}
        if self.below:
            words = _("%(low)s or more, and less than %(high)s")
        elif self.high < LARGEST:
            words = _("more than %(low)s and less than %(high)s") if self.open else _("from %(low)s to %(high)s")
        elif self.low > -LARGEST:
            words = _("more than %(low)s") if self.open else _("%(low)s or more")
        else:
            words = _("a number")
        return (_("a whole number, %(bounds)s") % {"bounds": words % bounds}) if self.whole else words % bounds

    def check(self, value: float) -> None:
        if not self.allows(value):
            sentence = _("%(name)s (%(label)s) has to be %(rule)s.")
            rule = self.rule if is_computable(value) else _("a number of a usual size, from 10⁻¹⁵ to 10¹⁵")
            raise Unanswerable(
                sentence % {"name": self.said or self.name, "label": self.label, "rule": rule}, self.name
            )


def is_computable(value: float) -> bool:
    return value == 0 or SMALLEST <= abs(value) <= LARGEST


def _positive(name: str, symbol: str, label: str | Promise, low: float = 0.0) -> Quantity:
    return Quantity(name, symbol, label, low=low, open=low == 0)


def _proportion(name: str, symbol: str, label: str | Promise) -> Quantity:
    return Quantity(name, symbol, label, low=0, high=1, open=True)


def _share(name: str, symbol: str, label: str | Promise, below_one: bool = False) -> Quantity:
    return Quantity(name, symbol, label, low=0, high=1, below=below_one)


def _any(name: str, symbol: str, label: str | Promise) -> Quantity:
    return Quantity(name, symbol, label)


_ALL: Final = (
    _proportion("alpha", r"\alpha", gettext_lazy("significance level")),
    _proportion("power", r"1-\kappa", gettext_lazy("power")),
    Quantity("sides", "s", gettext_lazy("sides of the test"), low=1, high=2, whole=True),
    _positive("df", r"\nu", gettext_lazy("degrees of freedom")),
    Quantity("delta", r"\delta", gettext_lazy("effect"), nonzero=True),
    Quantity("late", r"\delta_P", gettext_lazy("effect on those who take part"), nonzero=True),
    _positive("sd", r"\sigma", gettext_lazy("standard deviation")),
    _positive("N", "N", gettext_lazy("people in all"), low=2),
    _positive("N0", "N_0", gettext_lazy("people recruited"), low=2),
    _positive("J0", "J_0", gettext_lazy("clusters recruited"), low=2),
    _positive("m0", "m_0", gettext_lazy("people recruited per cluster"), low=1),
    # Of N or J, less than 2 in a whole design.
    Quantity("worth", "N", gettext_lazy("what those recruited are worth"), low=0, open=True, said="N, J"),
    _positive("n", "n", gettext_lazy("people per group"), low=2),
    _positive("n_per_arm", "n", gettext_lazy("people per group"), low=2),
    _positive("n1", "n_1", gettext_lazy("people in the first group"), low=2),
    _positive("n2", "n_2", gettext_lazy("people in the second group"), low=2),
    _proportion("P", "P", gettext_lazy("share of the treated group")),
    _share("R2", "R^2", gettext_lazy("variance explained by covariates"), below_one=True),
    _share("R2c", "R_c^2", gettext_lazy("variance between clusters that covariates explain"), below_one=True),
    _share("R2i", "R_i^2", gettext_lazy("variance within clusters that covariates explain"), below_one=True),
    _positive("ratio", "r", gettext_lazy("size of the second group by that of the first")),
    _positive("m", "m", gettext_lazy("people per cluster"), low=1),
    _share("icc", r"\rho", gettext_lazy("intra-cluster correlation (ICC)")),
    _positive("J", "J", gettext_lazy("clusters in all"), low=2),
    Quantity("cv", r"\mathrm{CV}", gettext_lazy("coefficient of variation"), low=0, high=100),
    _share("attr_cluster", r"a_J", gettext_lazy("share of clusters lost"), below_one=True),
    _proportion("p", "p", gettext_lazy("proportion without the programme")),
    _proportion("p1", "p_1", gettext_lazy("proportion in the control group")),
    _proportion("p2", "p_2", gettext_lazy("proportion in the treated group")),
    _proportion("p0", "p_0", gettext_lazy("proportion in the control group")),
    _proportion("p_t", "p_1", gettext_lazy("proportion in the treated group")),
    _proportion("p_c", "p_0", gettext_lazy("proportion in the control group")),
    Quantity("h", "h", gettext_lazy("Cohen’s h"), nonzero=True),
    _positive("odds_ratio", r"\mathrm{OR}", gettext_lazy("odds ratio")),
    _positive("r0", "r_0", gettext_lazy("rate in the control group")),
    _positive("r1", "r_1", gettext_lazy("rate in the treated group")),
    _positive("py", "y", gettext_lazy("person-years per cluster")),
    _any("mu_t", r"\mu_T", gettext_lazy("mean of the treated group")),
    _any("mu_c", r"\mu_C", gettext_lazy("mean of the control group")),
    _any("itt", r"\mathrm{ITT}", gettext_lazy("effect of being offered the programme (ITT)")),
    _share("takeup_t", "c", gettext_lazy("take-up in the treated group")),
    _share("takeup_c", "s", gettext_lazy("take-up in the control group")),
    _positive("mde", r"\mathrm{MDE}", gettext_lazy("minimum detectable effect")),
    _share("attrition", "a", gettext_lazy("attrition"), below_one=True),
    Quantity("tests", "k", gettext_lazy("outcomes tested"), low=1, high=1000, whole=True),
    _positive("cost_t", "c_T", gettext_lazy("cost per person in the treated group")),
    _positive("cost_c", "c_C", gettext_lazy("cost per person in the control group")),
    _any("t0", r"\bar{Y}_{T0}", gettext_lazy("treated group before")),
    _any("t1", r"\bar{Y}_{T1}", gettext_lazy("treated group after")),
    _any("c0", r"\bar{Y}_{C0}", gettext_lazy("comparison group before")),
    _any("c1", r"\bar{Y}_{C1}", gettext_lazy("comparison group after")),
    Quantity("correlation", r"\rho_{01}", gettext_lazy("correlation between the two rounds"), low=-1, high=1),
    _any("mean_t", r"\bar{Y}_T", gettext_lazy("mean number of items, long list")),
    _any("mean_c", r"\bar{Y}_C", gettext_lazy("mean number of items, short list")),
    Quantity("sd_t", "s_T", gettext_lazy("standard deviation, treated group"), low=0),
    Quantity("sd_c", "s_C", gettext_lazy("standard deviation, control group"), low=0),
    _positive("n_t", "n_T", gettext_lazy("people in the treated group"), low=2),
    _positive("n_c", "n_C", gettext_lazy("people in the control group"), low=2),
    _positive("se", r"\mathrm{SE}", gettext_lazy("standard error")),
    Quantity("cost_per_unit", "c", gettext_lazy("cost per person"), low=0),
    Quantity("total_cost", "C", gettext_lazy("total cost"), low=0),
    Quantity("other_cost", "C_0", gettext_lazy("cost of what would be done anyway"), low=0),
    Quantity("cost", "C", gettext_lazy("cost"), low=0),
    _positive("effect", "e", gettext_lazy("effect per person")),
    Quantity("year", "t", gettext_lazy("years from now"), low=0, high=100),
    Quantity("rate", "r", gettext_lazy("discount rate"), low=0, high=1),
)
QUANTITIES: Final[Mapping[str, Quantity]] = {one.name: one for one in _ALL}
SYMBOLS: Final[Mapping[str, str]] = {one.name: one.symbol for one in _ALL}


def all_or_none(**values: float | None) -> bool:
    """Whether all of them are there. Unanswerable for the first that is missing where others are there."""
    missing = [name for name, value in values.items() if value is None]
    if missing and len(missing) < len(values):
        raise Unanswerable(_("For the interval this is needed too. Write it, or leave the others empty."), missing[0])
    return not missing


def check(**values: float) -> None:
    """Unanswerable for the first value that its quantity does not allow."""
    for name, value in values.items():
        QUANTITIES[name].check(value)
