import subprocess
import sys

PROGRAM = """
import sys
import tests.environment
import django
django.setup()
from courses.exercises.statistics import formulas

def tell():
    heavy = "numpy", "scipy", "scipy.special", "scipy.stats", "scipy.optimize", "pandas"
    print(*(name for name in heavy if name in sys.modules))

tell()
formulas.compute("F10_pv", {"cost": 1, "year": 1, "rate": 0.1})
tell()
formulas.compute("F01_N_mean", {"delta": 0.2})
tell()
formulas.compute("F11_mde_t", {"n": 100})
formulas.compute("F05b_prop_pooled", {"p1": 0.3, "n": 100})
tell()
"""


def test_the_formulas_load_only_what_they_need_when_they_need_it():
    ran = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines() == ["", "", *["numpy scipy scipy.special"] * 2]
