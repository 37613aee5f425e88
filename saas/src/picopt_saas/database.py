"""From a database URL to Django's settings, and how threads share what they connect to."""

from typing import Any, Final

from django.db import InterfaceError, InternalError, OperationalError, connection, connections
from psycopg.conninfo import conninfo_to_dict
from psycopg.errors import LockNotAvailable

# A process that is frozen in the middle of a transaction must not keep its locks: the server ends it after so many
# milliseconds of silence.
_LET_GO: Final = "-c idle_in_transaction_session_timeout=10000"
# Nobody waits for a row for as long as another transaction likes: so many milliseconds, longer than a frozen one lives.
# A request is given up (busy) before the gateway gives it up; a worker's task tries again by itself.
_WAIT_OF_A_REQUEST: Final = "-c lock_timeout=12000"
_WAIT_OF_A_WORKER: Final = "-c lock_timeout=60000"
MAY_BE_SLOW: Final = "SET LOCAL idle_in_transaction_session_timeout = '10min'"
"""For a transaction that waits for the store, whose row must not outlive its bytes."""
WORKER: Final = "picopt-worker"
"""What a worker's connections call themselves."""
# States of PostgreSQL that say nothing about a statement, though drivers file them under faults of the server: the
# database takes nothing in (a replica that became the first too early, a provider whose disk is nearly full), and a
# transaction that was ended because it had been silent, or had gone on, for too long.
_READ_ONLY: Final = "25006"
_PASSES: Final = frozenset({_READ_ONLY, "25P03", "25P04"})
_WAIT: Final = 120  # seconds for a turn at the shared connection; longer than any batch of housekeeping


def database_settings(url: str) -> dict[str, Any]:
    """Django's settings for a URL. libpq itself reads it, so sockets, `sslmode` and the like work as in its manual.

    Nothing here belongs to a session, so a pooler that gives each transaction another connection may stand between.
    """
    options = dict(conninfo_to_dict(url))
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    known = {names[key]: str(options.pop(key)) for key in list(options) if key in names}
    return {
        "ENGINE": "picopt_saas.postgres",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": True,
        **known,
        # What the URL says comes last, and wins.
        "OPTIONS": {**options, "options": f"{_LET_GO} {_WAIT_OF_A_REQUEST} {options.get('options', '')}".strip()},
    }


def share_one_connection() -> None:
    """From now on all threads of this process take turns at one connection.

    A worker's threads need theirs for milliseconds in seconds of work; see `let_go`.
    """
    connection.close()
    settings = connections[connection.alias].settings_dict
    settings["CONN_MAX_AGE"] = 0
    settings["CONN_HEALTH_CHECKS"] = False  # a round trip for each turn; our backend looks at the socket
    settings["OPTIONS"]["options"] = settings["OPTIONS"]["options"].replace(_WAIT_OF_A_REQUEST, _WAIT_OF_A_WORKER)
    settings["OPTIONS"]["application_name"] = WORKER
    settings["OPTIONS"]["pool"] = {"min_size": 0, "max_size": 1, "timeout": _WAIT}


def let_go() -> None:
    """Give this thread's turn to others until it asks again. Between two transactions, before slow work."""
    if connection.settings_dict["OPTIONS"].get("pool") and not connection.in_atomic_block:
        connection.close()


def is_unavailable(error: object) -> bool:
    """Whether the database is away, busy, or takes nothing in for now: nobody's fault, and to be tried again."""
    if isinstance(error, InternalError):
        return getattr(error.__cause__, "sqlstate", None) in _PASSES
    return isinstance(error, OperationalError | InterfaceError)


def takes_nothing_in(error: object) -> bool:
    """Whether a statement failed because the database is for reading only now."""
    return isinstance(error, InternalError) and getattr(error.__cause__, "sqlstate", None) == _READ_ONLY


def is_locked(error: BaseException) -> bool:
    """Whether another transaction held a row for longer than anybody waits for one."""
    return isinstance(error, OperationalError) and isinstance(error.__cause__, LockNotAvailable)


def takes_writes() -> bool:
    """Whether the database answers as one that takes something in. Raises `DatabaseError` when it does not answer."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW transaction_read_only")
        return bool(cursor.fetchone() == ("off",))
