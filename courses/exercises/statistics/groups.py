"""People of both groups: unrounded out of a formula, then rounded up, each group on its own."""

import math

from courses.exercises.statistics.derivation import Derivation, Result


def with_groups(work: Derivation, total: float, share: float, of: str = "n_total") -> Result:
    """Ends a sample size: all, half of all (`n_per_arm`), and the two groups that a share P of treated makes of all."""
    work.step("n_per_arm", "n", rf"\frac{{<{of}>}}{{2}}", total / 2)
    work.step("n_treated", "n_T", rf"<P> \cdot <{of}>", share * total)
    work.step("n_control", "n_C", rf"(1 - <P>) \cdot <{of}>", (1 - share) * total)
    smaller, larger = ("n_treated", "n_control") if share <= 0.5 else ("n_control", "n_treated")
    return work.result(
        n_total=of,
        n_per_arm="n_per_arm",
        n_treated="n_treated",
        n_control="n_control",
        n_smaller_arm=smaller,
        n_larger_arm=larger,
    )


def up(value: float) -> int:
    """Rounded up to whole people or clusters; what is whole but for the last digits of a float stays as it is."""
    nearest = round(value)
    return nearest if abs(value - nearest) <= 1e-9 * max(1.0, abs(value)) else math.ceil(value)
