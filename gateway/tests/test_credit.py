"""The courtesy check of POST /v1/jobs."""

import pytest

QUOTE = "quo_7Qm2Zk"


@pytest.fixture
def shop(client, platform, example, auth):
    """Asks for the quote of the contract's example (3 credits) and orders it."""

    class Shop:
        def __init__(self):
            self.account = example("Account.demo")
            platform.on("POST", "/internal/v1/quotes", 201, example("Quote.one_paid_before"))
            platform.on("POST", "/internal/v1/jobs", 202, example("Job.queued"))

        def quote(self):
            headers = auth | {"Idempotency-Key": "test-quote"}
            assert (
                client.post("/v1/quotes", json=example("QuoteRequest.analyze_export"), headers=headers).status_code
                == 201
            )

        def order(self, available, **changes):
            self.account["credits"]["available"] = available
            platform.on("GET", "/internal/v1/account", 200, self.account | changes)
            headers = auth | {"Idempotency-Key": "test-job-1"}
            body = example("JobRequest.analyze_export") | {"quote_id": QUOTE}
            return client.post("/v1/jobs", json=body, headers=headers)

        def orders(self):
            return platform.calls("/internal/v1/jobs")

    return Shop()


def test_a_job_that_cannot_be_paid_saves_the_trip(shop):
    shop.quote()
    response = shop.order(available=2)
    assert (response.status_code, response.json["needed"], response.json["available"]) == (402, 3, 2)
    assert not shop.orders()
    assert shop.order(available=3).status_code == 202  # after a top-up


def test_the_same_job_again_always_reaches_the_platform(shop):
    shop.quote()
    assert shop.order(available=3).status_code == 202
    assert shop.order(available=0).status_code == 202  # its credits are held now; the platform repeats its answer
    assert len(shop.orders()) == 2


def test_a_quote_of_another_gateway_is_for_the_platform_to_judge(shop):
    assert shop.order(available=0).status_code == 202


def test_a_frozen_account_and_a_spend_cap_stop_here(shop, example):
    shop.quote()
    assert shop.order(available=9, frozen=True).json["code"] == "account_frozen"
    key = example("Account.demo")["key"] | {"daily_spend_cap": 7}  # the example has spent 5 today
    assert shop.order(available=9, key=key).json["code"] == "spend_cap"
    assert not shop.orders()
    assert shop.order(available=9, key=key | {"daily_spend_cap": 8}).status_code == 202


def test_a_sites_monthly_budget_stops_here(shop, example):
    shop.quote()  # for 3 credits
    key = example("Account.demo")["key"]  # the example's site has used 9 this month
    refused = shop.order(available=9, key=key | {"monthly_budget": 11})
    assert (refused.status_code, refused.json["code"], refused.json["charged"]) == (403, "monthly_budget", False)
    assert (refused.json["needed"], refused.json["available"]) == (3, 2)
    assert "11 credits a month and has used 9" in refused.json["detail"]
    assert shop.order(available=9, key=key | {"monthly_budget": 3}).json["available"] == 0, "it was lowered since"
    assert not shop.orders()
    assert shop.order(available=9, key=key | {"monthly_budget": 12}).status_code == 202
