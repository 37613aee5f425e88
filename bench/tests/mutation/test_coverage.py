from pathlib import Path

from picopt_bench.mutation.coverage import BUDGET, UNHURRIED, Coverage, patience
from picopt_bench.mutation.mutants import Mutant


def test_a_mutant_that_hangs_is_given_up_soon_but_not_one_on_a_busy_machine():
    assert patience(0) == 15
    assert patience(BUDGET) < 75
    assert all(patience(seconds) >= 4 * seconds for seconds in (0.1, 1, BUDGET))


def test_a_mutant_meets_the_tests_of_its_line_special_ones_first_within_the_budget():
    lines = {"1": ["", "wide"], "2": ["wide", "narrow", "slow"], "3": ["wide"]}
    report = {"lines": {"/a.py": lines}, "seconds": {"wide": 2.0, "narrow": 0.5, "slow": 9.0, "other": 0.1}}

    def tests_of(line, path="/a.py"):
        return Coverage(report).tests_of(Mutant(Path(path), line, 0, 0, "", ""))

    assert tests_of(2) == ["narrow", "wide"]
    assert tests_of(1) == ["narrow", "wide", "other"]
    assert tests_of(1, "/b.py") == []


def test_what_is_no_line_that_runs_meets_the_tests_of_its_file():
    lines = {"/A.php": {"9": ["T::narrow", "T::wide"]}, "/B.php": {"9": ["T::wide", "T::other"]}}
    coverage = Coverage({"lines": lines, "seconds": dict.fromkeys(("T::narrow", "T::wide", "T::other"), 0.1)})

    assert coverage.tests_of(Mutant(Path("/A.php"), 3, 0, 0, "", "20 becomes 21")) == ["T::narrow", "T::wide"]
    assert coverage.tests_of(Mutant(Path("/C.php"), 3, 0, 0, "", "20 becomes 21")) == []


def test_what_runs_at_import_meets_the_tests_whose_file_names_it_first(tmp_path):
    (tmp_path / "test_prices.py").write_text("from shop.prices import PRICES\n")
    (tmp_path / "test_boats.py").write_text("from shop.boats import BOATS\n")
    seconds = {"test_boats.py::a": 0.1, "test_prices.py::b": 0.1}
    coverage = Coverage({"lines": {"/shop/prices.py": {"1": [""]}}, "seconds": seconds}, tmp_path)

    assert coverage.tests_of(Mutant(Path("/shop/prices.py"), 1, 0, 0, "", ""))[0] == "test_prices.py::b"


def test_what_is_declared_meets_first_the_test_that_holds_it_against_something_else():
    seconds = {"test_boot.py::migrations": 5.0, "test_prices.py::b": 0.1}
    lines = {"/shop/models.py": {"1": [""], "2": ["test_prices.py::b"]}}
    coverage = Coverage({"lines": lines, "seconds": seconds}, Path(), ["test_boot.py::migrations", "test_gone.py::c"])

    declaration, step = (Mutant(Path("/shop/models.py"), line, 0, 0, "", "") for line in (1, 2))

    assert coverage.tests_of(declaration) == ["test_boot.py::migrations", "test_prices.py::b"]
    assert coverage.tests_of(step) == ["test_prices.py::b"]
    assert coverage.seconds(coverage.tests_of(declaration)) == 5.1


def test_a_busy_machine_makes_no_test_slow():
    seconds = {"busy": 9.0, "quick": 9.0, "waits": 90.0}
    report = {
        "lines": {"/a.py": {"1": list(seconds)}},
        "seconds": seconds,
        "busy": {"busy": 3.1, "quick": 1.0, "waits": 0.1},
    }
    coverage = Coverage(report)

    assert coverage.tests_of(Mutant(Path("/a.py"), 1, 0, 0, "", "")) == ["quick"]
    assert coverage.limits(["quick"]) == (patience(1.0), UNHURRIED * patience(9.0))
