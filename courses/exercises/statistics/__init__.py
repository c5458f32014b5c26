"""The formulas of the programme: pure functions that say what they gave, by which variant, and how, line by line.

One module a family. Proportions, shares and rates are fractions of 1, never per cent; money and means keep the unit
that they came in. What cannot be answered raises `Unanswerable` with a sentence. `VERSION` changes with any change of
what a formula gives: results are cited and released with it.
"""

from typing import Final

VERSION: Final = "1.0"
