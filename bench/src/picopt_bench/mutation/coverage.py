"""Which test runs which line, and which of them a mutant meets."""

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from picopt_bench.mutation.mutants import Mutant

SLOWEST_TEST: Final = 3.0
"""Seconds of CPU, where known. A mutant meets only quick tests; what only a slow one notices, a quick one should."""
LONGEST_WAIT: Final = 60.0
"""Seconds by the clock, on a machine that may be very busy: a test that takes longer waits for something."""
BUDGET: Final = 12.0
"""Seconds of tests a mutant at most. Tests that run little else come first, so what is noticed is noticed early."""


UNHURRIED: Final = 4
"""How much longer tests may take by the clock than they may use a CPU, which others use as well."""


class Limits(NamedTuple):
    """How long tests may go on, in seconds of CPU and by the clock; what goes on longer hangs because of the change."""

    cpu: float
    clock: float


def patience(seconds: float) -> float:
    """How long tests may take that took so long before."""
    return 15 + 4 * seconds


class Coverage:
    """Which test runs which line."""

    def __init__(
        self,
        report: dict[str, Any],
        home: Path = Path(),
        declared: Sequence[str] = (),
        *,
        budget: float = BUDGET,
    ) -> None:
        """`declared`: tests that hold what is declared against something else, such as models against migrations."""
        self._home = home
        self._budget = budget
        self._declared = [test for test in declared if test in report["seconds"]]
        self._lines: dict[str, dict[str, list[str]]] = report["lines"]
        self._busy: dict[str, float] = report.get("busy", report["seconds"])
        self._seconds: dict[str, float] = {
            test: time
            for test, time in report["seconds"].items()
            if test in self._declared or (self._busy[test] <= SLOWEST_TEST and time <= LONGEST_WAIT)
        }
        self._reach: dict[str, int] = {}
        for lines in self._lines.values():
            for tests in lines.values():
                for test in tests:
                    self._reach[test] = self._reach.get(test, 0) + 1

    def tests_of(self, mutant: Mutant) -> list[str]:
        """The tests that run its line, those that run little else first, as far as the budget goes.

        What runs when the file is imported is everybody's: then all tests, first those for what is declared, then those
        that run anything in the file, or whose own file names it. What PHP declares, a constant or a default, is no
        line that runs: then those that run anything in the file.
        """
        lines = self._lines.get(str(mutant.path), {})
        near = {test for others in lines.values() for test in others}
        tests = set(lines.get(str(mutant.line), ())) or near
        chosen: list[str] = []
        if "" in tests:
            tests = set(self._seconds) - set(self._declared)
            chosen += self._declared
        left = self._budget
        for test in sorted(
            tests & self._seconds.keys(),
            key=lambda test: (test not in near and not self._names(test, mutant), self._reach.get(test, 0), test),
        ):
            if self._busy[test] <= left:
                chosen.append(test)
                left -= self._busy[test]
        return chosen

    def _names(self, test: str, mutant: Mutant) -> bool:
        """Whether the file of a test speaks of the mutant's module."""
        return f"{mutant.path.parent.name}.{mutant.path.stem}" in _text_of(self._home / test.split("::", maxsplit=1)[0])

    def tests(self) -> list[str]:
        """All that are quick enough."""
        return sorted(self._seconds)

    def leave_out(self, tests: Iterable[str]) -> None:
        """Forget tests that cannot judge."""
        for test in tests:
            self._seconds.pop(test, None)

    def seconds(self, tests: Sequence[str]) -> float:
        """How long they take, one after another."""
        return sum(self._seconds[test] for test in tests)

    def limits(self, tests: Sequence[str]) -> Limits:
        """How long they may go on with a change."""
        busy = sum(self._busy[test] for test in tests)
        return Limits(patience(busy), UNHURRIED * patience(self.seconds(tests)))


@cache
def _text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""
