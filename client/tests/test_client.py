import socket

import pytest

from picopt_client import ApiError, ClientError, PictureOptimizer, UnreachableError
from picopt_contract.errors import ErrorCode
from picopt_contract.jobs import Job, JobRequest, Receipt, ReviewedText
from picopt_contract.previews import PreviewRequest
from picopt_contract.quotes import QuoteRequest


def test_every_method_sends_and_returns_the_contracts_messages(client, service, reply, example):
    calls = [
        (client.account, (), "Account.demo", "GET /v1/account"),
        (client.capabilities, (), "Capabilities.embedded", "GET /v1/capabilities"),
        (client.quote, (QuoteRequest(**example("QuoteRequest.analyze_export")),), "Quote.shortfall", "POST /v1/quotes"),
        (client.preview, (PreviewRequest(**example("PreviewRequest.webp")),), "Preview.webp", "POST /v1/previews"),
        (client.create_job, (JobRequest(**example("JobRequest.analyze_export")),), "Job.queued", "POST /v1/jobs"),
        (client.jobs, (), "JobList.two", "GET /v1/jobs"),
        (client.job, ("job_1",), "Job.finished", "GET /v1/jobs/job_1"),
        (client.cancel, ("job_1",), "Job.finished", "POST /v1/jobs/job_1/cancel"),
        (client.review, ("itm_1", ReviewedText(alt="A")), "Item.review", "PUT /v1/items/itm_1/metadata"),
        (client.regenerate, ("itm_1", "shorter"), "Item.review", "POST /v1/items/itm_1/regenerate"),
        (
            client.receipt,
            ("itm_1", Receipt(outcome="applied")),
            "ReceiptAnswer.applied",
            "POST /v1/items/itm_1/receipt",
        ),
    ]
    for method, arguments, answer, line in calls:
        service.script = [reply(answer)]
        result = method(*arguments)
        assert result.model_dump(mode="json", exclude_unset=True) == example(answer)
        seen = service.seen[-1]
        assert f"{seen.method} {seen.path}" == line
        assert seen.headers["Authorization"].startswith("Bearer po_live_")
        if seen.method == "POST" and seen.path != "/v1/previews":
            assert len(seen.headers["Idempotency-Key"]) >= 8


def test_connecting_sends_no_key_and_gives_a_client_with_the_new_one(service, reply):
    service.script = [
        reply("ConnectCodes.waiting", 201),
        reply("ConnectToken.new_key", 201),
        reply("Account.demo"),
    ]
    codes = PictureOptimizer.begin_connecting(service.url, "c" * 43, "https://shop.example")
    client, token = PictureOptimizer.connect(service.url, codes.device_code, "v" * 43, "https://shop.example")
    assert not any("Authorization" in seen.headers for seen in service.seen)
    client.account()
    assert service.seen[2].headers["Authorization"] == f"Bearer {token.api_key}"


def test_a_refusal_is_an_exception_with_the_problem(client, service, refusal):
    service.script = [refusal(ErrorCode.INSUFFICIENT_CREDITS, needed=4, available=1)]
    with pytest.raises(ApiError, match="insufficient_credits") as caught:
        client.account()
    assert (caught.value.code, caught.value.problem.needed) == (ErrorCode.INSUFFICIENT_CREDITS, 4)
    assert len(service.seen) == 1


def test_a_busy_service_is_asked_again_with_the_same_idempotency_key(client, service, refusal, reply, example):
    service.script = [refusal(ErrorCode.BUSY), refusal(ErrorCode.RATE_LIMITED), reply("Job.queued", 202)]
    client.create_job(JobRequest(**example("JobRequest.analyze_export")))
    assert len({seen.headers["Idempotency-Key"] for seen in service.seen}) == 1
    assert len(service.seen) == 3


def test_patience_ends(client, service, refusal):
    service.script = [refusal(ErrorCode.BUSY)]
    with pytest.raises(ApiError, match="busy"):
        client.account()
    assert len(service.seen) == 4


def test_what_is_not_the_service_says_so(client, service, reply):
    service.script = [reply({"hello": "world"}, 502)]
    with pytest.raises(UnreachableError, match="502 without a problem document"):
        client.account()


def test_what_a_newer_service_adds_is_left_out(client, service, reply, example):
    told = example("Account.demo")
    more = told | {"credits": told["credits"] | {"borrowed": 3}, "weather": "fine"}
    service.script = [reply(told), reply(more), reply(example("Problem.insufficient_credits") | {"hint": "x"}, 402)]
    assert client.account() == client.account()
    with pytest.raises(ApiError, match="insufficient_credits"):
        client.account()


def test_no_service_at_all(monkeypatch):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        client = PictureOptimizer(f"http://127.0.0.1:{unused.getsockname()[1]}", "k", attempts=1)
        with pytest.raises(UnreachableError, match="GET /v1/account"):
            client.account()
    with pytest.raises(ClientError, match="starts with http"):
        PictureOptimizer("shop.example", "k")


def test_waiting_returns_the_whole_job_page_by_page(client, service, reply, example):
    finished = example("Job.finished")
    first = finished | {"items": finished["items"][:1], "next_cursor": "page2"}
    second = finished | {"items": finished["items"][1:], "next_cursor": None}
    service.script = [reply("Job.queued"), reply(first), reply(first), reply(second)]
    states = []
    job = client.wait("job_3fA", progress=lambda job: states.append(job.state))
    assert job == Job(**finished)
    assert states == ["queued"]
    assert [seen.args.get("wait") for seen in service.seen] == ["5", "5", None, None]


def test_waiting_outlives_a_restart_of_the_service(client, service, reply, refusal):
    service.script = [reply("Job.queued"), *[refusal(ErrorCode.BUSY)] * 9, reply("Job.finished")]
    states = []
    assert client.wait("job_1", progress=lambda job: states.append(job.state)).state == "finished"
    assert states == ["queued"]


@pytest.mark.parametrize(("code", "seconds"), [(ErrorCode.NOT_FOUND, 600), (ErrorCode.BUSY, 0)])
def test_waiting_ends_with_a_refusal_that_stays(client, service, refusal, code, seconds):
    service.script = [refusal(code, retryable=code is ErrorCode.BUSY)]
    with pytest.raises(ApiError, match=code):
        client.wait("job_1", seconds=seconds)


def test_waiting_ends_after_its_time(client, service, reply):
    service.script = [reply("Job.queued")]
    with pytest.raises(TimeoutError, match="still queued after 0 s"):
        client.wait("job_1", seconds=0)
