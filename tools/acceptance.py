"""Runs the tests that prove the rows of docs/acceptance.md and writes `var/acceptance.json`.

A row is proved by pytest tests (those in a browser too) marked `acceptance("A1")`, by PHPUnit tests in
`@group acceptance-A1`, by JavaScript tests with `[acceptance-A1]` in their titles, and, where it names a time or a
size, by the committed record of a benchmark. The report maps each row to its tests and how many passed and failed, and
names the rows that have none. Tests that need minutes run with `--deep` only; a row that only they prove says so.

A suite that breaks off (a file of tests that cannot be read, a server that does not start) fails the whole: what it did
not come to is in no report, and its rows may have other tests.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

TOP: Final = Path(__file__).resolve().parents[1]
VAR: Final = TOP / "var"
COUNTS: Final = {"A": 14, "B": 16, "C": 12, "D": 14, "E": 10, "F": 3, "G": 7, "H": 4, "U": 6}
ROWS: Final = [f"{letter}{number}" for letter, count in COUNTS.items() for number in range(1, count + 1)]
ROW: Final = rf"[{''.join(COUNTS)}]\d+"
# Rows that name a time or a size count by the record of their benchmark: row → result file → goals.
BENCHED: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "A14": {"references": ("peak_memory_mb",)},
    "B8": {"references": ("cpu_vs_search_replace", "longest_writer_wait_ms")},
    "C8": {"imaging": ("files_below_target", "worst_file_points_below", "size_order_violations")},
    "G4": {"gateway": ("idle_connections_survived", "slow_header_attack_error_rate")},
    "H2": {"queue": ("housekeeping_minutes_500k_items", "housekeeping_growth")},
}

Results = dict[str, dict[str, bool]]  # row → test → passed
Deep = set[str]  # rows with tests that run with `--deep` only


def run_pytest(results: Results, deep_rows: Deep, name: str, folder: Path, arguments: list[str]) -> int:
    """Run the marked tests of a folder; our plugin writes row and outcome of each as user properties. The exit code."""
    report, aside = VAR / f"acceptance-{name}.xml", VAR / f"acceptance-{name}-deep.txt"
    report.unlink(missing_ok=True)
    aside.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "acceptance_rows", f"--junitxml={report}", *arguments]
    ended = subprocess.run(command, cwd=folder, env={**environment(), "ACCEPTANCE_DEEP_ROWS": str(aside)}, check=False)
    deep_rows.update(aside.read_text(encoding="utf-8").split() if aside.exists() else ())
    for case, passed in outcomes(report):
        test = f"{case.get('classname')}::{case.get('name')}"
        for row in case.findall("properties/property[@name='acceptance']"):
            results[row.get("value", "")][test] = passed
    return ended.returncode


def outcomes(report: Path) -> Iterator[tuple[ET.Element, bool]]:
    """Yield each test that ran and whether it passed; nothing when the runner died before its report."""
    if not report.exists():
        return
    for case in ET.parse(report).getroot().iter("testcase"):  # noqa: S314 -- our own runners wrote it
        if case.find("skipped") is None:
            yield case, case.find("failure") is None and case.find("error") is None


def environment() -> dict[str, str]:
    """Return the environment with this folder on Python's path, where the pytest plugin lies."""
    return {**os.environ, "PYTHONPATH": str(TOP / "tools")}


def run_phpunit(results: Results, *, deep: bool) -> int:
    """Run the grouped tests in a real WordPress; the groups of each test are read from its file. The exit code."""
    report = VAR / "acceptance-phpunit.xml"
    report.unlink(missing_ok=True)
    command = ["picopt", "site", "--name", "acceptance", "--", "phpunit", "-c", "wordpress/phpunit.xml.dist"]
    command += [*groups(deep=deep), "--log-junit", str(report)]
    ended = subprocess.run(command, cwd=TOP, check=False)
    for case, passed in outcomes(report):
        for row in rows_of_php_test(Path(case.get("file", "")), re.split(r"\s", case.get("name", ""))[0]):
            results[row][f"{case.get('class')}::{case.get('name')}"] = passed
    return ended.returncode


def groups(*, deep: bool) -> list[str]:
    """Say to PHPUnit which tests. It leaves out what its configuration excludes, unless other groups are named."""
    excluded = "none" if deep else "deep"
    return ["--group", ",".join(f"acceptance-{row}" for row in ROWS), "--exclude-group", excluded]


def run_vitest(results: Results) -> int:
    """Run the files of the screens' tests that have rows in their titles. The exit code."""
    report, screens = VAR / "acceptance-vitest.xml", TOP / "wordpress"
    report.unlink(missing_ok=True)
    tests = (screens / "assets-tests").rglob("*.test.js*")
    files = [str(path.relative_to(screens)) for path in tests if "[acceptance-" in path.read_text(encoding="utf-8")]
    command = ["npm", "test", "--silent", "--", "--reporter=junit", f"--outputFile={report}", *sorted(files)]
    ended = subprocess.run(command, cwd=screens, check=False)
    read_titles(results, report)
    return ended.returncode


def read_titles(results: Results, report: Path) -> None:
    """Take the tests that name their rows in their titles."""
    for case, passed in outcomes(report):
        name = case.get("name", "")
        for row in re.findall(rf"\[acceptance-({ROW})\]", name):
            results[row][f"{case.get('classname')}::{name}"] = passed


def rows_of_php_test(path: Path, method: str) -> set[str]:
    """Return the rows that a PHPUnit method (or its class) is grouped under."""
    return set(re.findall(rf"@group acceptance-({ROW})\b", comments_of_php_test(path, method)))


def comments_of_php_test(path: Path, method: str) -> str:
    """Return what stands before a PHPUnit class and before one of its methods."""
    source = path.read_text(encoding="utf-8")
    before_class = source.split("class ", 1)[0]
    found = re.search(r"((?:/\*\*(?:(?!\*/).)*\*/)?)\s*public function " + re.escape(method) + r"\b", source, re.DOTALL)
    return before_class + (found.group(1) if found else "")


def rows_of_deep_php_tests(tests: Path) -> Deep:
    """Return the rows that PHPUnit tests in `@group deep` prove."""
    rows: Deep = set()
    for path in tests.rglob("*Test.php"):
        for method in re.findall(r"public function (test\w+)", path.read_text(encoding="utf-8")):
            if re.search(r"@group deep\b", comments_of_php_test(path, method)):
                rows |= rows_of_php_test(path, method)
    return rows


def read_benchmarks(results: Results, records: Path) -> None:
    """Take the rows that a benchmark proves from its committed record; what was never measured is not met."""
    for row, benchmarks in BENCHED.items():
        for name, wanted in benchmarks.items():
            path = records / f"{name}.json"
            goals = json.loads(path.read_text(encoding="utf-8"))["goals"] if path.exists() else []
            met = {goal["name"]: goal["met"] for goal in goals}
            for goal in wanted:
                results[row][f"bench-{name}::{goal}"] = met.get(goal, False)


def write_report(results: Results, deep_rows: Deep, ended: Mapping[str, int]) -> bool:
    """Write `var/acceptance.json`, print a table, and return whether nothing failed and every row has a test.

    `ended` is the exit code of each suite: tests that it did not come to are in no report.
    """
    report = {
        row: {
            "tests": sorted(results[row]),
            "passed": sum(results[row].values()),
            "failed": sum(not passed for passed in results[row].values()),
            "more_with_deep": row in deep_rows,
        }
        for row in ROWS
    }
    (VAR / "acceptance.json").write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    for row, entry in report.items():
        more = " (more with --deep)" if entry["more_with_deep"] else ""
        counts = f"{entry['passed']:4} passed {entry['failed']:3} failed" if entry["tests"] else "no test ran"
        print(f"{row:3} {counts}{more}")
    unproved = [row for row in ROWS if not results[row]]
    long_only = [row for row in unproved if row in deep_rows]
    print(f"rows proved by long tests only, which run with --deep: {listed(long_only)}")
    without = [row for row in unproved if row not in deep_rows]
    print(f"rows without a test: {listed(without)}")
    failed = [f"{suite} (exit code {code})" for suite, code in ended.items() if code]
    print(f"suites that failed or broke off: {listed(failed)}")
    return not without and not failed and not any(entry["failed"] for entry in report.values())


def listed(names: list[str]) -> str:
    """Return the names in one line."""
    return ", ".join(names) or "none"


def main() -> int:
    """Run everything; exit status 1 when a test of a row failed or a row has none."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--deep", action="store_true", help="the long tests too")
    deep = parser.parse_args().deep
    VAR.mkdir(exist_ok=True)
    results: Results = defaultdict(dict)
    deep_rows = rows_of_deep_php_tests(TOP / "wordpress" / "tests")
    selection = ["-m", "acceptance" if deep else "acceptance and not deep"]
    ended = {
        "python": run_pytest(results, deep_rows, "python", TOP, selection),
        "saas": run_pytest(results, deep_rows, "saas", TOP / "saas", selection),
        "e2e": run_pytest(results, deep_rows, "e2e", TOP, ["e2e", *selection]),
        "phpunit": run_phpunit(results, deep=deep),
        "vitest": run_vitest(results),
    }
    read_benchmarks(results, TOP / "bench" / "results")
    return 0 if write_report(results, set() if deep else deep_rows, ended) else 1


if __name__ == "__main__":
    sys.exit(main())
