"""Files and receipts: what leaves is paid once, what is sent back is refunded within limits."""

import hashlib
from datetime import timedelta

import pytest
from django.utils import timezone

from picopt_saas.billing import ledger
from picopt_saas.billing.models import Hold
from picopt_saas.jobs.models import Charge, Item, PaidWork, ReceiptRecord, ResultFile
from picopt_saas.jobs.upkeep.expiring import expire_holds, expire_results
from picopt_saas.storage.build import storage

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("books")]


@pytest.fixture
def ready(site, make_pictures, run_worker):
    """Orders exports of so many pictures and has them made; the items."""

    def _ready(count=1, pipeline="export", **more):
        job = site.order_pictures(*make_pictures(count), pipeline=pipeline, **more)
        run_worker()
        items = site.job(job["id"])["items"]
        assert {item["state"] for item in items} == {"ready"}, items
        return items

    return _ready


def file_of(item):
    return item["export"]["files"][0]


def get(site, item, **headers):
    return site.ask("GET", f"/v1/files/{file_of(item)['id']}", headers=headers)


def receipt(site, item, outcome="applied", *, key=None, **more):
    return site.ask("POST", f"/v1/items/{item['id']}/receipt", {"outcome": outcome, **more}, key=key)


def test_the_first_request_pays_and_all_others_are_free(site, ready):
    (item,) = ready()
    assert (site.balance().held, site.balance().used) == (1, 0)
    for _ in range(3):
        answer = get(site, item)
        assert hashlib.sha256(answer.body).hexdigest() == file_of(item)["sha256"]
    assert (site.balance().held, site.balance().used) == (0, 1)


def told_balance(answer):
    return int(answer["X-Credits-Available"]), int(answer["X-Credits-Held"])


def test_a_receipts_answer_tells_what_the_account_has_afterwards(site, ready):
    kept, sent_back = ready(2)
    for item in (kept, sent_back):
        get(site, item)
    for item, outcome in ((kept, "applied"), (sent_back, "not_applied")):
        answer = receipt(site, item, outcome, key=f"receipt-{outcome}")
        assert answer.status_code == 200
        again = receipt(site, item, outcome, key=f"receipt-{outcome}")
        balance = site.balance()
        assert told_balance(answer) == told_balance(again) == (balance.available, balance.held)
    assert site.balance().used == 1


def test_a_receipt_that_is_the_first_to_show_a_text_tells_that_it_was_charged(site, known_picture, run_worker):
    job = site.order_pictures(known_picture, pipeline="analyze")
    run_worker()
    assert site.balance().held == 1
    answer = receipt(site, job["items"][0])
    assert answer.json()["item"]["analysis"]["alt"]
    assert told_balance(answer) == (site.balance().available, 0)
    assert (site.balance().held, site.balance().used) == (0, 1)


def test_a_file_answers_with_all_that_a_client_needs_to_check_it(site, ready):
    (item,) = ready()
    answer = get(site, item)
    file = file_of(item)
    assert answer["Content-Type"] == file["media_type"] == "image/webp"
    assert answer["Content-Length"] == str(file["bytes"])
    assert answer["ETag"] == f'"{file["sha256"]}"'
    assert answer["Content-Digest"].startswith("sha-256=:")
    assert answer["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize(
    ("asked", "first", "length"), [("bytes=0-9", 0, 10), ("bytes=10-", 10, None), ("bytes=-7", -7, 7)]
)
def test_a_range_of_a_file(site, ready, asked, first, length):
    (item,) = ready()
    whole = get(site, item).body
    start = first if first >= 0 else len(whole) + first
    expected = whole[start : start + length] if length else whole[start:]
    answer = get(site, item, Range=asked)
    assert answer.status_code == 206
    assert answer.body == expected
    assert answer["Content-Range"] == f"bytes {start}-{start + len(expected) - 1}/{len(whole)}"
    assert answer["Content-Length"] == str(len(expected))


@pytest.mark.parametrize("named", ['"{}"', 'W/"{}"', '"other", "{}"', "*"])
def test_a_file_that_the_client_has_is_not_sent_and_costs_nothing(site, ready, named):
    (item,) = ready()
    tag = named.format(file_of(item)["sha256"])
    for further in ({}, {"Range": "bytes=0-9"}):
        answer = get(site, item, **{"If-None-Match": tag}, **further)
        assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", f'"{file_of(item)["sha256"]}"')
        assert "Content-Type" not in answer
        assert told_balance(answer) == (49, 1)
    assert site.balance().used == 0
    assert get(site, item, **{"If-None-Match": '"other"'}).status_code == 200
    assert site.balance().used == 1


def test_ranges_that_cannot_be(site, ready):
    (item,) = ready()
    size = file_of(item)["bytes"]
    beyond = get(site, item, Range=f"bytes={size}-")
    assert (beyond.status_code, beyond.json()["code"]) == (416, "range_not_satisfiable")
    assert site.balance().used == 0  # nothing left the service
    for ignored in ("bytes=5-2", "bytes=0-1,4-5", "lines=1-2", "bytes=-"):
        assert get(site, item, Range=ignored).status_code == 200
    assert get(site, item, Range="bytes=0-1", **{"If-Range": '"other"'}).status_code == 200


@pytest.mark.acceptance("D5")
def test_results_never_acknowledged_are_still_paid(site, ready):
    (item,) = ready()
    get(site, item)
    Item.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    expire_results()
    assert site.balance().used == 1
    assert get(site, item).json()["code"] == "gone"
    assert list(storage().list(f"{site.account.pk}/results/")) == []


def test_a_receipt_never_captures(site, ready):
    (item,) = ready()
    assert receipt(site, item).json()["item"]["state"] == "delivered"
    assert (site.balance().held, site.balance().used) == (1, 0)
    assert get(site, item).status_code == 200
    assert site.balance().used == 1


def test_not_applied_refunds_withdraws_and_unpays(site, ready):
    (item,) = ready()
    get(site, item)
    answer = receipt(site, item, "not_applied", reason="disk full").json()
    assert (answer["refunded"], answer["refund_pending"]) == (1, False)
    assert answer["item"]["state"] == "failed"
    assert answer["item"]["reason"] == {"code": "not_applied", "message": "disk full"}
    assert (site.balance().used, site.balance().available) == (0, 50)
    assert get(site, item).status_code == 410
    assert list(storage().list(f"{site.account.pk}/results/")) == []
    assert not PaidWork.objects.exists()

    again = receipt(site, item, "not_applied", reason="disk full").json()
    assert again["refunded"] == 0
    assert site.balance().available == 50


def test_applied_and_then_damaged_can_still_be_sent_back(site, ready):
    (item,) = ready()
    get(site, item)
    receipt(site, item)
    assert receipt(site, item, "not_applied", reason="verification failed").json()["refunded"] == 1
    assert receipt(site, item).json()["code"] == "state_conflict"


def test_refunds_beyond_the_limit_wait_for_staff(site, ready):
    items = ready(12)
    for item in items:
        get(site, item)
    answers = [receipt(site, item, "not_applied", reason="x").json() for item in items]
    assert sum(answer["refunded"] for answer in answers) == 10
    assert [answer["refund_pending"] for answer in answers] == [False] * 10 + [True] * 2
    assert ReceiptRecord.objects.filter(refund="pending").count() == 2
    assert site.balance().used == 2


def test_a_result_that_was_not_fetched_in_72_hours_ends_and_its_credits_return(site, ready):
    items = ready(2)
    get(site, items[0])
    Hold.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert expire_holds() == 1
    shown = {item["id"]: item for item in site.job(Item.objects.first().job_id)["items"]}
    assert shown[items[0]["id"]]["state"] == "ready"
    ended = shown[items[1]["id"]]
    assert (ended["state"], ended["reason"]["code"], ended["export"]) == ("expired", "hold_expired", None)
    assert get(site, items[1]).json()["code"] == "gone"
    assert (site.balance().used, site.balance().available) == (1, 49)


def test_a_hold_that_ended_a_moment_ago_lets_nothing_out(site, ready):
    """The ledger was swept, the item not yet."""
    (item,) = ready()
    Hold.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert ledger.expire_holds()
    assert get(site, item).json()["code"] == "gone"
    assert Charge.objects.get().state == "released"


def test_lost_bytes_are_told_and_not_charged(site, ready):
    (item,) = ready()
    storage().delete(*(found.key for found in storage().list(f"{site.account.pk}/results/")))
    assert get(site, item).json()["code"] == "gone"
    assert site.balance().used == 0


@pytest.mark.acceptance("D5")
def test_thumbnails_cost_nothing(site, picture, run_worker):
    site.upload(picture)
    size = {"src_x": 0, "src_y": 0, "src_w": 320, "src_h": 240}
    sizes = [{"name": f"s{n}", **size, "dst_w": 32 * n, "dst_h": 24 * n} for n in range(1, 8)]
    job = site.order(site.item(picture, sizes=sizes), pipeline="export").json()
    run_worker()
    files = site.job(job["id"])["items"][0]["export"]["files"]
    assert len(files) == 8
    for file in files:
        assert site.ask("GET", f"/v1/files/{file['id']}").status_code == 200
    assert site.balance().used == 1


def test_withdrawn_rows_say_so(site, ready):
    (item,) = ready()
    get(site, item)
    receipt(site, item, "not_applied")
    assert ResultFile.objects.get().withdrawn_at
