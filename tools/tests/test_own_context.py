from contextvars import ContextVar

import pytest

LEFT: ContextVar[str] = ContextVar("left", default="")


@pytest.fixture
def left():
    """Set up and cleaned up in the context of its test."""
    LEFT.set("by a fixture")
    yield
    assert LEFT.get() == "by a test"


@pytest.mark.parametrize("_time", ["once", "again"])
def test_what_a_test_sets_in_its_context_no_other_sees(_time):
    assert LEFT.get() == ""
    LEFT.set("by a test")


@pytest.mark.parametrize("_time", ["once", "again"])
def test_a_fixture_shares_the_context_of_its_test(left, _time):
    assert LEFT.get() == "by a fixture"
    LEFT.set("by a test")
