"""Structured logs: one JSON event a line on standard error; what looks like a secret never gets through."""

import logging
import re
import sys
import threading
import time
from contextlib import suppress
from multiprocessing import util
from queue import Empty, SimpleQueue
from typing import Final, TextIO

import structlog
from structlog.typing import EventDict, WrappedLogger

_GATHER_SECONDS: Final = 0.25  # so that few threads are woken for it where requests are few, too

# Our API keys and JSON Web Tokens, wherever they stand in a text.
_SECRET: Final = re.compile(r"po_(?:live|test)_[A-Za-z0-9_-]{4,}|eyJ[\w-]+\.[\w-]+\.[\w-]+")


def hide_secrets(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Blank what looks like a key or a token; a log line is text at this point or soon will be."""
    for name, value in event.items():
        if isinstance(value, str):
            event[name] = _SECRET.sub("[hidden]", value)
    return event


def configure_logging(level: str) -> None:
    """Log to standard error from `level` on."""
    lines = Lines(sys.stderr)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            hide_secrets,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=lambda *_: lines,
        cache_logger_on_first_use=True,
    )


class Lines:
    """A logger that writes the lines of all threads from one thread, those of a moment together.

    Whoever writes lets go of the interpreter and, under load, stands in line to have it back: for a line a request that
    is a good part of what the request costs. What waits is written when the process ends.
    """

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._lines: SimpleQueue[str] = SimpleQueue()
        self._writing = threading.Lock()
        threading.Thread(target=self._write_on, name="log", daemon=True).start()
        util.Finalize(self, self.flush, exitpriority=0)  # also in children of multiprocessing, which skip `atexit`

    def msg(self, message: str) -> None:
        """Have a line written soon."""
        self._lines.put(message + "\n")

    debug = info = warning = error = critical = exception = msg

    def flush(self) -> None:
        """Write all that waits, now."""
        with self._writing:
            self._write([])

    def _write_on(self) -> None:
        while True:
            first = self._lines.get()
            with self._writing:
                time.sleep(_GATHER_SECONDS)
                self._write([first])

    def _write(self, lines: list[str]) -> None:
        with suppress(Empty):
            while True:
                lines.append(self._lines.get_nowait())
        with suppress(OSError, ValueError):  # nobody reads any more: no reason to stop, or to keep the lines
            self._file.write("".join(lines))
            self._file.flush()
