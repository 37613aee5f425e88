"""Wait for a condition in a test, instead of for a time: quick on a quiet machine, patient on a busy one."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def wait_until(condition: Callable[[], T], what: object = "", *, seconds: float = 120, every: float = 0.02) -> T:
    """What the condition gives as soon as it is true; `AssertionError` with `what` when it stays false.

    `seconds` is how long a broken program is waited for, so it may be generous; `what` may be a function, called then.
    """
    deadline = time.monotonic() + seconds
    while not (result := condition()):
        if time.monotonic() > deadline:
            said = what() if callable(what) else what
            raise AssertionError(f"not within {seconds:g} s: {said or condition}")
        time.sleep(every)
    return result
