"""Blocking work that a stopping worker can leave."""

import queue
import threading
from collections.abc import Callable
from typing import Any, Final, TypeVar

from picopt_saas.database import let_go
from picopt_saas.pipeline.errors import HandedBack

T = TypeVar("T")
_LOOK_EVERY: Final = 0.2  # seconds


def interruptible(work: Callable[[], T], should_stop: Callable[[], bool]) -> T:
    """What `work` returns or raises; `HandedBack` as soon as the worker must stop.

    Then the work goes on in its daemon thread until the process ends, and nobody looks at its result.
    """
    let_go()
    done: queue.SimpleQueue[tuple[bool, Any]] = queue.SimpleQueue()

    def run() -> None:
        try:
            done.put((True, work()))
        except BaseException as error:  # noqa: BLE001 -- it is raised again in the thread that waits
            done.put((False, error))

    threading.Thread(target=run, daemon=True).start()
    while True:
        try:
            succeeded, value = done.get(timeout=_LOOK_EVERY)
        except queue.Empty:
            if should_stop():
                raise HandedBack from None
            continue
        if succeeded:
            result: T = value
            return result
        raise value
