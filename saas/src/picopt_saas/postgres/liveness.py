"""Whether a connection is still there, told by its socket alone."""

import select
from typing import Protocol


class Connection(Protocol):
    """What has a socket: psycopg's connections of either kind."""

    @property
    def closed(self) -> bool:
        """Whether there is no socket any more: it broke in the middle of a statement, or was closed."""

    def fileno(self) -> int:
        """The socket."""


def has_news(connection: Connection) -> bool:
    """Whether the server has said something that nobody asked for, mostly that it goes; or is gone already.

    An idle connection is silent. Asking `SELECT 1` would be a transaction for every request.
    """
    if connection.closed:
        return True
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN | select.POLLPRI)
    return bool(poll.poll(0))
