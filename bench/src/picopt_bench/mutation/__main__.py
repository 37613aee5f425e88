"""`python -m picopt_bench.mutation [PACKAGE…]`: judge the tests of all packages, or of those that are named.

With `--sample N` a smaller sample is judged, for a look in between; that is printed and not kept. With `--again` only
the survivors of the run before are judged, after tests were added and nothing else was changed.
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any, Final

from picopt_bench.mutation.mutants import SAMPLE
from picopt_bench.mutation.php_runner import PHP_SUITES, judge_php_suite
from picopt_bench.mutation.python_runner import judge_suite
from picopt_bench.mutation.python_suites import SUITES, TOP
from picopt_bench.mutation.result import Result

REPORT: Final = TOP / "var" / "mutation.json"
JUDGES: Final[dict[str, Callable[[int, list[str] | None], Result]]] = {
    **{suite.name: partial(judge_suite, suite) for suite in SUITES},
    **{suite.name: partial(judge_php_suite, suite) for suite in PHP_SUITES},
}


def commit() -> str:
    """Which code was judged; `+` where something of it was not committed."""
    command = ["git", "describe", "--always", "--exclude=*", "--dirty=+"]
    return subprocess.run(command, cwd=TOP, check=True, capture_output=True, text=True).stdout.strip()


def kept() -> dict[str, Any]:
    """What earlier runs have shown, by package, in the order of the packages."""
    report = json.loads(REPORT.read_text(encoding="utf-8")) if REPORT.exists() else {}
    return {name: report[name] for name in JUDGES if name in report}


def main() -> int:
    """Judge, print, and keep what earlier runs have shown of other packages."""
    parser = argparse.ArgumentParser(prog="make mutate", description=__doc__)
    parser.add_argument("packages", nargs="*", metavar="PACKAGE", help=f"one of {', '.join(JUDGES)} (default: all)")
    parser.add_argument("--sample", type=int, default=SAMPLE, help="mutants a package (default: %(default)s)")
    parser.add_argument("--again", action="store_true", help="only the survivors of the run before")
    arguments = parser.parse_args()
    wanted = arguments.packages or list(JUDGES)
    if unknown := set(wanted) - JUDGES.keys():
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    report = kept()
    if arguments.again and (missing := set(wanted) - report.keys()):
        parser.error(f"not judged before: {', '.join(sorted(missing))}")
    for name in wanted:
        began = time.monotonic()
        result = JUDGES[name](arguments.sample, report[name]["survivors"] if arguments.again else None)
        # Read anew: Python and PHP can be judged at the same time.
        report = {**kept(), name: {"commit": commit(), **result.as_json()}}
        seconds = time.monotonic() - began
        print(f"{name}: {result.share:.0%} of {result.total} killed in {seconds:.0f} s")
        print("".join(f"  {line}\n" for line in result.survivors), end="", flush=True)
        if arguments.sample >= SAMPLE:
            REPORT.parent.mkdir(exist_ok=True)
            REPORT.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
