"""`make bench-house`: the state of the code itself, measured on this tree.

Circles of modules and of folders, use of a folder's inside from outside, lines of tests to lines of source, sizes of
files, checks that are switched off without a reason, sentences that cannot be translated, and how many small changes of
the code the tests noticed in the last `make mutate` (`var/mutation.json`; without one, none). Each package is named
with the commit at which it was judged; one that was not judged is named as well, and then the bench fails.

The ratios count lines as they stand in the files, of what is shipped and of the set-up for one machine; benchmarks and
tools are neither source nor tests. The tour that photographs the screens (`standalone`, `picopt tour`) looks at what
others do, as tests do, but it asserts little and is installed with the rest: it is source, with tests of its own. What
a program wrote (the plugin's `Api/Wire`, which `make contract` makes; bundles; migrations) is not source that a person
wrote and counts on neither side. Sentences that cannot be translated are those that `make lint` finds, by the same
script.
"""

import json
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from rich.console import Console

from picopt_bench.goals import report
from picopt_bench.house.circles import circles_of_modules
from picopt_bench.house.files import TOP, is_test, lines_of, tracked
from picopt_bench.house.suppressions import without_reason
from picopt_bench.mutation.__main__ import JUDGES
from picopt_bench.parts import refuse_parts

WORKSHOP: Final = frozenset({"bench", "tools"})


def main() -> int:
    """Measure, print, write; exit code 1 when a goal is missed."""
    refuse_parts()
    files = tracked()
    source = [path for path in files if not is_test(path)]
    sizes = dict(zip(source, lines_of(source), strict=True))
    walls = json.loads(run_php(TOP / "tools" / "php_walls" / "check.php", "--json"))
    circles = circles_of_modules()
    suppressions = sorted(without_reason(files))
    unwrapped = run_php(TOP / "tools" / "php_strings.php").splitlines()
    killed, packages = mutation()
    values = {
        "php_folder_circles": walls["php_folder_circles"],
        "python_circles": len(circles),
        "face_violations": walls["face_violations"],
        "test_ratio_python": test_ratio(files, ".py"),
        "test_ratio_php": test_ratio(files, ".php"),
        "mutants_killed": killed,
        "largest_source_file_lines": max(sizes.values()),
        "median_file_lines": statistics.median(sizes.values()),
        "suppressions_without_reason": len(suppressions),
        "unwrapped_strings": len(unwrapped),
    }
    largest = sorted(sizes, key=lambda path: -sizes[path])[:5]
    details = {
        "largest_files": {str(path.relative_to(TOP)): sizes[path] for path in largest},
        "python_circles": circles,
        "php_circles": walls["circles"],
        "suppressions_without_reason": [relative(line) for line in suppressions],
        "unwrapped_strings": [relative(line) for line in unwrapped],
        "mutants": packages,
        "mutants_not_judged": sorted(JUDGES.keys() - packages.keys()),
    }
    Console().print_json(data=details)
    are_met = report("house", values, {"details": details})
    return 0 if are_met and not details["mutants_not_judged"] else 1


def test_ratio(files: list[Path], suffix: str) -> float:
    """Lines of tests to lines of source."""
    counted = [path for path in files if path.suffix == suffix and path.relative_to(TOP).parts[0] not in WORKSHOP]
    tests = sum(lines_of(path for path in counted if is_test(path)))
    source = sum(lines_of(path for path in counted if not is_test(path)))
    return round(tests / source, 3)


def mutation() -> tuple[float, dict[str, Any]]:
    """Killed of all, and for each package killed and survived, and which commit was judged."""
    record = TOP / "var" / "mutation.json"
    packages = json.loads(record.read_text(encoding="utf-8")) if record.exists() else {}
    counts = {
        name: {"commit": each.get("commit", "unknown"), "killed": each["killed"], "survived": each["survived"]}
        for name, each in packages.items()
    }
    killed = sum(each["killed"] for each in counts.values())
    total = killed + sum(each["survived"] for each in counts.values())
    return (round(killed / total, 3) if total else 0.0), counts


def relative(line: str) -> str:
    """A place without the folder that this tree happens to lie in."""
    return line.removeprefix(f"{TOP}/")


def run_php(script: Path, *arguments: str | Path) -> str:
    """Standard output of a script; what it finds may make its exit code 1."""
    command = ["php", str(script), *map(str, arguments)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode > 1:
        raise SystemExit(f"{script.name}: {done.stdout}{done.stderr}")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
