"""Things that are done at the same moment, each in a thread and with a database connection of its own."""

import threading
from concurrent.futures import ThreadPoolExecutor

from django.db import connection


def at_once(*acts):
    """Do all of them, begun together; what each returned or raised, in their order."""
    start = threading.Barrier(len(acts))

    def do(act):
        try:
            start.wait(timeout=60)
            return act()
        except Exception as error:  # noqa: BLE001 -- a result like any other
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(do, acts))
