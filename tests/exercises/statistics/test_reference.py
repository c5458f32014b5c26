import csv
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from courses.exercises.management.commands.check_statistics import COLUMNS, fault_of
from courses.exercises.statistics import VERSION
from courses.exercises.statistics.formulas import FORMULAS, compute, output_of
from courses.exercises.statistics.groups import up

TABLE = Path(__file__).with_name("power_reference.csv")
with TABLE.open(encoding="utf-8", newline="") as published:
    ROWS = list(csv.DictReader(published))
GOOD = ["F08_late", '{"itt": 40, "takeup_t": 0.8}', "late", "none", "50", "1e-9"]


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def check(tmp_path):
    """The exit code and the lines of `check_statistics` for a table of these rows."""

    def check(*rows, columns=COLUMNS, encoding="utf-8"):
        path = tmp_path / "table.csv"
        with path.open("w", encoding=encoding, newline="") as file:
            csv.writer(file).writerows([columns, *rows])
        return checked(path)

    return check


def checked(path):
    out = StringIO()
    try:
        call_command("check_statistics", str(path), stdout=out)
    except SystemExit as end:
        return end.code, out.getvalue().splitlines()
    return 0, out.getvalue().splitlines()


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_a_reference_value_comes_out(row):
    assert fault_of(row) is None


def test_the_table_is_as_it_was_given():
    assert len(ROWS) == 58
    assert {row["formula"] for row in ROWS} <= FORMULAS.keys()


# Not in the public table; from the sources that it names, and from the curriculum.
@pytest.mark.parametrize(
    ("formula", "inputs", "output", "expected"),
    [
        ("F08_late", {"itt": 40, "takeup_t": 0.9, "takeup_c": 0.1}, "late", 50),
        ("F11_mde_t", {"n_per_arm": 100, "sd": 0.6, "R2": 0.64}, "mde", 0.2389),
        ("F11_n_t", {"delta": 1, "power": 0.9}, "n_per_arm", 22.0211),
        ("F11_power_t", {"n1": 28, "n2": 35, "delta": 0.5}, "power", 0.4924),
        ("F03_mde_cluster", {"J": 60, "m": 20, "icc": 0.2, "R2": 0.49}, "mde", 0.2531),
        ("F05b_prop_pooled", {"n": 50, "p1": 0.5, "p2": 0.75}, "power", 0.7402),
        ("F05b_prop_pooled", {"n": 50, "p1": 0.5, "power": 0.9}, "p2", 0.8026),
        ("F05c_prop_arcsine", {"h": 0.3, "n1": 80, "n2": 245, "sides": 1}, "power", 0.7533),
        ("F05a_prop_unpooled", {"p1": 0.38, "p2": 0.3}, "n_per_arm", 546.4783),
        ("F05b_prop_pooled", {"p1": 0.38, "p2": 0.3}, "n_per_arm", 549.2),
        ("F05c_prop_arcsine", {"p1": 0.38, "p2": 0.3}, "n_per_arm", 548.6),
        ("F00_multiplier", {"power": 0.9}, "multiplier", 3.2415),
        ("F04_effective_n", {"N": 200, "m": 20, "icc": 0.5}, "effective_n", 19.0476),
        ("F06_takeup", {"N": 1000, "takeup_t": 0.6, "takeup_c": 0.1}, "n_total", 4000),
        ("F09_did", {"t0": 18.1, "t1": 10.4, "c0": 11.2, "c1": 8.0}, "did", -4.5),
        ("F13_bonferroni", {"tests": 3}, "alpha", 0.016667),
        (
            "F15_list",
            {"mean_t": 2.31, "mean_c": 2.02, "sd_t": 1.05, "sd_c": 1, "n_t": 600, "n_c": 600},
            "ci_low",
            0.174,
        ),
        ("F16_risk", {"p_t": 0.091, "p_c": 0.114}, "risk_difference", -0.023),
        ("F16_risk", {"p_t": 0.091, "p_c": 0.114}, "odds_ratio", 0.7781),
        ("F16_rr_from_or", {"odds_ratio": 0.37, "p0": 0.4}, "risk_ratio", 0.4947),
    ],
)
def test_a_value_of_the_literature_comes_out(formula, inputs, output, expected):
    assert output_of(compute(formula, inputs), output) == pytest.approx(expected, rel=2e-4)


def test_clusters_of_proportions_are_those_of_the_lesson():
    assert up(compute("F05b_clusters", {"p1": 0.38, "p2": 0.3, "m": 20, "icc": 0.05})["clusters_per_arm"]) == 54


@pytest.mark.parametrize(
    ("formula", "first", "other"),
    [
        ("F02_mde", {"N": 500}, {"n_per_arm": 250}),
        ("F12_power_z", {"N": 500, "delta": 0.2}, {"n": 250, "delta": 0.2}),
        ("F11_power_t", {"N": 60, "P": 0.75, "delta": 0.5}, {"n1": 15, "n2": 45, "delta": 0.5}),
        ("F11_mde_t", {"N": 60, "P": 0.75}, {"n": 30, "ratio": 3}),
        ("F05a_prop_unpooled", {"p1": 0.2, "p2": 0.3, "N": 60, "P": 0.75}, {"p1": 0.2, "p2": 0.3, "n1": 15, "n2": 45}),
    ],
)
def test_people_may_be_counted_in_several_ways(formula, first, other):
    assert compute(formula, first).outputs == pytest.approx(compute(formula, other).outputs)


@pytest.mark.parametrize(
    ("formula", "output"),
    [
        ("F01_N_mean", "n_total"),
        ("F01_n_per_arm", "n_per_arm"),
        ("F11_n_t", "n_per_arm"),
        ("F11_n_t_ratio", "n_smaller_arm"),
    ],
)
def test_a_formula_gives_first_what_it_is_named_for(formula, output):
    result = compute(formula, {"delta": 0.2, "ratio": 2})
    assert (result.formula, result.value) == (formula, result[output])


def test_a_table_that_agrees_ends_with_its_summary():
    assert checked(TABLE) == (
        0,
        [
            f"formulas {VERSION}: 58 rows: 52 agree, 0 differ, 0 cannot be computed; "
            "6 of them from memory: 6 agree, 0 differ, 0 cannot be computed"
        ],
    )


def test_a_row_that_differs_is_told_with_its_relative_error(check):
    code, lines = check(["X1", *GOOD], ["X2", *GOOD[:4], "40", "0.5"], columns=("id", *COLUMNS))
    assert (code, lines) == (
        1,
        [
            "X2 F08_late late: expected 40, computed 50, relative error 2.50e-01",
            f"formulas {VERSION}: 2 rows: 1 agree, 1 differ, 0 cannot be computed",
        ],
    )


def test_a_row_without_an_id_is_told_by_its_line(check):
    _code, lines = check(GOOD, [*GOOD[:4], "0", "0"])
    assert lines[0] == "line 3 F08_late late: expected 0, computed 50, relative error inf"


def row(**cells):
    return [cells.get(name, given) for name, given in zip(COLUMNS, GOOD, strict=True)]


@pytest.mark.parametrize(
    "bad",
    [
        *({"formula": name} for name in ("F99_none", "", "f08_late", "__class__")),
        *(
            {"inputs": text}
            for text in (
                "",
                "{",
                "[]",
                "3",
                "null",
                "[" * 100_000,
                '{"itt": 40}',
                '{"itt": 40, "takeup_t": 0.8, "x": 1}',
            )
        ),
        *(
            {"inputs": f'{{"itt": {value}, "takeup_t": 0.8}}'}
            for value in (
                "NaN",
                "Infinity",
                "-Infinity",
                "1e308",
                "1e999",
                "1" * 400,
                "1" * 5000,
                '"40"',
                "true",
                "null",
                "[]",
            )
        ),
        {"inputs": '{"itt": 40, "takeup_t": 0.5, "takeup_c": 0.5}'},
        {"inputs": '{"itt": 40, "takeup_t": 1.2}'},
        *({"output": name} for name in ("", "se", "n_total", "__len__")),
        *({"rounding": name} for name in ("", "up", "NONE", "floor")),
        *({"expected": text} for text in ("", "abc", "50,0", "NaN", "inf", "-inf", "1e999")),
        *({"tolerance": text} for text in ("", "abc", "NaN", "inf", "-1")),
    ],
    ids=lambda bad: "-".join(f"{name} {text[:40]}" for name, text in bad.items()),
)
def test_a_row_that_cannot_be_computed_says_why(check, bad):
    code, lines = check(row(**bad))
    assert (code, len(lines), lines[1]) == (
        1,
        2,
        f"formulas {VERSION}: 1 rows: 0 agree, 0 differ, 1 cannot be computed",
    )
    assert lines[0].partition("cannot be computed: ")[2]


@pytest.mark.parametrize("length", range(6))
def test_a_row_that_ends_early_cannot_be_computed(check, length):
    assert check(GOOD[:length] or [""])[0] == 1


def test_a_row_from_memory_is_told_apart(check):
    code, lines = check(
        ["M", *GOOD[:4], "40", "1", "memory"], ["P", *GOOD, "published"], columns=("id", *COLUMNS, "kind")
    )
    assert (code, lines) == (
        1,
        [
            "from memory, not checked at the source:",
            "  M F08_late late: expected 40, computed 50, relative error 2.50e-01",
            f"formulas {VERSION}: 2 rows: 1 agree, 0 differ, 0 cannot be computed; "
            "1 of them from memory: 0 agree, 1 differ, 0 cannot be computed",
        ],
    )


@pytest.mark.parametrize(
    ("rounding", "expected", "agrees"),
    [
        ("none", "393.4", False),
        ("none", "393.40666", True),
        ("ceil", "394", True),
        ("ceil", "393", False),
        ("round", "393", True),
        ("round", "394", False),
        ("floor_or_round", "393", True),
        ("floor_or_round", "394", False),
    ],
)
def test_a_source_that_rounds_is_compared_rounded(rounding, expected, agrees):
    cells = ["F11_n_t", '{"delta": 0.2}', "n_per_arm", rounding, expected, "0.0001"]
    assert (fault_of(dict(zip(COLUMNS, cells, strict=True))) is None) is agrees


def test_a_tolerance_reaches_as_far_as_its_decimals_say():
    assert fault_of(dict(zip(COLUMNS, [*GOOD[:4], "50.1", "0.1"], strict=True))) is None


def test_columns_may_stand_in_any_order_after_a_byte_order_mark(check):
    assert check(GOOD[::-1], columns=COLUMNS[::-1], encoding="utf-8-sig")[0] == 0


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "table.csv lacks the columns: formula, inputs, output, rounding, expected, tolerance"),
        (b"formula,inputs,output,expected\n", "table.csv lacks the columns: rounding, tolerance"),
        (",".join(COLUMNS).encode(), "table.csv has no row"),
        (b"\xff\xfe\x00", "cannot be read: 'utf-8' codec"),
        (",".join(COLUMNS).encode() + b"\n" + b"x" * 200_000, "cannot be read: field larger than field limit"),
    ],
)
def test_a_table_that_cannot_be_read_says_why(tmp_path, content, sentence):
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=sentence):
        checked(path)


@pytest.mark.parametrize("name", ["missing.csv", "."])
def test_a_table_that_is_not_there_says_so(tmp_path, name):
    with pytest.raises(CommandError, match="cannot be read"):
        checked(tmp_path / name)
