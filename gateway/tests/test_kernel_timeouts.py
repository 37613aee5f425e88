"""Sockets whose timeouts are the kernel's: they end waiting as Python's do, and say so in the same way."""

import io
import socket
import threading
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import urllib3

from picopt_gateway.connections import KernelTimeouts, PlainConnection


@pytest.fixture
def pair():
    """Two ends of a connection, the first with our timeouts."""
    with ExitStack() as stack:
        one, other = socket.socketpair()
        one.settimeout(0.05)
        yield stack.enter_context(KernelTimeouts.of(one, write_seconds=0.05)), stack.enter_context(other)


def test_what_it_takes_the_place_of_keeps_its_time(pair):
    ours, _ = pair
    assert ours.gettimeout() == 0.05
    assert ours.getblocking()


def test_reading_ends_in_time(pair):
    ours, other = pair
    with pytest.raises(TimeoutError), ours.makefile("rb") as file:
        file.readline()
    other.sendall(b"line\n")
    with ours.makefile("rb") as file:
        assert file.readline() == b"line\n"


def test_writing_ends_in_time(pair):
    ours, _ = pair
    with pytest.raises(TimeoutError):
        ours.sendall(b"x" * 10_000_000)


def test_the_time_for_writing_is_another(pair):
    ours, other = pair
    ours.settimeout(30)
    with pytest.raises(TimeoutError):
        ours.sendall(b"x" * 10_000_000)
    other.sendall(b"still open")
    assert ours.recv(10) == b"still open"


class Greeting(BaseHTTPRequestHandler):
    """Answers on a connection that is kept."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"hi")

    def log_message(self, *_):
        """Nothing."""


def test_a_connection_that_is_used_again_is_told_nothing_anew(monkeypatch):
    told = []
    set_option = KernelTimeouts.setsockopt

    def note(self, level, option, *rest):
        told.append(option)
        set_option(self, level, option, *rest)

    monkeypatch.setattr(KernelTimeouts, "setsockopt", note)
    with ThreadingHTTPServer(("127.0.0.1", 0), Greeting) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        pool = urllib3.HTTPConnectionPool("127.0.0.1", server.server_port)
        pool.ConnectionCls = PlainConnection
        given = {"timeout": urllib3.Timeout(connect=60, read=30), "retries": False}
        assert pool.urlopen("GET", "/", **given).data == b"hi"
        assert {socket.SO_RCVTIMEO, socket.SO_SNDTIMEO} <= set(told)
        told.clear()
        assert pool.urlopen("GET", "/", **given).data == b"hi"
        assert (told, pool.num_connections) == ([], 1)
        given["timeout"] = urllib3.Timeout(connect=60, read=35)
        pool.urlopen("GET", "/", **given)
        assert told == [socket.SO_RCVTIMEO]
        pool.close()
        server.shutdown()


def test_a_new_time_holds_from_then_on_and_none_waits_for_ever(pair):
    ours, other = pair
    ours.settimeout(None)
    threading.Timer(0.15, other.sendall, [b"late"]).start()
    buffer = bytearray(4)
    assert (ours.recv_into(buffer), bytes(buffer)) == (4, b"late")
    ours.settimeout(0.0000001)
    with pytest.raises(TimeoutError):
        ours.recv_into(buffer)


@pytest.fixture
def calls(monkeypatch):
    """What is handed to the kernel, call by call."""
    made = []
    send = KernelTimeouts.sendall

    def note(self, data):
        made.append(bytes(data))
        send(self, data)

    monkeypatch.setattr(KernelTimeouts, "sendall", note)
    return made


@pytest.mark.parametrize(("body", "expected"), [(b"{}", 1), (None, 1), (io.BytesIO(b"x" * 40), 3)])
def test_a_head_and_its_body_leave_together_and_a_stream_as_it_comes(calls, body, expected):
    with socket.create_server(("127.0.0.1", 0)) as server:
        connection = PlainConnection("127.0.0.1", server.getsockname()[1], timeout=5, blocksize=20)
        for _ in range(2):  # the second on the same connection
            calls.clear()
            connection.request("POST", "/a", body, {"X-Name": "value", "Content-Length": "40"} if expected == 3 else {})
            assert len(calls) == expected
            assert calls[0].startswith(b"POST /a HTTP/1.1\r\n")
            if isinstance(body, io.BytesIO):
                assert b"".join(calls[1:]) == b"x" * 40
                body.seek(0)
            else:
                assert calls[0].endswith(b"\r\n\r\n" + (body or b""))
            connection.close()


def test_a_request_that_cannot_be_made_leaves_nothing_behind(calls):
    with socket.create_server(("127.0.0.1", 0)) as server:
        connection = PlainConnection("127.0.0.1", server.getsockname()[1], timeout=5)
        with pytest.raises(ValueError, match="Invalid header value"):
            connection.request("POST", "/a", b"{}", {"X-Name": "a\r\nX-Other: b"})
        assert calls == []
        connection.close()
        connection.request("POST", "/b", b"{}")
        connection.close()
    assert len(calls) == 1
