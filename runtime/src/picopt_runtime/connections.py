"""How many connections one address may hold, kept by looking at the process' own sockets.

The HTTP server closes what stays silent, but knows no limit an address: whoever connects again and again could hold all
places. A front in Python would have to carry every byte of every upload; this looks once a second and costs nothing
while few connections are open.
"""

import os
import socket
import threading
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

_LOOK_SECONDS: Final = 1.0
_FDS: Final = Path("/proc/self/fd")


def limit_an_address(most: int, *, seconds: float = _LOOK_SECONDS) -> None:
    """Close what one address holds beyond `most` connections, mostly the newest, once every `seconds`, for ever.

    For servers that see their clients' own addresses; behind a proxy all would be one. Does nothing where the system
    does not show a process its files (`/proc`).
    """
    if _FDS.is_dir():
        threading.Thread(target=_watch, args=(most, seconds), name="connections", daemon=True).start()


def close_surplus(most: int) -> int:
    """Close once what is too much; returns how many were closed."""
    closed = 0
    for sockets in _by_address(_connections()).values():
        # The system does not say which is oldest; while many come, the higher number is mostly the newer one.
        for fd, inode in sorted(sockets)[most:]:
            closed += _close(fd, inode)
    return closed


def _watch(most: int, seconds: float) -> None:
    while True:
        time.sleep(seconds)
        if sum(1 for _ in _FDS.iterdir()) > most:
            close_surplus(most)


def _by_address(connections: Iterable[tuple[str, int, int]]) -> dict[str, list[tuple[int, int]]]:
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for address, inode, fd in connections:
        found[address].append((fd, inode))
    return found


def _connections() -> Iterator[tuple[str, int, int]]:
    """Remote address, inode and number of each accepted TCP connection of this process."""
    remote = dict(_remote_addresses())
    for file in list(_FDS.iterdir()):
        try:
            link = str(file.readlink())
        except OSError:
            continue  # closed meanwhile
        if link.startswith("socket:[") and (address := remote.get(int(link[8:-1]))):
            yield address, int(link[8:-1]), int(file.name)


def _remote_addresses() -> Iterator[tuple[int, str]]:
    """The remote address of each accepted connection by the socket's inode (proc(5), `/proc/net/tcp`)."""
    rows = [line.split() for table in ("tcp", "tcp6") for line in _table(table)[1:]]
    listening = {row[1].rpartition(":")[2] for row in rows if row[3] == "0A"}
    for row in rows:
        if row[3] == "01" and row[1].rpartition(":")[2] in listening:
            yield int(row[9]), _network(row[2].rpartition(":")[0])


def _network(address: str) -> str:
    """An IPv4 address whole; of IPv6 the /64, as one customer has at least that much. Both in hexadecimal."""
    is_ipv6 = len(address) == 32 and not address.startswith("0000000000000000FFFF0000")
    return address[:16] if is_ipv6 else address[-8:]


def _table(name: str) -> list[str]:
    try:
        return Path("/proc/self/net", name).read_text().splitlines()
    except OSError:
        return []


def _close(fd: int, inode: int) -> bool:
    """Shut a connection down, unless its number means another file by now. The server then lets go of it by itself."""
    try:
        own = os.dup(fd)
    except OSError:
        return False
    with socket.socket(fileno=own) as connection:
        try:
            if os.fstat(own).st_ino != inode:
                return False
            connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            return False
    return True
