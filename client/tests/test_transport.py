"""Requests that fail: which are sent again, after how long, and what a caller is told."""

import pytest
from urllib3.exceptions import ProtocolError
from werkzeug.wrappers import Response

from picopt_client import ApiError, ClientError, PictureOptimizer, UnreachableError
from picopt_contract.errors import ERRORS, ErrorCode
from picopt_contract.jobs import JobRequest, ReviewedText

AGAIN = {ErrorCode.BUSY, ErrorCode.RATE_LIMITED}


@pytest.fixture
def pauses(client, monkeypatch):
    """What the client would have slept."""
    slept = []
    monkeypatch.setattr(client._transport, "_sleep", slept.append)
    return slept


@pytest.mark.parametrize("code", sorted(set(ErrorCode) - AGAIN))
def test_what_does_not_pass_by_itself_is_asked_once(client, service, refusal, pauses, code):
    service.script = [refusal(code)]
    with pytest.raises(ApiError) as refused:
        client.account()
    assert refused.value.code is code
    assert refused.value.problem.status == ERRORS[code].status
    assert (len(service.seen), pauses) == (1, [])


@pytest.mark.parametrize("code", sorted(AGAIN))
def test_what_passes_is_asked_four_times_with_longer_and_longer_pauses(client, service, refusal, pauses, code):
    service.script = [refusal(code)]
    with pytest.raises(ApiError):
        client.account()
    assert (len(service.seen), pauses) == (4, [1.0, 2.0, 4.0])


@pytest.mark.parametrize(
    ("said", "pause"),
    [
        ("7", 7.0),
        ("60", 60.0),
        ("61", 60.0),
        ("3600", 60.0),
        ("0", 1.0),
        ("", 1.0),
        ("soon", 1.0),
        ("-5", 1.0),
        ("1.5", 1.0),
    ],
)
def test_the_service_says_how_long_to_wait(  # noqa: PLR0917 -- fixtures
    client, service, refusal, reply, pauses, said, pause
):
    busy = refusal(ErrorCode.BUSY)
    busy.headers["Retry-After"] = said
    service.script = [busy, reply("Account.demo")]
    client.account()
    assert pauses == [pause]


def test_how_long_to_wait_is_told_to_the_caller_too(client, service, refusal):
    limited = refusal(ErrorCode.BYTE_QUOTA)
    limited.headers["Retry-After"] = "86400"
    service.script = [limited]
    with pytest.raises(ApiError) as refused:
        client.account()
    assert refused.value.retry_after == 86400


def test_a_refusal_names_the_request_for_support(client, service, refusal):
    service.script = [refusal(ErrorCode.GONE, detail="It was deleted.", request_id="req_7")]
    with pytest.raises(ApiError, match=r"^gone: It was deleted\. \(request req_7\)$"):
        client.account()


@pytest.mark.parametrize(("attempts", "asked"), [(1, 1), (2, 2), (6, 6)])
def test_patience_is_the_callers_choice(service, refusal, monkeypatch, attempts, asked):
    client = PictureOptimizer(service.url, "k", attempts=attempts)
    monkeypatch.setattr(client._transport, "_sleep", lambda _seconds: None)
    service.script = [refusal(ErrorCode.BUSY)]
    with pytest.raises(ApiError):
        client.account()
    assert len(service.seen) == asked


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, b"<html>Welcome to nginx</html>"),
        (200, b""),
        (200, b"{}"),
        (200, b'{"name": "Ann"'),
        (301, b"Moved"),
        (302, b""),
        (304, b""),
        (404, b"<html>Not found</html>"),
        (404, b"{}"),
        (418, b""),
        (502, b"Bad gateway"),
        (503, b'{"code": "busy"}'),
    ],
)
def test_what_is_not_the_service_is_never_taken_for_it(client, service, pauses, status, body):
    service.script = [Response(body, status, {"Location": "https://elsewhere.test/"})]
    with pytest.raises(UnreachableError):
        client.account()
    assert all(seen.path == "/v1/account" for seen in service.seen)


def test_the_key_goes_nowhere_else(client, service):
    service.script = [Response(status=302, headers={"Location": f"{service.url}/steal"})]
    with pytest.raises(UnreachableError):
        client.account()
    assert {seen.path for seen in service.seen} == {"/v1/account"}


def test_a_connection_that_breaks_is_tried_again(client, service, reply, monkeypatch, pauses):
    service.script = [reply("Account.demo")]
    request, broken = client._transport._pool.request, [ProtocolError("reset"), ProtocolError("reset")]

    def breaking(*arguments, **more):
        if broken:
            raise broken.pop()
        return request(*arguments, **more)

    monkeypatch.setattr(client._transport._pool, "request", breaking)
    assert client.account().name
    assert pauses == [1.0, 2.0]


def test_an_answer_that_breaks_off_is_no_answer(client, service):
    service.script = [Response([b'{"name": '], 200, {"Content-Length": "1000"})]
    with pytest.raises(UnreachableError, match="broke off"):
        client.account()


@pytest.mark.parametrize("url", ["", "shop.test", "ftp://shop.test", "//shop.test", "file:///etc/passwd", "HTTP//x"])
def test_an_address_that_is_none_is_refused_at_once(url):
    with pytest.raises(ClientError, match="starts with http"):
        PictureOptimizer(url, "k")


def test_a_repeated_order_can_carry_the_callers_own_name(client, service, reply, example):
    service.script = [reply("Job.queued", 202)]
    for _ in range(2):
        client.create_job(JobRequest(**example("JobRequest.analyze_export")), idempotency_key="order-4711")
    client.create_job(JobRequest(**example("JobRequest.analyze_export")))
    names = [seen.headers["Idempotency-Key"] for seen in service.seen]
    assert names[:2] == ["order-4711"] * 2
    assert names[2].startswith("py-")


def test_what_says_absolutely_what_is_wanted_needs_no_name(client, service, reply):
    service.script = [reply("Item.review")]
    client.review("itm_1", ReviewedText(alt="Größe & <b>"))
    assert "Idempotency-Key" not in service.seen[0].headers
    assert service.seen[0].get_json()["alt"] == "Größe & <b>"
    assert service.seen[0].content_type == "application/json"


def test_a_request_without_a_message_has_no_body(client, service, reply):
    service.script = [reply("Job.finished")]
    client.cancel("job_1")
    assert service.seen[0].get_data() == b""
    assert "Content-Type" not in service.seen[0].headers


@pytest.mark.parametrize("cursor", ["abc", "a b", "a&wait=9", "ä", "1/2?3#4"])
def test_a_cursor_is_sent_as_it_came(client, service, reply, cursor):
    service.script = [reply("JobList.two"), reply("Job.finished")]
    client.jobs(cursor=cursor)
    client.job("job_1", cursor=cursor, wait=3)
    assert service.seen[0].args.to_dict() == {"cursor": cursor}
    assert service.seen[1].args.to_dict() == {"cursor": cursor, "wait": "3"}


def test_what_is_not_asked_for_is_not_sent(client, service, reply):
    service.script = [reply("JobList.two"), reply("Job.finished")]
    client.jobs()
    client.job("job_1")
    assert [seen.query_string for seen in service.seen] == [b"", b""]


@pytest.mark.parametrize(
    ("status", "code"),
    [(401, "invalid_key"), (402, "insufficient_credits"), (403, "key_inactive"), (429, "rate_limited"), (503, "busy")],
)
def test_the_status_of_an_answer_without_a_body_says_the_main_thing(client, service, tmp_path, status, code):
    (tmp_path / "a.jpg").write_bytes(b"x")
    service.script = [Response(status=status, headers={"X-Request-Id": "req_9"})]
    with pytest.raises(ApiError) as refused:
        client.upload(tmp_path / "a.jpg")
    assert (refused.value.code, refused.value.problem.request_id) == (code, "req_9")


def test_an_upload_that_is_answered_by_something_else_says_so(client, service, tmp_path):
    (tmp_path / "a.jpg").write_bytes(b"x")
    service.script = [Response(status=404), Response("<html>", 200)]
    with pytest.raises(UnreachableError, match="no Image"):
        client.upload(tmp_path / "a.jpg")
    service.script = [Response(status=404), Response("<html>", 202)]
    with pytest.raises(UnreachableError, match="no UploadProgress"):
        client.upload(tmp_path / "a.jpg")
