"""Connections of one address: which are counted as whose, and which are closed."""

import errno
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from picopt_runtime import connections
from picopt_runtime.connections import _end_stalled, close_surplus

Sockets = tuple[list[socket.socket], list[socket.socket]]


@pytest.fixture
def accepted() -> Iterator[Sockets]:
    """Five connections from this machine to a listener of this process: their clients' ends, and ours."""
    with ExitStack() as stack:
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        clients = [stack.enter_context(socket.create_connection(listener.getsockname())) for _ in range(5)]
        ours = [stack.enter_context(listener.accept()[0]) for _ in clients]
        yield clients, ours


def is_open(client: socket.socket) -> bool:
    """Whether the other side has not said goodbye."""
    client.settimeout(0.05)
    try:
        return client.recv(1) != b""
    except TimeoutError:
        return True
    except ConnectionError:
        return False


def test_what_is_beyond_the_limit_is_closed_once(accepted: Sockets) -> None:
    clients, _ = accepted
    assert close_surplus(2) == 3
    assert sum(map(is_open, clients)) == 2
    assert close_surplus(2) == 0


@pytest.mark.parametrize("most", [5, 6, 1000])
def test_within_the_limit_nothing_is_closed(accepted: Sockets, most: int) -> None:
    clients, _ = accepted
    assert close_surplus(most) == 0
    assert all(map(is_open, clients))


def test_the_newer_ones_go(accepted: Sockets) -> None:
    clients, ours = accepted
    kept = sorted(range(5), key=lambda place: ours[place].fileno())[:2]
    close_surplus(2)
    assert [place for place, client in enumerate(clients) if is_open(client)] == sorted(kept)


def test_connections_that_we_opened_ourselves_are_not_counted() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener, ExitStack() as stack:
        ours = [stack.enter_context(socket.create_connection(listener.getsockname())) for _ in range(3)]
        assert close_surplus(0) == 0  # nobody has accepted them yet
        assert len(ours) == 3


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("0100007F", "0100007F"),
        ("0000000000000000FFFF00000100007F", "0100007F"),  # IPv4 inside IPv6
        ("B80D012000000000AAAAAAAABBBBBBBB", "B80D012000000000"),
        ("00000000000000000000000001000000", "0000000000000000"),
    ],
)
def test_an_ipv6_customer_has_a_network(address: str, network: str) -> None:
    assert connections._network(address) == network


TABLE = """  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 11 1 0 100 0 0 10 0
   1: 0100007F:1F90 0200000A:C001 01 00000000:00000000 00:00000000 00000000     0        0 12 1 0 20 4 30 10 -1
   2: 0100007F:1F90 0200000A:C002 06 00000000:00000000 03:00000000 00000000     0        0 13 1 0 20 4 30 10 -1
   3: 0100007F:9999 0300000A:0050 01 00000000:00000000 00:00000000 00000000     0        0 14 1 0 20 4 30 10 -1
"""


def test_only_accepted_and_established_connections_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "_table", lambda name: TABLE.splitlines() if name == "tcp" else [])
    assert dict(connections._remote_addresses()) == {12: "0200000A"}


def test_a_system_without_tables_shows_no_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    assert connections._table("no-such-table") == []
    monkeypatch.setattr(connections, "_table", lambda _name: [])
    assert list(connections._connections()) == []
    assert close_surplus(0) == 0


def test_a_number_that_means_another_file_by_now_is_left_alone(accepted: Sockets) -> None:
    clients, ours = accepted
    assert not connections._close(ours[0].fileno(), inode=1)
    assert not connections._close(10**6, inode=1)
    assert is_open(clients[0])


WITHOUT_FILES = """
import resource, socket, time
from picopt_runtime.connections import limit_an_address

listener = socket.create_server(("127.0.0.1", 0))
clients = [socket.create_connection(listener.getsockname()) for _ in range(5)]
ours = [listener.accept()[0] for _ in clients]

def are_open():
    found = 0
    for client in clients:
        client.settimeout(0.01)
        try:
            found += client.recv(1) != b""
        except TimeoutError:
            found += 1
    return found

_, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (3, hard))
limit_an_address(2, seconds=0.02)
time.sleep(0.3)
print(are_open(), flush=True)
resource.setrlimit(resource.RLIMIT_NOFILE, (100, hard))
while are_open() != 2:
    time.sleep(0.02)
"""


def test_a_moment_without_files_does_not_end_the_watch() -> None:
    """In a process of its own: the watch is for ever, and the limit on open files is everybody's."""
    command = [sys.executable, "-c", WITHOUT_FILES]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert (done.stdout, done.stderr) == ("5\n", "")


def test_addresses_are_grouped_with_their_sockets() -> None:
    found = connections._by_address([("a", 1, 10), ("b", 2, 11), ("a", 3, 12)])
    assert found == {"a": [(10, 1), (12, 3)], "b": [(11, 2)]}


def test_who_takes_nothing_is_ended_by_the_system() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        assert _end_stalled(listener.fileno(), 1)
        with socket.create_connection(listener.getsockname()), listener.accept()[0] as ours:
            ours.settimeout(20)
            with pytest.raises((TimeoutError, ConnectionError)) as ended:
                send_for_ever(ours)
            assert ended.value.errno == errno.ETIMEDOUT


def send_for_ever(connection: socket.socket) -> None:
    while True:
        connection.sendall(bytes(1_000_000))


def test_who_reads_is_left_alone() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        assert _end_stalled(listener.fileno(), 1)
        with socket.create_connection(listener.getsockname()) as client, listener.accept()[0] as ours:
            sender = threading.Thread(target=ours.sendall, args=[bytes(4_000_000)])
            sender.start()
            left = 4_000_000
            while left:
                left -= len(client.recv(1_000_000))
            sender.join()
            ours.sendall(b"more")
            assert client.recv(4) == b"more"


def seconds_of(connection: socket.socket) -> int:
    return connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT)


def test_only_connections_are_told_and_only_a_listener_ends_the_search(tmp_path: Path) -> None:
    with (tmp_path / "file").open("wb") as file, socket.create_server(("127.0.0.1", 0)) as listener:
        with socket.create_connection(listener.getsockname()) as client:
            number = client.fileno()
            assert not _end_stalled(number, 1)
            assert seconds_of(client) == 1000  # it came before the listener was told
        assert not _end_stalled(number, 1)  # closed
        assert not _end_stalled(file.fileno(), 1)
        file.write(b"goes on")
    ours, theirs = socket.socketpair()
    with ours, theirs:
        assert not _end_stalled(ours.fileno(), 1)
