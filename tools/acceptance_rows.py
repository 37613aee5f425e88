"""A pytest plugin: writes the rows of `@pytest.mark.acceptance(...)` into the JUnit report."""

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Note each test's rows as user properties."""
    for item in items:
        for mark in item.iter_markers("acceptance"):
            item.user_properties.extend(("acceptance", row) for row in mark.args)
