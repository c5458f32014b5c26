"""Every calculator there is, in the order in which the list shows them."""

from typing import Final

from courses.exercises.calculators.calculator import Calculator
from courses.exercises.calculators.clusters import ClusterMeans, ClusterProportions
from courses.exercises.calculators.costs import Costs
from courses.exercises.calculators.estimates import DifferenceInDifferences, Late
from courses.exercises.calculators.lists import ListExperiment
from courses.exercises.calculators.means import Means
from courses.exercises.calculators.proportions import Proportions
from courses.exercises.calculators.risks import Risks

_ALL: Final = (
    Proportions(),
    ClusterProportions(),
    Means(),
    ClusterMeans(),
    Risks(),
    DifferenceInDifferences(),
    Late(),
    ListExperiment(),
    Costs(),
)
CALCULATORS: Final[dict[str, Calculator]] = {one.slug: one for one in _ALL}
