"""Bodies through the real server: whole, in parts, broken off, slow, stalled, larger than memory should hold."""

import hashlib
import http.client
import os
import socket
import threading
import time
from contextlib import ExitStack, closing
from urllib.parse import urlsplit

import pytest
import urllib3
from waiting import wait_until

from picopt_contract.limits import LIMITS

PICTURE = os.urandom(3_000_000)
SHA = hashlib.sha256(PICTURE).hexdigest()


@pytest.fixture
def uploaded(platform, example):
    path = f"/internal/v1/images/{SHA}"
    platform.on("PUT", path, 201, example("Image.whole"))
    return lambda: platform.calls(path)


def raw(served, head, body=b""):
    """Send bytes as they are; the test goes on writing and reading."""
    parts = urlsplit(served)
    connection = socket.create_connection((parts.hostname, parts.port), timeout=20)
    connection.sendall(head.encode() + b"\r\n\r\n" + body)
    return connection


def put_head(platform, length, extra=""):
    return (
        f"PUT /v1/images/{SHA} HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer {platform.live_key}\r\n"
        f"Content-Length: {length}{extra}"
    )


def status(connection):
    answer = http.client.HTTPResponse(connection)
    answer.begin()
    return answer.status, answer.read()


def test_an_upload_passes_byte_for_byte_with_its_range(served, platform, uploaded, auth):
    headers = auth | {"Content-Range": f"bytes 0-{len(PICTURE) - 1}/{len(PICTURE)}"}
    answer = urllib3.request("PUT", f"{served}/v1/images/{SHA}", body=PICTURE, headers=headers)
    assert answer.status == 201
    [seen] = uploaded()
    assert seen.body == PICTURE
    assert seen.headers["Content-Range"] == headers["Content-Range"]


@pytest.mark.parametrize("stated", ["image/jpeg; charset=binary", "text/plain; charset=punycode", "x" * 300, ""])
def test_what_an_upload_says_of_itself_is_not_passed_on(served, platform, uploaded, auth, stated):
    headers = auth | {"Content-Type": stated}
    assert urllib3.request("PUT", f"{served}/v1/images/{SHA}", body=PICTURE, headers=headers).status == 201
    assert [seen.headers["Content-Type"] for seen in uploaded()] == ["application/octet-stream"]


def test_a_download_passes_byte_for_byte_with_its_headers(served, platform, auth):
    given = {"ETag": '"abc"', "Content-Digest": "sha-256=:abc:", "Accept-Ranges": "bytes"}
    platform.on("GET", "/internal/v1/files/fil_1", 200, PICTURE, **given)
    answer = urllib3.request("GET", f"{served}/v1/files/fil_1", headers=auth | {"Range": "bytes=5-"})
    assert answer.data == PICTURE
    assert {name: answer.headers[name] for name in given} == given
    assert answer.headers["Content-Length"] == str(len(PICTURE))
    assert platform.seen[-1].headers["Range"] == "bytes=5-"


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ("\r\nContent-Range: bytes 0-99/1000", "validation"),
        ("\r\nContent-Range: bytes 5-4/1000", "validation"),
        ("\r\nContent-Range: items 0-9/10", "validation"),
        (f"\r\nContent-Range: bytes 0-9/{LIMITS.upload_bytes + 1}", "too_large"),
    ],
)
def test_a_wrong_content_range_is_refused(served, platform, uploaded, headers, code):
    with raw(served, put_head(platform, 10, headers), b"0123456789") as connection:
        _status, body = status(connection)
    assert f'"code":"{code}"'.encode() in body
    assert not uploaded()


@pytest.mark.parametrize(("length", "expected"), [(LIMITS.upload_bytes + 1, 413), (0, 422)])
def test_length_limits(served, platform, uploaded, length, expected):
    with raw(served, put_head(platform, length)) as connection:
        assert status(connection)[0] == expected
    assert not uploaded()


def test_a_chunked_body_is_refused(served, platform, uploaded):
    head = put_head(platform, 0).replace("Content-Length: 0", "Transfer-Encoding: chunked")
    with raw(served, head, b"5\r\nhello\r\n0\r\n\r\n") as connection:
        assert status(connection)[0] == 411
    assert not uploaded()


@pytest.mark.parametrize("rate", [0, 2_000])
def test_a_slow_or_stalled_body_gets_408_and_frees_its_place(impatient, platform, uploaded, rate):
    with raw(impatient, put_head(platform, 1_000_000), b"x" * 1000) as connection:
        stop, sent = threading.Event(), []

        def trickle():
            while rate and not stop.wait(0.1):
                sent.append(connection.send(b"x" * (rate // 10)))

        thread = threading.Thread(target=trickle)
        thread.start()
        code, body = status(connection)
        stop.set()
        thread.join()
    assert (code, b'"code":"too_slow"' in body) == (408, True)
    assert sum(sent) <= 4 * rate, "at this rate the second is over long before"
    assert bodies(impatient) == 0


def test_a_slow_json_body_gets_408_too(impatient, platform):
    head = put_head(platform, 1000).replace(f"PUT /v1/images/{SHA}", "POST /v1/quotes")
    head += "\r\nContent-Type: application/json\r\nIdempotency-Key: test-key-1"
    with raw(impatient, head, b"{") as connection:
        assert status(connection)[0] == 408


def test_a_stalled_client_that_keeps_its_connection_stops_nobody(impatient, platform):
    """The answer ends the request while a thread still reads; some versions of the server wait for that thread then."""
    head = put_head(platform, 1000).replace(f"PUT /v1/images/{SHA}", "POST /v1/connect")
    head += "\r\nContent-Type: application/json"
    with raw(impatient, head, b"{") as stalled:
        assert stalled.recv(12) == b"HTTP/1.1 408"
        for _ in range(3):
            with raw(impatient, "GET /health/live HTTP/1.1\r\nHost: gateway\r\nConnection: close") as other:
                assert status(other)[0] == 200


def test_a_slow_enough_body_passes(impatient, platform, uploaded):
    body = os.urandom(60_000)
    with raw(impatient, put_head(platform, len(body))) as connection:
        began = time.monotonic()
        for start in range(0, len(body), 3_000):
            time.sleep(max(0, began + start / 30_000 - time.monotonic()))  # 30 kB/s, also where it was waked late
            connection.sendall(body[start : start + 3_000])
        assert status(connection)[0] == 201
    assert uploaded()[0].body == body


def test_a_slow_part_is_taken_in_before_the_platform_is_asked(served, platform, uploaded):
    body = os.urandom(800_000)
    with raw(served, put_head(platform, len(body)), body[:100_000]) as connection:
        time.sleep(0.8)  # the first block takes longer than half a second
        connection.sendall(body[100_000:799_000])
        time.sleep(0.3)
        assert not platform.asked_about(SHA)
        connection.sendall(body[799_000:])
        assert status(connection)[0] == 201
    assert uploaded()[0].body == body


def test_a_body_that_breaks_off_reaches_nobody_and_frees_its_place(served, platform, uploaded):
    with raw(served, put_head(platform, 1_000_000), b"x" * 300_000):
        wait_until(lambda: bodies(served) == 1, "the body takes no place")
    wait_until(lambda: bodies(served) == 0, "the place is still taken")
    assert not uploaded()


def bodies(gateway):
    """How many bodies it is taking in."""
    return taken(gateway, "bodies")


def taken(gateway, what):
    """How many places are taken."""
    metrics = urllib3.request("GET", f"{gateway}/metrics").data.decode()
    return float(next(line.split()[1] for line in metrics.splitlines() if line.startswith(f"picopt_gateway_{what} ")))


@pytest.mark.acceptance("G4")
def test_clients_that_do_not_read_stop_nobody(start_gateway, platform, auth):
    url = start_gateway(PICOPT_GATEWAY_THREADS="8")  # four downloads at once, one an account's, two an address's
    platform.set_key(platform.read_key, key_id="key_r", account_id="acc_other")
    platform.on("GET", "/internal/v1/files/fil_1", 200, bytes(64_000_000))  # more than sockets hold back
    platform.on("GET", "/internal/v1/files/fil_2", 200, PICTURE)
    head = f"GET /v1/files/fil_1 HTTP/1.1\r\nHost: gateway\r\nAuthorization: {auth['Authorization']}"
    other = {"Authorization": f"Bearer {platform.read_key}"}

    def download(headers):
        return urllib3.request("GET", f"{url}/v1/files/fil_2", headers=headers, retries=False)

    def wait_for_a_place(headers):
        until = time.monotonic() + 20
        while (answer := download(headers)).status == 503:
            assert time.monotonic() < until, "the place is still taken"
        return answer

    with raw(url, head) as unread:
        assert unread.recv(12) == b"HTTP/1.1 200"
        refused = download(auth)
        assert (refused.status, refused.json()["code"]) == (503, "busy")
        assert not platform.calls("/internal/v1/files/fil_2"), "asking the platform would have charged it"
        for _ in range(3):  # a finished one gives its place back
            assert wait_for_a_place(other).data == PICTURE
    assert wait_for_a_place(auth).data == PICTURE


@pytest.mark.acceptance("G4")
def test_many_accounts_that_do_not_read_keep_only_their_own_address_from_its_files(start_gateway, platform, auth):
    url = start_gateway(PICOPT_GATEWAY_THREADS="8")
    platform.set_key(platform.read_key, key_id="key_r", account_id="acc_other")
    platform.on("GET", "/internal/v1/files/fil_1", 200, bytes(64_000_000))
    platform.on("GET", "/internal/v1/files/fil_2", 200, PICTURE)
    third = "po_live_" + "3" * 43
    platform.set_key(third, key_id="key_3", account_id="acc_third")

    def download(address):
        place = urlsplit(url)
        with closing(http.client.HTTPConnection(place.hostname, place.port, source_address=(address, 0))) as connection:
            connection.request("GET", "/v1/files/fil_2", headers={"Authorization": f"Bearer {third}"})
            answer = connection.getresponse()
            return answer.status, answer.read()

    with ExitStack() as stack:
        for authorization in (auth["Authorization"], f"Bearer {platform.read_key}"):
            head = f"GET /v1/files/fil_1 HTTP/1.1\r\nHost: gateway\r\nAuthorization: {authorization}"
            assert stack.enter_context(raw(url, head)).recv(12) == b"HTTP/1.1 200"
        assert download("127.0.0.1")[0] == 503
        assert download("127.0.0.2") == (200, PICTURE)


@pytest.mark.acceptance("G4")
def test_a_client_that_takes_nothing_is_ended_and_frees_its_place(impatient, platform, auth):
    platform.on("GET", "/internal/v1/files/fil_1", 200, bytes(64_000_000))
    head = f"GET /v1/files/fil_1 HTTP/1.1\r\nHost: gateway\r\nAuthorization: {auth['Authorization']}"
    with raw(impatient, head) as unread:
        assert unread.recv(12) == b"HTTP/1.1 200"
        wait_until(lambda: taken(impatient, "downloads") == 1, "the download takes no place")
        wait_until(lambda: taken(impatient, "downloads") == 0, "the place is still taken")
