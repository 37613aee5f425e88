"""G4: connections that say nothing, little or too slowly stop nobody else."""

import resource
import select
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
import urllib3
from waiting import wait_until

IDLE_SECONDS = 2
ADDRESS_CONNECTIONS = 40


@pytest.fixture(scope="module")
def door(start_lasting_gateway: Callable[..., str]) -> tuple[str, int]:
    """A gateway of four threads that loses patience soon."""
    url = start_lasting_gateway(PICOPT_GATEWAY_THREADS="4", PICOPT_GATEWAY_IDLE_SECONDS=str(IDLE_SECONDS))
    return url, port_of(url)


@pytest.fixture(scope="module")
def patient_door(start_lasting_gateway: Callable[..., str]) -> tuple[str, int]:
    """The defaults, but connections stay open for as long as the test needs them."""
    url = start_lasting_gateway(PICOPT_GATEWAY_IDLE_SECONDS="60")
    return url, port_of(url)


@pytest.fixture(scope="module", autouse=True)
def many_files() -> Iterator[None]:
    """As many open files as the system allows; many hosts begin with 1,024."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def port_of(url: str) -> int:
    return int(url.rpartition(":")[2])


def connect(port: int, address: str) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=10, source_address=(address, 0))


def is_live(url: str) -> bool:
    return urllib3.request("GET", f"{url}/health/live", retries=False, timeout=5).status == 200


def closed_within(connection: socket.socket, seconds: float) -> bool:
    """Whether the other side ends the connection in that time; what it says before is passed over."""
    until = time.monotonic() + seconds
    while select.select([connection], [], [], max(0, until - time.monotonic()))[0]:
        if connection.recv(4096) == b"":
            return True
    return False


@pytest.mark.acceptance("G4")
def test_more_silent_connections_than_threads_stop_nobody(patient_door: tuple[str, int]) -> None:
    url, port = patient_door
    with ExitStack() as stack:
        for number in range(1500):
            stack.enter_context(connect(port, f"127.0.1.{number % 20 + 1}"))
        assert all(is_live(url) for _ in range(20))


@pytest.mark.acceptance("G4")
@pytest.mark.deep
def test_ten_thousand_idle_connections_stop_nobody(patient_door: tuple[str, int]) -> None:
    url, port = patient_door
    with ExitStack() as stack:
        for number in range(10_000):
            stack.enter_context(connect(port, f"127.0.2.{number % 200 + 1}"))
            assert number % 500 or is_live(url)
        assert all(is_live(url) for _ in range(50))


@pytest.mark.acceptance("G4")
def test_idle_keep_alive_connections_stop_nobody_and_are_closed(door: tuple[str, int]) -> None:
    url, port = door
    with ExitStack() as stack:
        connections = []
        for number in range(100):
            connection = stack.enter_context(connect(port, f"127.0.3.{number % 10 + 1}"))
            connections.append(connection)
            connection.sendall(b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n")
            assert connection.recv(4096).startswith(b"HTTP/1.1 200")
        assert is_live(url)
        assert all(closed_within(connection, IDLE_SECONDS + 5) for connection in connections)


@pytest.mark.acceptance("G4")
@pytest.mark.parametrize("sent", [b"", b"GET /health/live HTTP/1.1\r\nHost: x\r\n"])
def test_who_sends_no_whole_head_is_cut_off(door: tuple[str, int], sent: bytes) -> None:
    _, port = door
    with connect(port, "127.0.4.1") as connection:
        connection.sendall(sent)
        assert closed_within(connection, IDLE_SECONDS + 5)


@pytest.mark.acceptance("G4")
def test_a_head_that_comes_byte_by_byte_is_cut_off(door: tuple[str, int]) -> None:
    url, port = door
    with connect(port, "127.0.4.2") as connection:
        connection.sendall(b"GET /health/live HTTP/1.1\r\n")
        until = time.monotonic() + IDLE_SECONDS + 10
        try:
            while not closed_within(connection, 0.1):
                assert time.monotonic() < until, "still open"
                connection.sendall(b"x")
        except (BrokenPipeError, ConnectionResetError):
            pass  # cut off just now
    assert is_live(url)


@pytest.mark.acceptance("G4")
def test_one_address_holds_only_so_many(start_gateway: Callable[..., str]) -> None:
    # Silence alone would be punished long after this test.
    url = start_gateway(PICOPT_GATEWAY_IDLE_SECONDS="60", PICOPT_GATEWAY_ADDRESS_CONNECTIONS=str(ADDRESS_CONNECTIONS))
    with ExitStack() as stack:
        other = stack.enter_context(connect(port_of(url), "127.0.5.2"))
        hoard = [stack.enter_context(connect(port_of(url), "127.0.5.1")) for _ in range(2 * ADDRESS_CONNECTIONS)]
        wait_until(lambda: sum(closed_within(connection, 0) for connection in hoard) == ADDRESS_CONNECTIONS)
        assert not closed_within(other, 0)
        assert is_live(url)
