"""Child processes for work that may crash, hang or hold the interpreter: one such piece costs itself and no other."""

import os
import signal
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

from pebble import ProcessExpired, ProcessPool

from picopt_runtime.guard import die_with_parent
from picopt_runtime.process import HonestContext

T = TypeVar("T")


class ChildEndedError(Exception):
    """The child was gone before it had an answer. `code` is its exit code, negative for a signal; None: not known."""

    def __init__(self, code: int | None) -> None:
        super().__init__(code)
        self.code = code


class ChildPool:
    """`workers` children at a time: spawned, recycled after `tasks_each`, ended with their parent. Safe to share.

    `prepare` runs first in each child with the arguments `prepare_with`; both must survive pickling.
    """

    def __init__(
        self,
        name: str,
        *,
        workers: int,
        tasks_each: int,
        prepare: Callable[..., None],
        prepare_with: Sequence[Any] = (),
    ) -> None:
        # Children die with the THREAD that started them (prctl(2)), so one that lives as long as the pool does it.
        self._keeper = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._options: dict[str, Any] = {
            "max_workers": workers,
            "max_tasks": tasks_each,
            "initializer": _begin,
            "initargs": (os.getpid(), prepare, *prepare_with),
            "context": HonestContext(),
        }
        self._lock, self._closed = threading.Lock(), False
        self._pool = ProcessPool(**self._options)

    def run(self, function: Callable[..., T], *arguments: Any, seconds: float) -> T:
        """What `function` returns or raises in a child.

        Raises `TimeoutError` when it takes longer than `seconds` (the child is ended), `ChildEndedError` when the child
        ended by itself.
        """
        try:
            return self._schedule(function, arguments, seconds).result()
        except ProcessExpired as error:
            raise ChildEndedError(error.exitcode) from error
        except BrokenProcessPool as error:
            raise ChildEndedError(None) from error

    @property
    def active(self) -> bool:
        """Whether it still takes work; a pool that has broken never does again."""
        try:
            # Asking starts the pool, so the keeper asks.
            return bool(self._keeper.submit(lambda: self._pool.active).result())
        except RuntimeError:  # closed
            return False

    def close(self) -> None:
        """End all children, working or not."""
        with self._lock:
            self._closed = True
            _end(self._pool)
        self._keeper.shutdown()

    def _schedule(self, function: Callable[..., T], arguments: Sequence[Any], seconds: float) -> Future[T]:
        """Hand the work to a child; a pool that broke (a child ended while it was idle) is replaced once."""
        pool = self._pool
        try:
            return self._submit(pool, function, arguments, seconds)
        except RuntimeError:
            self._replace(pool)
            return self._submit(self._pool, function, arguments, seconds)

    def _submit(
        self, pool: ProcessPool, function: Callable[..., T], arguments: Sequence[Any], seconds: float
    ) -> Future[T]:
        started = self._keeper.submit(pool.schedule, function, args=list(arguments), timeout=seconds)
        future: Future[T] = started.result()
        return future

    def _replace(self, broken: ProcessPool) -> None:
        with self._lock:
            if self._pool is not broken or self._closed:
                return
            _end(broken)
            self._pool = ProcessPool(**self._options)


def _begin(parent: int, prepare: Callable[..., None], *prepare_with: Any) -> None:
    """In the child: end with the parent, leave its signals alone, make ready for work."""
    die_with_parent(signal.SIGKILL)
    if os.getppid() != parent:  # it ended before we could ask
        os._exit(1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's affair
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})  # held back until here, see `process`
    prepare(*prepare_with)


def _end(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call] # pebble leaves this one untyped
    pool.join()
