"""The stand-in for Stripe is quiet about what is no fault of anybody."""

import socket
import struct
import threading
from urllib.parse import urlsplit

import pytest
from waiting import wait_until

# What closing then does: the other side's next write, or read, fails at once.
HANGS_UP = struct.pack("ii", 1, 0)


@pytest.mark.parametrize("sent", [b"", b"{"], ids=["before the answer", "in the middle of the body"])
def test_a_client_that_hangs_up_is_not_told_of(stripe_side, capsys, sent):
    address = urlsplit(stripe_side.url)
    stripe_side.hangs.set()
    with socket.create_connection((address.hostname, address.port)) as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, HANGS_UP)
        client.sendall(b"POST /v1/refunds HTTP/1.1\r\nContent-Length: %d\r\n\r\n%b" % (2 * len(sent), sent))
        wait_until(answering)
    stripe_side.hangs.clear()
    wait_until(lambda: not answering())
    assert not capsys.readouterr().err


def answering():
    return [one for one in threading.enumerate() if "process_request_thread" in one.name]
