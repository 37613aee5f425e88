"""A pytest plugin: each test runs in a context of its own, so that no other sees what it leaves there.

A language, a request's id, what is bound to log lines: a server sets these anew for each request and need not clear
them, while our tests share one thread. Nor does a test see what a fixture of the session sets for another.
"""

import contextvars

import pytest
from _pytest import runner


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool:
    """What pytest itself does, its fixtures' set-up and clean-up included, in a copy of the context."""
    return contextvars.copy_context().run(runner.pytest_runtest_protocol, item, nextitem)
