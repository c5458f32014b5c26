"""F08, F09, F15. Effects from what was measured."""

import math

from django.utils.translation import gettext_lazy as _

from courses.exercises.statistics import distributions
from courses.exercises.statistics.derivation import Derivation, Result
from courses.exercises.statistics.quantities import all_or_none, check
from courses.exercises.statistics.unanswerable import Unanswerable

NORMAL_INTERVAL = _("normal interval")


def late(*, itt: float, takeup_t: float, takeup_c: float = 0.0, se: float | None = None, alpha: float = 0.05) -> Result:
    """F08: LATE = ITT / (c − s), in the unit of ITT, under exclusion and monotonicity (EGAP).

    With the standard error of ITT also its own, SE / |c − s| (take-up taken as known), and the interval.
    """
    check(itt=itt, takeup_t=takeup_t, takeup_c=takeup_c, alpha=alpha)
    if takeup_t == takeup_c:
        sentence = _("Take-up is equal in both groups: the programme makes no difference that could be measured.")
        raise Unanswerable(sentence, "takeup_t")
    work = Derivation("F08_late", "", itt=itt, takeup_t=takeup_t, takeup_c=takeup_c)
    apart = takeup_t - takeup_c
    work.step("late", r"\mathrm{LATE}", r"\frac{<itt>}{<takeup_t> - <takeup_c>}", itt / apart)
    outputs = {"late": "late"}
    if se is not None:
        check(se=se)
        work.inputs["se"] = se
        error = work.step("se_late", r"\mathrm{SE}_L", r"\frac{<se>}{|<takeup_t> - <takeup_c>|}", se / abs(apart))
        outputs |= {"se": "se_late"} | add_interval(work, "late", itt / apart, "se_late", error, alpha)
    return work.result(**outputs)


def difference_in_differences(
    *,
    t0: float,
    t1: float,
    c0: float,
    c1: float,
    sd: float | None = None,
    n_t: float | None = None,
    n_c: float | None = None,
    correlation: float = 0.0,
    alpha: float = 0.05,
) -> Result:
    """F09: (Ȳ_T1 − Ȳ_T0) − (Ȳ_C1 − Ȳ_C0), in the unit of the means.

    With `sd` and the people of each group also the standard error σ√[2(1 − ρ)(1/n_T + 1/n_C)], where ρ is the
    correlation between the rounds (0: other people each time), and the interval.
    """
    check(t0=t0, t1=t1, c0=c0, c1=c1, correlation=correlation, alpha=alpha)
    work = Derivation("F09_did", "", t0=t0, t1=t1, c0=c0, c1=c1)
    work.step("change_t", r"\Delta_T", "<t1> - <t0>", t1 - t0)
    work.step("change_c", r"\Delta_C", "<c1> - <c0>", c1 - c0)
    effect = work.step("did", r"\mathrm{DiD}", "<change_t> - <change_c>", (t1 - t0) - (c1 - c0))
    outputs = {"did": "did", "change_t": "change_t", "change_c": "change_c"}
    if all_or_none(sd=sd, n_t=n_t, n_c=n_c) and sd is not None and n_t is not None and n_c is not None:
        check(sd=sd, n_t=n_t, n_c=n_c)
        work.inputs |= {"sd": sd, "n_t": n_t, "n_c": n_c, "correlation": correlation}
        error = sd * math.sqrt(2 * (1 - correlation) * (1 / n_t + 1 / n_c))
        inside = r"2 \cdot (1 - <correlation>) \cdot \left(\frac{1}{<n_t>} + \frac{1}{<n_c>}\right)"
        work.step("se_did", r"\mathrm{SE}", rf"<sd> \cdot \sqrt{{{inside}}}", error)
        outputs |= {"se": "se_did"} | add_interval(work, "did", effect, "se_did", error, alpha)
    return work.result(**outputs)


def list_experiment(
    *,
    mean_t: float,
    mean_c: float,
    sd_t: float | None = None,
    sd_c: float | None = None,
    n_t: float | None = None,
    n_c: float | None = None,
    alpha: float = 0.05,
) -> Result:
    """F15: prevalence of the sensitive item, Ȳ_T − Ȳ_C; SE √(s²_T/n_T + s²_C/n_C); the normal interval, a fraction of 1."""
    check(mean_t=mean_t, mean_c=mean_c, alpha=alpha)
    work = Derivation("F15_list", NORMAL_INTERVAL, mean_t=mean_t, mean_c=mean_c)
    found = work.step("prevalence", r"\hat{\pi}", "<mean_t> - <mean_c>", mean_t - mean_c)
    outputs = {"prevalence": "prevalence"}
    if sd_t is not None and sd_c is not None and n_t is not None and n_c is not None:
        check(sd_t=sd_t, sd_c=sd_c, n_t=n_t, n_c=n_c)
        work.inputs |= {"sd_t": sd_t, "sd_c": sd_c, "n_t": n_t, "n_c": n_c}
        error = math.sqrt(sd_t**2 / n_t + sd_c**2 / n_c)
        template = r"\sqrt{\frac{<sd_t>^2}{<n_t>} + \frac{<sd_c>^2}{<n_c>}}"
        work.step("se_list", r"\mathrm{SE}", template, error)
        outputs |= {"se": "se_list"} | add_interval(work, "prevalence", found, "se_list", error, alpha)
    return work.result(**outputs)


def add_interval(work: Derivation, name: str, value: float, of: str, error: float, alpha: float) -> dict[str, str]:
    """Adds `value` ∓ z · `error` as steps "low" and "high"; the outputs to add."""
    below = distributions.tail(alpha, 2)
    shown = rf"z_{{{distributions.tail_as_text(below)}}}"
    z = work.step("z", r"z_{1-\alpha/2}", "", distributions.quantile(below), shown=shown)
    work.step("low", "L", rf"<{name}> - <z> \cdot <{of}>", value - z * error)
    work.step("high", "U", rf"<{name}> + <z> \cdot <{of}>", value + z * error, also=("low",))
    return {"low": "low", "high": "high"}
