"""A platform that is down, slow, or breaks off."""

import socket
import threading
import time

import pytest

from picopt_gateway.app import create_app


@pytest.fixture
def silent():
    """Accepts connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


def client_of(settings, **changes):
    return create_app(settings.model_copy(update=changes)).test_client()


def test_a_platform_that_is_down_is_busy_and_after_ten_failures_not_asked(settings, auth, silent):
    client = client_of(settings, saas_url=silent, saas_seconds=0.05)
    for _ in range(10):
        response = client.get("/v1/account", headers=auth)
        assert (response.status_code, response.json["code"], response.headers["Retry-After"]) == (503, "busy", "5")
        assert response.json["retryable"]
    started = time.perf_counter()
    assert client.get("/v1/account", headers=auth).status_code == 503
    assert time.perf_counter() - started < 0.04
    assert client.get("/health/live").status_code == 200
    assert client.get("/health/ready").status_code == 503
    assert b"picopt_gateway_breaker_open 1.0" in client.get("/metrics").data


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
    assert polls.enter()
    client.get("/v1/jobs/job_1?wait=5", headers=auth)
    assert polls.enter()
    client.get("/v1/jobs/job_1?wait=5&cursor=c", headers=auth)
    asked = [seen.path for seen in platform.seen if "/jobs/" in seen.path]
    assert asked == ["/internal/v1/jobs/job_1?wait=5", "/internal/v1/jobs/job_1?cursor=c"]
    assert polls.waiting == 2


def test_only_half_of_the_threads_read_bodies_and_one_caller_gets_half_of_them(settings):
    bodies = client_of(settings, threads=8).application.extensions["gate"].bodies
    with bodies.slot("a"), bodies.slot("a"):
        with pytest.raises(Exception, match="Too many uploads"), bodies.slot("a"):
            pass
        with bodies.slot("b"), bodies.slot("b"), pytest.raises(Exception, match="Too many"), bodies.slot("c"):
            pass
    assert bodies.reading == 0


def test_an_answer_to_an_unfinished_upload_arrives(settings, auth):
    """The platform refuses after the headers; the client still gets to read why."""
    sha = "0" * 64
    with socket.create_server(("127.0.0.1", 0)) as server:

        def refuse():
            for answer in (b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(KEY), KEY), REFUSAL):
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


KEY = (
    b'{"account_id":"acc_1","key_id":"k","scopes":["export"],"active":true,"test":false,"requests_per_minute":60,'
    b'"daily_spend_cap":null,"upload_bytes_per_30_days":1}'
)
REFUSAL = (
    b"HTTP/1.1 409 Conflict\r\nConnection: close\r\n"
    b"Content-Type: application/problem+json\r\nContent-Length: 2\r\n\r\n{}"
)
