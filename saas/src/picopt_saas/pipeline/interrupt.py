"""Blocking work that a stopping worker can leave."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, wait
from typing import Final, TypeVar

from picopt_saas.database import let_go
from picopt_saas.pipeline.errors import HandedBack

T = TypeVar("T")
_LOOK_EVERY: Final = 0.2  # seconds


def interruptible(work: Callable[[], T], should_stop: Callable[[], bool]) -> T:
    """What `work` returns or raises; `HandedBack` as soon as the worker must stop.

    Then the work goes on in its daemon thread until the process ends, and nobody looks at its result.
    """
    let_go()
    outcome: Future[T] = Future()

    def run() -> None:
        try:
            outcome.set_result(work())
        except BaseException as error:  # noqa: BLE001 -- it is raised again in the thread that waits
            outcome.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    while not wait([outcome], timeout=_LOOK_EVERY).done:
        if should_stop():
            raise HandedBack
    return outcome.result()
