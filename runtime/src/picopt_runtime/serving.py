"""A WSGI server that strangers can connect to: granian, set so that connections are not requests.

Not every version will do. From 2.8.6 to 2.8.9 it stops for everybody when a request is answered while another thread
still waits for its body, which is how slow clients are refused; before 2.8 it took a request with both
`Content-Length` and `Transfer-Encoding`. A test of the gateway's looks at each.
"""

import resource
import signal
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server

_CONNECTIONS: Final = 16_384
"""Open connections that are taken at most. One that says nothing costs about 1 kB."""
_BACKLOG: Final = 4096
_STOP_SECONDS: Final = 25
"""For requests under way, when all is to end: less than the half minute that systemd and containers give."""
_SPARE_FILES: Final = 512
"""Of the open files that the system allows, for everything that is not a client's connection."""


@dataclass(frozen=True, kw_only=True)
class Serving:
    """Where and how to serve."""

    target: str
    """Module and name of the application, loaded in the worker process."""
    host: str
    port: int
    threads: int
    """Requests at work at once; more wait for a thread."""
    idle_seconds: float
    """A connection that has not sent a whole request head for so long is closed, idle keep-alive ones too."""
    log_level: str = "info"
    buffer_bytes: int = 128 * 1024
    """What a connection may hold back, and the most that one wake-up brings."""


def serve(serving: Serving) -> None:
    """Serve until SIGTERM with one worker process. Raises what granian raises when the address is taken."""
    Server(
        serving.target,
        address=serving.host,
        port=serving.port,
        interface=Interfaces.WSGI,
        # With HTTP/2 possible, granian waits for the first byte without any limit to learn which it is.
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(
            header_read_timeout=int(serving.idle_seconds * 1000), max_buffer_size=serving.buffer_bytes
        ),
        workers=1,
        blocking_threads=serving.threads,
        # Its help says requests; what it counts are connections.
        backpressure=_most_connections(),
        backlog=_BACKLOG,
        websockets=False,
        log_level=LogLevels(serving.log_level.lower()),
        workers_kill_timeout=_STOP_SECONDS,
    ).serve(target_loader=_load)


def _load(target: str) -> Callable[..., Any]:
    """The application, for the worker process, which until then has the signal handlers of the one that it came from.

    With those it would not hear SIGTERM, and whoever stops a service that is just starting would wait for ever.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    module, _, name = target.partition(":")
    application: Callable[..., Any] = getattr(import_module(module), name)
    return application


def _most_connections() -> int:
    """As many as the system lets this process open; the soft limit is raised to the hard one."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return max(128, min(_CONNECTIONS, hard - _SPARE_FILES))
