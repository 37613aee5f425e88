"""`not_applied` against everything that can come at the same time or with an old price: no work for nothing, and no
credit kept in silence.
"""

import threading

import pytest
from django.db import connection
from together import at_once

from picopt_saas.jobs.delivery import receipts
from picopt_saas.jobs.models import PaidWork, ReceiptRecord

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("books")]
NOT_APPLIED = {"outcome": "not_applied", "reason": "no room"}


def fetch(site, item):
    return site.ask("GET", f"/v1/files/{item['export']['files'][0]['id']}").status_code


def send_back(site, item):
    return site.ask("POST", f"/v1/items/{item['id']}/receipt", NOT_APPLIED).json()


def quoted_free(site, *pictures, pipeline="export"):
    body = {"pipeline": pipeline, "items": [site.item(one) for one in pictures], "settings": {}}
    quote = site.ask("POST", "/v1/quotes", body).json()
    assert quote["items"][0]["export_credits"] == 0
    return {**body, "quote_id": quote["id"]}


def test_a_slow_store_keeps_no_other_image_of_the_account_waiting(site, make_pictures, made, monkeypatch):
    first, second = made(*make_pictures(2))
    for item in (first, second):
        fetch(site, item)
    arrived, go_on, forget = threading.Event(), threading.Event(), receipts.forget

    def slowly(keys):
        if threading.current_thread() is slow:
            arrived.set()
            assert go_on.wait(30)
        forget(keys)

    monkeypatch.setattr(receipts, "forget", slowly)

    def send_first():
        try:
            send_back(site, first)
        finally:
            connection.close()

    slow = threading.Thread(target=send_first)
    slow.start()
    assert arrived.wait(30)
    assert send_back(site, second)["refunded"] == 1
    assert slow.is_alive(), "the first one still waits for the store"
    go_on.set()
    slow.join()
    assert site.balance().used == 0


@pytest.mark.acceptance("D12")
def test_quotes_that_were_free_do_not_survive_the_refund(site, picture, made):
    (paid,) = made(picture)
    fetch(site, paid)
    orders = [quoted_free(site, picture) for _ in range(8)]
    assert send_back(site, paid)["refunded"] == 1
    for order in orders:
        refused = site.ask("POST", "/v1/jobs", order)
        assert (refused.status_code, refused.json()["code"]) == (409, "quote_expired")
    assert site.balance().available == 50


@pytest.mark.acceptance("D12")
def test_a_review_that_was_quoted_free_does_not_survive_the_refund(site, known_picture, made, run_worker):
    (paid,) = made(known_picture)
    fetch(site, paid)
    order = quoted_free(site, known_picture, pipeline="analyze_export")
    job = site.ask("POST", "/v1/jobs", {**order, "review": True}).json()
    run_worker()
    (item,) = site.job(job["id"])["items"]
    assert item["state"] == "review"
    send_back(site, paid)
    refused = site.ask("PUT", f"/v1/items/{item['id']}/metadata", {"alt": "A cat"})
    assert (refused.status_code, refused.json()["code"]) == (409, "quote_expired")
    assert site.job(job["id"])["items"][0]["state"] == "review"


@pytest.mark.acceptance("D12")
def test_an_order_and_a_refund_at_once_never_give_work_for_nothing(site, make_pictures, made):
    pictures = make_pictures(6)
    for picture, paid in zip(pictures, made(*pictures), strict=True):
        fetch(site, paid)
        used = site.balance().used
        order = quoted_free(site, picture)
        answer, receipt = at_once(
            lambda order=order: site.ask("POST", "/v1/jobs", order), lambda paid=paid: send_back(site, paid)
        )
        if answer.status_code == 202:  # it came first: the credit is still paid, and staff decide
            assert (receipt["refunded"], receipt["refund_pending"]) == (0, True)
            assert site.balance().used == used
        else:
            assert (answer.json()["code"], receipt["refunded"]) == ("quote_expired", 1)
            assert site.balance().used == used - 1


@pytest.mark.acceptance("D12")
def test_of_two_items_with_the_same_work_one_always_pays(site, make_pictures, made):
    pictures = make_pictures(6)
    items = made(*pictures, *pictures, settings={"export": {"preset": "low"}})
    for first, second in zip(items[:6], items[6:], strict=True):
        fetch(site, first)
        before = site.balance().used
        status, receipt = at_once(lambda second=second: fetch(site, second), lambda first=first: send_back(site, first))
        assert status == 200
        refunded = receipt["refunded"]
        assert site.balance().used == before, "either the first stays charged or the second is"
        assert refunded == 1 or receipt["refund_pending"]


@pytest.mark.acceptance("D13")
def test_sent_back_in_the_middle_of_a_download_is_refunded_or_shown_to_staff(site, make_pictures, made):
    items = made(*make_pictures(12))
    for left, item in zip(reversed(range(12)), items, strict=True):
        files = [lambda item=item: fetch(site, item)] * 2
        *statuses, receipt = at_once(*files, lambda item=item: send_back(site, item))
        assert set(statuses) <= {200, 410}
        if receipt["refund_pending"]:  # beyond what is refunded by itself
            assert ReceiptRecord.objects.get(item_id=item["id"]).refund == "pending"
        else:
            assert site.balance().used == ReceiptRecord.objects.filter(refund="pending").count(), left
        assert site.balance().held == left


@pytest.mark.acceptance("D13")
def test_a_text_that_is_read_while_it_is_sent_back_is_refunded_or_shown_to_staff(site, known_picture, run_worker):
    tones = ({"analysis": {"tone": tone}} for tone in ("dry", "warm", "plain", "brief"))
    jobs = [site.order_pictures(known_picture, pipeline="analyze", settings=tone) for tone in tones]
    run_worker()
    for left, job in zip(reversed(range(4)), jobs, strict=True):
        item = {"id": job["items"][0]["id"]}
        at_once(lambda job=job: site.job(job["id"]), lambda item=item: send_back(site, item))
        assert (site.balance().used, site.balance().held) == (0, left)
    assert not PaidWork.objects.exists()


def test_sending_back_twice_refunds_once(site, picture, made):
    (item,) = made(picture)
    fetch(site, item)
    assert [send_back(site, item)["refunded"] for _ in range(2)] == [1, 0]
    assert site.balance().available == 50
