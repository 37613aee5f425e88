"""A pytest plugin (`-p picopt_bench.mutation.covering`): which test runs which line, and how long it takes.

Reads `PICOPT_COVER` (JSON: `sources`, a list of files; `report`, where to write) from the environment. The report is
`{"lines": {file: {line: [test]}}, "seconds": {test: number}, "busy": {test: number}}`, of tests that passed: how long
each took, and for how long it used a CPU, which a busy machine makes no longer. What runs when a file is imported
belongs to the test "".
"""

import json
import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import coverage
import pytest

_orders: dict[str, Any] = json.loads(os.environ["PICOPT_COVER"])
# Before any conftest imports what is measured.
_coverage = coverage.Coverage(data_file=None, include=_orders["sources"], config_file=False)
_coverage.start()
_seconds: dict[str, float] = defaultdict(float)
_busy: dict[str, float] = {}
_failed: set[str] = set()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """What a test and its fixtures run is the test's."""
    _coverage.switch_context(item.nodeid)
    began = _cpu_seconds()
    try:
        return (yield)
    finally:
        _busy[item.nodeid] = _cpu_seconds() - began
        _coverage.switch_context("")


def _cpu_seconds() -> float:
    """Of this process and of its children that have ended."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Set-up and clean-up count, as a run of this test alone has both."""
    _seconds[report.nodeid] += report.duration
    if not report.passed:
        _failed.add(report.nodeid)


def pytest_sessionfinish() -> None:
    """Write the report."""
    _coverage.stop()
    data = _coverage.get_data()
    seconds = {test: time for test, time in _seconds.items() if test not in _failed}
    lines = {
        name: {
            line: [test for test in tests if not test or test in seconds]
            for line, tests in data.contexts_by_lineno(name).items()
        }
        for name in data.measured_files()
    }
    report = {"lines": lines, "seconds": seconds, "busy": {test: _busy[test] for test in seconds}}
    Path(_orders["report"]).write_text(json.dumps(report), encoding="utf-8")
