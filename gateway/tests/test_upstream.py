"""A platform that is down, slow, or breaks off."""

import contextlib
import hashlib
import io
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import jwt
import pytest

from picopt_contract.internal import Claims
from picopt_gateway.app import create_app
from picopt_gateway.keys import Caller
from picopt_gateway.problems import ApiError
from picopt_gateway.upstream import Upstream


@pytest.fixture
def silent():
    """Lets everybody connect and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        yield server


def connections_to(server):
    """How many have come since the last look."""
    number = 0
    with contextlib.suppress(BlockingIOError):
        while True:
            connection, _ = server.accept()
            connection.close()
            number += 1
    return number


def client_of(settings, **changes):
    return create_app(settings.model_copy(update=changes)).test_client()


def test_a_platform_that_is_down_is_busy_and_after_ten_failures_not_asked(settings, auth, silent):
    client = client_of(settings, saas_url=f"http://127.0.0.1:{silent.getsockname()[1]}", saas_seconds=0.05)
    for _ in range(10):
        response = client.get("/v1/account", headers=auth)
        assert (response.status_code, response.json["code"], response.headers["Retry-After"]) == (503, "busy", "5")
        assert response.json["retryable"]
    assert connections_to(silent) >= 10
    assert client.get("/v1/account", headers=auth).status_code == 503
    assert connections_to(silent) == 0
    assert client.get("/health/live").status_code == 200
    assert client.get("/health/ready").status_code == 503
    assert b"picopt_gateway_breaker_open 1.0" in client.get("/metrics").data


@pytest.mark.parametrize("path", ["/v1/account", "/health/ready"])
def test_an_answer_that_breaks_off_is_asked_for_again_also_where_it_is_for_us(settings, auth, path):
    def break_off():
        connection, _ = server.accept()
        with connection:
            connection.recv(65_536)
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{")

    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(60)
        thread = threading.Thread(target=break_off)
        thread.start()
        client = client_of(settings, saas_url=f"http://127.0.0.1:{server.getsockname()[1]}")
        response = client.get(path, headers=auth)
        thread.join()
    assert (response.status_code, response.json["code"]) == (503, "busy")


def test_the_breaker_lets_one_try_and_closes_again(settings, platform, example, auth, monkeypatch):
    platform.on("GET", "/internal/v1/account", 200, example("Account.demo"))
    client = client_of(settings)
    breaker = client.application.extensions["gate"].upstream.breaker
    for _ in range(10):
        breaker.failed()
    assert client.get("/v1/account", headers=auth).status_code == 503
    monkeypatch.setattr(breaker, "_open_until", 0)
    assert client.get("/v1/account", headers=auth).status_code == 200
    assert client.get("/health/ready").status_code == 200


def test_only_so_many_long_polls_wait(settings, platform, example, auth):
    platform.on("GET", "/internal/v1/jobs/job_1", 200, example("Job.queued"))
    client = client_of(settings, threads=8)
    polls = client.application.extensions["gate"].polls
    assert polls.limit == 2
    assert polls.try_enter("acc_other")
    client.get("/v1/jobs/job_1?wait=5", headers=auth)
    assert polls.try_enter("acc_third")
    client.get("/v1/jobs/job_1?wait=5&cursor=c", headers=auth)
    asked = [seen.path for seen in platform.seen if "/jobs/" in seen.path]
    assert asked == ["/internal/v1/jobs/job_1?wait=5", "/internal/v1/jobs/job_1?cursor=c"]
    assert polls.taken == 2


def test_one_account_waits_in_half_of_the_places(settings, platform, example, auth):
    platform.on("GET", "/internal/v1/jobs/job_1", 200, example("Job.queued"))
    client = client_of(settings, threads=16)
    polls = client.application.extensions["gate"].polls
    account = client.application.extensions["gate"].keys.resolve(auth["Authorization"], request_id="r").account_id
    assert [polls.try_enter(account) for _ in range(3)] == [True, True, False]
    client.get("/v1/jobs/job_1?wait=5", headers=auth)
    assert platform.seen[-1].path == "/internal/v1/jobs/job_1"
    assert polls.try_enter("acc_other")


def test_only_half_of_the_threads_read_bodies_half_of_them_for_one_caller_and_the_last_for_who_has_none(settings):
    bodies = client_of(settings, threads=8).application.extensions["gate"].bodies

    def reading(caller, inside=lambda: None):
        return bodies.open(io.BytesIO(b"x"), 1, caller).use(inside)

    def refused(caller):
        with pytest.raises(ApiError, match="Too many uploads"):
            reading(caller)

    def others():
        reading("b", lambda: (refused("b"), reading("c", lambda: refused("d"))))

    reading("a", lambda: reading("a", lambda: (refused("a"), others())))
    assert bodies.reading == 0


def test_an_upload_may_wait_in_the_platforms_queue_longer_than_a_connection_may_take(settings, platform, auth):
    """The platform takes the connection, and the body only after three seconds."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(60)
        address = urlsplit(platform.url)

        def take_late():
            connection, _ = server.accept()
            time.sleep(3)
            with connection, socket.create_connection((address.hostname, address.port)) as onward:
                back = threading.Thread(target=pump, args=(onward, connection))
                back.start()
                pump(connection, onward)
                back.join()

        thread = threading.Thread(target=take_late)
        thread.start()
        client = client_of(settings, saas_url=f"http://127.0.0.1:{server.getsockname()[1]}")
        client.application.extensions["gate"].keys._cache[DIGEST] = Caller.model_validate_json(KEY)
        path = f"/v1/images/{'0' * 64}"
        platform.on("PUT", f"/internal{path}", 201, {}, Connection="close")
        response = client.put(path, data=b"x" * 20_000_000, headers=auth)
        client.application.extensions["gate"].upstream._pool.close()
        thread.join()
    assert response.status_code == 201, response.data


def pump(source, target):
    while data := source.recv(65536):
        target.sendall(data)
    target.shutdown(socket.SHUT_WR)


def test_an_answer_to_an_unfinished_upload_arrives(settings, auth):
    """The platform refuses after the headers; the client still gets to read why."""
    sha = "0" * 64
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(20)

        def refuse():
            for answer in (b"HTTP/1.1 200 OK\r\n%s\r\n%s" % (LAST % len(KEY), KEY), REFUSAL):
                connection, _ = server.accept()
                with connection:
                    connection.recv(4096)
                    connection.sendall(answer)
                    connection.shutdown(socket.SHUT_WR)
                    while connection.recv(65536):
                        pass

        thread = threading.Thread(target=refuse)
        thread.start()
        client = client_of(settings, saas_url=f"http://127.0.0.1:{server.getsockname()[1]}")
        response = client.put(f"/v1/images/{sha}", data=b"x" * 2_000_000, headers=auth)
        thread.join()
    assert (response.status_code, response.data) == (409, b"{}")


class Forgetful(BaseHTTPRequestHandler):
    """Ends every connection at its second request, unanswered."""

    protocol_version = "HTTP/1.1"

    def do(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.asked.append((self.command, self.path, self.headers["X-Request-Id"], body))
        if self.close_connection:
            return
        answer = KEY if "/keys/" in self.path else b"{}"
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(answer), answer))

    def parse_request(self):
        second = hasattr(self, "headers")
        parsed = super().parse_request()
        self.close_connection = second
        return parsed

    def log_message(self, *_arguments):
        """Says nothing: what was asked is in `asked`."""

    do_GET = do_POST = do_PUT = do  # noqa: N815 -- the library's names


@pytest.fixture
def forgetful():
    with ThreadingHTTPServer(("127.0.0.1", 0), Forgetful) as server:
        server.asked, server.url = [], f"http://127.0.0.1:{server.server_port}"
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_what_may_be_sent_twice_outlives_a_connection_that_ends_unseen(settings, forgetful, auth, example):
    client = client_of(settings, saas_url=forgetful.url)
    assert client.get("/v1/account", headers=auth).status_code == 200
    _key, unanswered, again = forgetful.asked
    assert unanswered == again
    quote = example("QuoteRequest.analyze_export")
    answer = client.post("/v1/quotes", json=quote, headers=auth | {"Idempotency-Key": "unanswered-1"})
    assert answer.status_code == 200
    *_, unanswered, again = forgetful.asked
    assert unanswered == again
    assert [method for method, *_ in forgetful.asked] == ["POST", "GET", "GET", "POST", "POST"]
    unknown = auth | {"Authorization": f"Bearer po_live_{'b' * 43}"}
    forgetful.asked.clear()
    assert client.get("/v1/account", headers=unknown).status_code == 200
    assert [path for _method, path, *_ in forgetful.asked][-1] == "/internal/v1/account"


def test_an_upload_is_not_sent_twice(settings, forgetful, auth):
    client = client_of(settings, saas_url=forgetful.url)
    upload = client.put(f"/v1/images/{'0' * 64}", data=b"x" * 20, headers=auth)
    assert (upload.status_code, upload.json["code"], upload.json["retryable"]) == (503, "busy", True)
    assert [method for method, *_ in forgetful.asked] == ["POST", "PUT"]


# Without the first, the upload may go out on a connection whose end has not arrived yet.
LAST = b"Connection: close\r\nContent-Length: %d\r\n"
DIGEST = hashlib.sha256(b"po_live_" + b"a" * 43).hexdigest()
KEY = (
    b'{"account_id":"acc_1","key_id":"k","scopes":["export"],"active":true,"test":false,"requests_per_minute":60,'
    b'"daily_spend_cap":null,"upload_bytes_per_30_days":1}'
)
REFUSAL = (
    b"HTTP/1.1 409 Conflict\r\nConnection: close\r\n"
    b"Content-Type: application/problem+json\r\nContent-Length: 2\r\n\r\n{}"
)


def test_a_clock_that_is_set_leaves_no_token_of_another_hour(settings, monkeypatch):
    """The platform reads the same clock: it would take an old one for ended, and one of the future for forged."""
    upstream, signed = Upstream(settings), []
    for now in (2_000_000_000, 2_000_000_019, 2_000_000_020, 2_000_003_600, 2_000_000_015):
        monkeypatch.setattr(time, "time", lambda now=now: float(now))
        token = upstream._signature(Claims(key_id="key_1"))["Authorization"].removeprefix("Bearer ")
        signed.append(jwt.decode(token, options={"verify_signature": False})["iat"])
    assert signed == [2_000_000_000, 2_000_000_000, 2_000_000_020, 2_000_003_600, 2_000_000_015]


class Answered:
    """An answer of the platform of which whoever reads it may lose interest."""

    status, headers, closed = 200, {}, False

    def stream(self, _size):
        yield b"one"
        yield b"two"

    def close(self):
        self.closed = True


def test_a_download_that_its_client_breaks_off_lets_go_of_the_platform(settings, auth, platform):
    client = client_of(settings)
    client.get("/v1/account", headers=auth)  # the key is known from now on
    gate, answer = client.application.extensions["gate"], Answered()
    gate.upstream.call = lambda *_arguments, **_more: answer
    response = client.get("/v1/files/fil_1", headers=auth, buffered=False)
    assert next(response.iter_encoded()) == b"one"
    assert (answer.closed, gate.downloads.taken) == (False, 1)
    response.close()
    assert (answer.closed, gate.downloads.taken) == (True, 0)


def test_a_connection_on_which_the_platform_refused_us_is_used_again(settings, auth, platform):
    client = client_of(settings)
    client.get("/v1/account", headers=auth)
    platform.on("GET", "/internal/v1/account", 401, {"a": "b" * 5000}, **{"X-Picopt-Gateway-Refused": "clock"})
    pool = client.application.extensions["gate"].upstream._pool
    before = pool.num_connections
    for _ in range(3):
        assert client.get("/v1/account", headers=auth).status_code == 503
    assert pool.num_connections <= before + 1
