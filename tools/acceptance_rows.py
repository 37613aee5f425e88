"""A pytest plugin: writes the rows of `@pytest.mark.acceptance(...)` into the JUnit report.

Rows of tests that are marked `deep` go to the file that `ACCEPTANCE_DEEP_ROWS` names as well, one a line: where they
are left out of a run, its report has nothing of them.
"""

import os
from pathlib import Path

import pytest


@pytest.hookimpl(tryfirst=True)  # before `-m` takes away what does not run
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Note each test's rows as user properties."""
    deep: set[str] = set()
    for item in items:
        rows = [row for mark in item.iter_markers("acceptance") for row in mark.args]
        item.user_properties.extend(("acceptance", row) for row in rows)
        if item.get_closest_marker("deep"):
            deep.update(rows)
    if path := os.environ.get("ACCEPTANCE_DEEP_ROWS"):
        Path(path).write_text("".join(f"{row}\n" for row in sorted(deep)), encoding="utf-8")
