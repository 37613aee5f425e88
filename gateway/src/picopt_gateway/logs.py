"""Structured logs: one JSON event a line on standard error; what looks like a secret never gets through."""

import json
import logging
import re
import sys
import threading
import time
from collections import deque
from contextlib import suppress
from contextvars import ContextVar
from multiprocessing import util
from typing import Any, Final, TextIO

import structlog
from structlog.typing import EventDict, WrappedLogger

REQUEST_ID: Final[ContextVar[str]] = ContextVar("request_id", default="")
"""Of the request that this thread works for; each of its lines has it."""
_GATHER_SECONDS: Final = 0.25  # so that few threads are woken for it where requests are few, too

# Our API keys and JSON Web Tokens, wherever they stand in a line.
_SECRET: Final = re.compile(r"po_(?:live|test)_[A-Za-z0-9_-]{4,}|eyJ[\w-]+\.[\w-]+\.[\w-]+")


def hide_secrets(line: str) -> str:
    """Blank what looks like a key or a token."""
    if "po_" not in line and "eyJ" not in line:  # a tenth of what the search costs, and nearly always so
        return line
    return _SECRET.sub("[hidden]", line)


def configure_logging(level: str) -> None:
    """Log to standard error from `level` on."""
    lines = Lines(sys.stderr)
    structlog.configure(
        processors=[
            _name_request,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _as_it_is,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=lambda *_: lines,
        cache_logger_on_first_use=True,
    )


def _name_request(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    if request_id := REQUEST_ID.get():
        event["request_id"] = request_id
    return event


def _as_it_is(_logger: WrappedLogger, _method: str, event: EventDict) -> tuple[tuple[EventDict], dict[str, Any]]:
    """Hand the event over as one argument, not as words."""
    return (event,), {}


class Lines:
    """A logger that writes the events of all threads from one thread, those of a moment together.

    Whoever writes lets go of the interpreter and, under load, stands in line to have it back: for a line a request that
    is a good part of what the request costs. Making many lines at once costs a fifth of making one after other work,
    too. What waits is written when the process ends.
    """

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._events: deque[EventDict] = deque()
        self._waiting = threading.Event()  # set after an event is there, cleared before all are taken: none is missed
        self._writing = threading.Lock()
        threading.Thread(target=self._write_on, name="log", daemon=True).start()
        util.Finalize(self, self.flush, exitpriority=0)  # also in children of multiprocessing, which skip `atexit`

    def msg(self, event: EventDict) -> None:
        """Have an event written soon. It must not change any more."""
        self._events.append(event)
        if not self._waiting.is_set():
            self._waiting.set()

    debug = info = warning = error = critical = exception = msg

    def flush(self) -> None:
        """Write all that waits, now."""
        with self._writing:
            self._waiting.clear()
            events = []
            with suppress(IndexError):
                while True:
                    events.append(self._events.popleft())
            lines = [hide_secrets(json.dumps(event, default=repr, skipkeys=True)) + "\n" for event in events]
            with suppress(OSError, ValueError):  # nobody reads any more: no reason to stop, or to keep the lines
                self._file.write("".join(lines))
                self._file.flush()

    def _write_on(self) -> None:
        while True:
            self._waiting.wait()
            time.sleep(_GATHER_SECONDS)
            self.flush()
