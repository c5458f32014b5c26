"""F16. Two risks compared: difference, ratio, odds, number needed to treat.

The group of comparison is p₀. Fewer events are a negative difference and a ratio below 1.
"""

import math

from courses.exercises.statistics.derivation import Derivation, Result
from courses.exercises.statistics.estimates import add_interval
from courses.exercises.statistics.quantities import all_or_none, check

OUTPUTS = ("risk_difference", "risk_ratio", "odds_ratio", "relative_change", "relative_reduction")


def compare(
    *, p_t: float, p_c: float, n_t: float | None = None, n_c: float | None = None, alpha: float = 0.05
) -> Result:
    """F16: RD = p₁ − p₀, RR = p₁/p₀, OR, the relative change RR − 1, its reverse, and NNT = 1/|RD|.

    With the people of both groups also the intervals: RD (`low`, `high`) with each group's own variance, RR and OR on
    the logarithmic scale (`rr_low` …). NNT is left out where the risks are equal: nobody is spared.
    """
    check(p_t=p_t, p_c=p_c, alpha=alpha)
    work = Derivation("F16_risk", "", p_t=p_t, p_c=p_c)
    difference = work.step("risk_difference", r"\mathrm{RD}", "<p_t> - <p_c>", p_t - p_c)
    ratio = work.step("risk_ratio", r"\mathrm{RR}", r"\frac{<p_t>}{<p_c>}", p_t / p_c)
    template = r"\frac{<p_t> / (1 - <p_t>)}{<p_c> / (1 - <p_c>)}"
    odds = work.step("odds_ratio", r"\mathrm{OR}", template, p_t / (1 - p_t) / (p_c / (1 - p_c)))
    work.step("relative_change", r"\Delta_r", r"\frac{<risk_difference>}{<p_c>}", difference / p_c)
    work.step("relative_reduction", r"\mathrm{RRR}", r"1 - \frac{<p_t>}{<p_c>}", 1 - ratio)
    outputs = {name: name for name in OUTPUTS}
    if difference:
        work.step("nnt", r"\mathrm{NNT}", r"\frac{1}{|<risk_difference>|}", 1 / abs(difference))
        outputs["nnt"] = "nnt"
    if all_or_none(n_t=n_t, n_c=n_c) and n_t is not None and n_c is not None:
        check(n_t=n_t, n_c=n_c)
        work.inputs |= {"n_t": n_t, "n_c": n_c}
        outputs |= _with_intervals(work, difference, ratio, odds, alpha)
    return work.result(**outputs)


def risk_ratio_of_odds(*, odds_ratio: float, p0: float) -> Result:
    """F16: RR = OR / (1 − p₀ + p₀ · OR), p₀ the risk of the control group; and the risk that RR makes of p₀."""
    check(odds_ratio=odds_ratio, p0=p0)
    work = Derivation("F16_rr_from_or", "", odds_ratio=odds_ratio, p0=p0)
    ratio = odds_ratio / (1 - p0 + p0 * odds_ratio)
    template = r"\frac{<odds_ratio>}{1 - <p0> + <p0> \cdot <odds_ratio>}"
    work.step("risk_ratio", r"\mathrm{RR}", template, ratio)
    work.step("risk_treated", "p_1", r"<risk_ratio> \cdot <p0>", ratio * p0)
    work.step("risk_difference", r"\mathrm{RD}", "<risk_treated> - <p0>", ratio * p0 - p0)
    return work.result(risk_ratio="risk_ratio", risk_treated="risk_treated", risk_difference="risk_difference")


def _with_intervals(work: Derivation, difference: float, ratio: float, odds: float, alpha: float) -> dict[str, str]:
    p_t, p_c, n_t, n_c = (work.inputs[name] for name in ("p_t", "p_c", "n_t", "n_c"))
    template = r"\sqrt{\frac{<p_t> \cdot (1 - <p_t>)}{<n_t>} + \frac{<p_c> \cdot (1 - <p_c>)}{<n_c>}}"
    error = work.step("se_rd", r"\mathrm{SE}", template, math.sqrt(p_t * (1 - p_t) / n_t + p_c * (1 - p_c) / n_c))
    outputs = {"se": "se_rd"} | add_interval(work, "risk_difference", difference, "se_rd", error, alpha)
    logs = {
        "rr": (ratio, "risk_ratio", math.sqrt((1 - p_t) / (p_t * n_t) + (1 - p_c) / (p_c * n_c))),
        "or": (odds, "odds_ratio", math.sqrt(1 / (p_t * (1 - p_t) * n_t) + 1 / (p_c * (1 - p_c) * n_c))),
    }
    inside = {
        "rr": r"\frac{1 - <p_t>}{<p_t> \cdot <n_t>} + \frac{1 - <p_c>}{<p_c> \cdot <n_c>}",
        "or": r"\frac{1}{<p_t> \cdot (1 - <p_t>) \cdot <n_t>} + \frac{1}{<p_c> \cdot (1 - <p_c>) \cdot <n_c>}",
    }
    for name, (value, of, spread) in logs.items():
        work.step(
            f"se_{name}", rf"\mathrm{{SE}}_{{\ln \mathrm{{{name.upper()}}}}}", rf"\sqrt{{{inside[name]}}}", spread
        )
        z = work.steps["z"].value
        for end, sign in (("low", "-"), ("high", "+")):
            factor = math.exp(min((z if sign == "+" else -z) * spread, 700.0))  # beyond, exp() overflows
            symbol = rf"\mathrm{{{name.upper()}}}_{'L' if end == 'low' else 'U'}"
            work.step(f"{name}_{end}", symbol, rf"<{of}> \cdot e^{{{sign}<z> \cdot <se_{name}>}}", value * factor)
            outputs[f"{name}_{end}"] = f"{name}_{end}"
    return outputs
