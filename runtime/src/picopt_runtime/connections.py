"""How many connections one address may hold, and how long one that reads nothing, kept by way of our own sockets.

The HTTP server closes what stays silent, but knows no limit an address: whoever connects again and again could hold all
places. Nor has it a limit for whoever asks and then takes nothing of the answer. A front in Python would have to carry
every byte of every upload; this looks once a second and costs nothing while few connections are open.
"""

import os
import socket
import stat
import threading
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

_LOOK_SECONDS: Final = 1.0
_FDS: Final = Path("/proc/self/fd")
_INTERNET: Final = (socket.AF_INET, socket.AF_INET6)


def limit_an_address(most: int, *, seconds: float = _LOOK_SECONDS) -> None:
    """Close what one address holds beyond `most` connections, mostly the newest, once every `seconds`, for ever.

    For servers that see their clients' own addresses; behind a proxy all would be one. Does nothing where the system
    does not show a process its files (`/proc`).
    """
    if _FDS.is_dir():
        threading.Thread(target=_watch, args=(most, seconds), name="connections", daemon=True).start()


def end_stalled_readers(seconds: float, *, look: float = _LOOK_SECONDS / 20) -> None:
    """Have the system end connections whose client takes nothing of what is sent to it for `seconds`.

    Its network gone, or its window closed (TCP_USER_TIMEOUT of tcp(7); closed windows count since Linux 5.11). It is
    set for the sockets that this process listens on, as soon as there are any: connections have it from there.
    """
    if _FDS.is_dir() and hasattr(socket, "TCP_USER_TIMEOUT"):
        threading.Thread(target=_set_for_listeners, args=(seconds, look), name="listeners", daemon=True).start()


def _set_for_listeners(seconds: float, look: float) -> None:
    while not sum(_end_stalled(int(file.name), seconds) for file in list(_FDS.iterdir())):
        time.sleep(look)


def _end_stalled(fd: int, seconds: float) -> bool:
    """Whether it is a listening socket, which says so to its connections from now on; one that is connected is told."""
    try:
        own = os.dup(fd)
    except OSError:
        return False  # closed meanwhile
    if not stat.S_ISSOCK(os.fstat(own).st_mode):
        os.close(own)
        return False
    with socket.socket(fileno=own) as found:
        if found.family not in _INTERNET or found.type != socket.SOCK_STREAM:
            return False
        found.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, int(seconds * 1000))
        return found.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN) == 1


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
        with suppress(OSError):  # to look takes a file, and there may be none left just now
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
