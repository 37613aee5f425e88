"""Quotes, orders, idempotency: what is bound, what is held, and that nothing happens twice."""

import threading
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from picopt_saas.accounts.models import ApiKey
from picopt_saas.accounts.sites import set_budget
from picopt_saas.billing import ledger
from picopt_saas.billing.ledger.proof import prove
from picopt_saas.jobs.models import Charge, IdempotencyRecord, Item, Job, Quote
from picopt_saas.storage.models import Original

pytestmark = pytest.mark.django_db


@pytest.fixture
def items(site, make_pictures):
    pictures = make_pictures(3)
    for data in pictures:
        site.upload(data)
    return [site.item(data, reference=f"1:{number}") for number, data in enumerate(pictures)]


def quote(site, items, pipeline="analyze_export", **settings):
    answer = site.ask("POST", "/v1/quotes", {"pipeline": pipeline, "items": items, "settings": settings})
    assert answer.status_code == 201, answer.content
    return answer.json()


def order(site, items, made, pipeline="analyze_export", *, key=None, **more):
    body = {"quote_id": made["id"], "pipeline": pipeline, "items": items, **more}
    return site.ask("POST", "/v1/jobs", body, key=key)


@pytest.mark.parametrize(("pipeline", "credits"), [("analyze_export", 6), ("analyze", 3), ("export", 3)])
def test_a_quote_says_line_by_line_what_it_costs_and_spends_nothing(site, items, pipeline, credits):
    made = quote(site, items, pipeline)

    assert made["credits"] == credits
    assert (made["available"], made["available_after"]) == (50, 50 - credits)
    assert [item["uploaded"] for item in made["items"]] == [True] * 3
    assert made["items"][0]["analysis_credits"] == (None if pipeline == "export" else 1)
    assert (made["items"][0]["estimated_bytes"] is None) == (pipeline == "analyze")
    assert site.balance().available == 50


def test_an_order_holds_what_was_quoted_and_queues_each_picture_in_one_transaction(site, items):
    job = order(site, items, quote(site, items)).json()

    assert job["credits_held"] == 6
    assert site.balance().held == 6
    queued = ProcrastinateJob.objects.filter(task_name="run_item")
    assert {entry.args["item_id"] for entry in queued} == {item["id"] for item in job["items"]}
    assert {entry.queue_name for entry in queued} == {"bulk"}


def test_without_credits_nothing_of_the_order_exists(make_site, make_pictures):
    poor = make_site("Poor", credits=3)
    pictures = make_pictures(2)
    for data in pictures:
        poor.upload(data)
    items = [poor.item(data, reference=f"1:{n}") for n, data in enumerate(pictures)]

    answer = order(poor, items, quote(poor, items))

    assert (answer.status_code, answer.json()["code"]) == (402, "insufficient_credits")
    assert (answer.json()["needed"], answer.json()["available"]) == (4, 3)
    assert not Job.objects.exists()
    assert not Charge.objects.exists()
    assert not ProcrastinateJob.objects.filter(task_name="run_item").exists()
    assert poor.balance().held == 0


def test_a_frozen_account_orders_nothing(site, items):
    made = quote(site, items)
    ledger.reserve(site.account, [ledger.HoldRequest(reference="x:export:1", line="export", credits=50)])
    ledger.capture("x:export:1")
    ledger.revoke(f"test:{site.account.pk}", reference="dispute")
    answer = order(site, items, made)
    assert (answer.status_code, answer.json()["code"]) == (402, "account_frozen")


def test_a_quote_is_good_for_one_order(site, items):
    made = quote(site, items)
    assert order(site, items, made).status_code == 202
    again = order(site, items, made)
    assert (again.status_code, again.json()["code"]) == (409, "state_conflict")
    assert site.balance().held == 6


def test_a_quote_expires(site, items):
    made = quote(site, items)
    Quote.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert order(site, items, made).json()["code"] == "quote_expired"


@pytest.mark.parametrize(
    "change",
    [
        lambda body: body.update(pipeline="export"),
        lambda body: body["items"].pop(),
        lambda body: body["items"].append(dict(body["items"][0], reference="1:9")),
        lambda body: body["items"][0].update(width=999),
        lambda body: body["items"][0].update(text={"alt": "other"}),
        lambda body: body.update(settings={"export": {"format": "avif"}}),
        lambda body: body.update(settings={"reprocess": True}),
    ],
)
def test_an_order_that_differs_from_its_quote_is_refused(site, items, change):
    body = {"quote_id": quote(site, items)["id"], "pipeline": "analyze_export", "items": [dict(i) for i in items]}
    change(body)
    answer = site.ask("POST", "/v1/jobs", body)
    assert (answer.status_code, answer.json()["code"]) == (409, "state_conflict")
    assert site.balance().held == 0


def test_an_order_for_a_picture_that_is_not_there_names_it(site, items):
    stranger = site.item(b"never uploaded", reference="1:9")
    answer = order(site, [*items, stranger], quote(site, [*items, stranger]))
    assert (answer.status_code, answer.json()["code"]) == (422, "image_not_uploaded")
    assert stranger["sha256"] in answer.json()["detail"]


@pytest.mark.acceptance("D5")
def test_the_same_order_twice_is_one_order(site, items):
    made, key = quote(site, items), uuid.uuid4().hex
    first, second = order(site, items, made, key=key), order(site, items, made, key=key)

    assert (first.status_code, second.status_code) == (202, 202)
    assert first.content == second.content
    assert Job.objects.count() == 1
    assert site.balance().held == 6


def test_a_repeated_quote_is_answered_alike_and_kept_only_in_short(site, items):
    wanted = {"pipeline": "analyze_export", "items": [dict(items[0], reference=f"1:{n}") for n in range(100)]}
    first = site.ask("POST", "/v1/quotes", wanted, key="quote-again")
    ledger.reserve(site.account, [ledger.HoldRequest(reference="x:export:1", line="export", credits=9)])
    Original.objects.update(look={"detail": 1})
    assert site.ask("POST", "/v1/quotes", wanted, key="quote-again").content == first.content

    (record,) = IdempotencyRecord.objects.filter(key="quote-again")
    assert record.answer == first.json()["id"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_column_size(quote.*) FROM jobs_quote quote WHERE id = %s", [record.answer])
        assert cursor.fetchone()[0] < 2_000, "of an answer of 17,000 bytes"
    assert record.expires_at - timezone.now() < timedelta(hours=25)


def test_quotes_are_free_up_to_a_bound(site, items, monkeypatch):
    monkeypatch.setattr("picopt_saas.jobs.ordering.quoting._AT_MOST", 2)
    answers = [site.ask("POST", "/v1/quotes", {"pipeline": "export", "items": items}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201, 201, 429]
    assert int(answers[2].headers["Retry-After"]) > 0


def test_an_idempotency_key_belongs_to_one_request(site, items):
    key = uuid.uuid4().hex
    order(site, items, quote(site, items), key=key)
    other = order(site, items, quote(site, items), key=key)
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_mismatch")


def test_an_idempotency_key_is_an_accounts_own(site, make_site, items):
    key = uuid.uuid4().hex
    body = {"pipeline": "export", "items": items}
    other = make_site("Bob")
    mine, theirs = site.ask("POST", "/v1/quotes", body, key=key), other.ask("POST", "/v1/quotes", body, key=key)
    assert mine.status_code == theirs.status_code == 201
    assert mine.json()["id"] != theirs.json()["id"]


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (False, "idempotency_key_missing"),
        ("x" * 7, "validation"),
        ("x" * 201, "validation"),
        ("x x x x x", "validation"),
    ],
)
def test_a_write_without_a_usable_key_is_refused(site, items, key, expected):
    answer = site.ask("POST", "/v1/quotes", {"pipeline": "export", "items": items}, key=key)
    assert (answer.status_code, answer.json()["code"]) == (422, expected)


def test_an_error_is_not_remembered(site, items):
    made, key = quote(site, items), uuid.uuid4().hex
    site.account.originals.all().delete()
    assert order(site, items, made, key=key).json()["code"] == "image_not_uploaded"
    for data in [site.data[item["sha256"]] for item in items]:
        site.upload(data)
    assert order(site, items, made, key=key).status_code == 202


@pytest.mark.acceptance("D5")
@pytest.mark.django_db(transaction=True)
def test_eight_tabs_with_one_order_make_one_job(site, items):
    made, key = quote(site, items), uuid.uuid4().hex
    answers = []

    def tab():
        try:
            answers.append(order(site, items, made, key=key))
        finally:
            connection.close()

    threads = [threading.Thread(target=tab) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {answer.status_code for answer in answers} == {202}
    assert len({answer.content for answer in answers}) == 1
    assert Job.objects.count() == 1
    assert (Item.objects.count(), site.balance().held) == (3, 6)
    assert not [proof.faults for proof in prove() if proof.faults]


def test_the_keys_daily_cap_holds_for_orders(site, items):
    ApiKey.objects.filter(pk=site.key.pk).update(daily_spend_cap=7)
    assert order(site, items, quote(site, items)).status_code == 202
    answer = order(site, items, quote(site, items, "export"), "export")
    assert (answer.status_code, answer.json()["code"]) == (403, "spend_cap")
    assert site.balance().held == 6


def test_a_sites_monthly_budget_holds_for_orders(site, items):
    set_budget(site.key.site, 7)
    assert order(site, items, quote(site, items)).status_code == 202
    answer = order(site, items, quote(site, items, "export"), "export")
    refused = answer.json()
    assert (answer.status_code, refused["code"], refused["charged"]) == (403, "monthly_budget", False)
    assert (refused["needed"], refused["available"]) == (3, 1)
    assert site.balance().held == 6
    usage = site.ask("GET", "/v1/account").json()
    assert usage["budget_url"].endswith(f"/sites/{site.key.site_id}")
    assert (usage["usage"]["credits_this_month"], usage["key"]["monthly_budget"]) == (6, 7)


def test_one_picture_goes_before_the_bulk_and_more_waiting_means_later(site, items):
    many = order(site, items, quote(site, items)).json()
    one = order(site, items[:1], quote(site, items[:1], reprocess=True), settings={"reprocess": True}).json()
    entries = {entry.args["item_id"]: entry for entry in ProcrastinateJob.objects.filter(task_name="run_item")}

    bulk = [entries[item["id"]].priority for item in many["items"]]
    assert bulk == [0, -1, -2]
    single = entries[one["items"][0]["id"]]
    assert (single.queue_name, single.priority) == ("interactive", 1000 - 3)


def test_the_work_of_a_small_account_overtakes_that_of_a_large_one(site, make_site, items, make_pictures):
    order(site, items, quote(site, items))
    small = make_site("Small")
    pictures = make_pictures(2)
    job = small.order_pictures(*pictures)
    entry = ProcrastinateJob.objects.get(args__item_id=job["items"][1]["id"])
    behind = ProcrastinateJob.objects.filter(priority__lt=entry.priority, task_name="run_item")
    assert behind.count() == 1  # the large account's third picture comes after the small one's second


def test_a_language_that_the_model_does_not_write_is_refused_before_anything_is_held(site, items):
    answer = site.ask(
        "POST", "/v1/quotes", {"pipeline": "analyze", "items": items, "settings": {"analysis": {"language": "de-AT"}}}
    )
    assert (answer.status_code, answer.json()["field"]) == (422, "settings.analysis.language")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"pipeline": "export", "items": []}, "items"),
        ({"pipeline": "everything", "items": [{}]}, "pipeline"),
        ({"pipeline": "export", "items": [{}], "colour": 1}, "items.0.reference"),
        (b"{not json", None),
        (b"[1]", None),
    ],
)
def test_what_is_wrong_in_a_body_is_named(site, body, field):
    answer = site.ask("POST", "/v1/quotes", body)
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, "validation")
    assert answer["Content-Type"] == "application/problem+json"
    assert problem.get("field") == field
    assert problem["request_id"] == answer["X-Request-Id"]
