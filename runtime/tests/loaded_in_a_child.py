"""Loaded by children too, and so by a name that they find: a test's own module they find only from the top folder."""

import signal
import time
from collections.abc import Callable

HELD_BACK_WHILE_LOADING = signal.pthread_sigmask(signal.SIG_BLOCK, ())
"""The signals that were, as this module was loaded; in a child, that is before it is prepared."""


def held_back() -> tuple[set[int], set[int], Callable | int | None]:
    """Signals that were held back while this was loaded, those that are now, and what Ctrl-C does."""
    return HELD_BACK_WHILE_LOADING, signal.pthread_sigmask(signal.SIG_BLOCK, ()), signal.getsignal(signal.SIGINT)


def in_a_moment(end: Callable, *arguments: object) -> None:
    """End not before the pool has read that the work was begun; else it knows of no work that the end could cost."""
    time.sleep(0.3)
    end(*arguments)
