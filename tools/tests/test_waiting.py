import pytest
from waiting import wait_until


def test_it_gives_what_the_condition_gives_when_it_is_true():
    answers = iter([None, "", "ready"])

    assert wait_until(lambda: next(answers)) == "ready"
    assert next(answers, "all asked") == "all asked"


def test_what_stays_false_is_told_with_what_is_known_then():
    with pytest.raises(AssertionError, match=r"not within 0.05 s: 3 are left"):
        wait_until(lambda: False, lambda: f"{1 + 2} are left", seconds=0.05)
