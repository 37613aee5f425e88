"""The review step: text first, files after a person has read it; another text; cancelling."""

import pytest

from picopt_saas.accounts.models import ApiKey
from picopt_saas.billing import ledger
from picopt_saas.jobs.models import Item
from picopt_saas.jobs.running.attempts import MAX_BEGUN

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = {"alt": "A cat by the window", "title": "Cat", "tags": ["cat"], "filename": "cat-by-the-window"}


@pytest.fixture
def in_review(site, known_picture, run_worker):
    """An item that waits for its reader, unread."""
    job = site.order_pictures(known_picture, review=True)
    run_worker()
    return job


def read(site, job):
    return site.job(job["id"])["items"][0]


def charges(item):
    return [(charge["line"], charge["state"], charge["credits"]) for charge in item["charges"]]


def regenerate(site, item, **more):
    return site.ask("POST", f"/v1/items/{item['id']}/regenerate", more)


def test_review_holds_and_charges_only_the_text(site, in_review):
    assert (site.balance().held, site.balance().used) == (1, 0)
    item = read(site, in_review)
    assert item["state"] == "review"
    assert item["analysis"]["alt"]
    assert item["export"] is None
    assert charges(item) == [("analysis", "captured", 1)]


@pytest.mark.acceptance("D5")
def test_text_read_in_review_and_never_exported_costs_one(site, in_review):
    read(site, in_review)
    read(site, in_review)
    cancelled = site.ask("POST", f"/v1/jobs/{in_review['id']}/cancel").json()
    assert cancelled["items"][0]["state"] == "cancelled"
    assert cancelled["items"][0]["analysis"]["alt"]
    assert (site.balance().held, site.balance().used) == (0, 1)


def test_unread_text_that_is_cancelled_costs_nothing_and_is_not_shown(site, in_review):
    cancelled = site.ask("POST", f"/v1/jobs/{in_review['id']}/cancel").json()
    assert cancelled["items"][0]["analysis"] is None
    assert site.balance().available == 50


def test_the_reviewed_text_goes_into_the_files(site, in_review, run_worker):
    item = read(site, in_review)
    answer = site.ask("PUT", f"/v1/items/{item['id']}/metadata", TEXT)
    assert (answer.status_code, answer.json()["state"]) == (200, "queued")
    assert ("export", "held", 1) in charges(answer.json())
    run_worker()

    done = read(site, in_review)
    assert done["state"] == "ready"
    written = {change["field"]: change["after"] for change in done["export"]["metadata_changes"]}
    assert written["alt"] == TEXT["alt"]
    assert done["analysis"]["alt"] != TEXT["alt"]  # what the model wrote stays what it wrote


def test_without_credits_for_the_export_the_item_stays_in_review(site, in_review):
    item = read(site, in_review)
    left = site.balance().available
    ledger.reserve(site.account, [ledger.HoldRequest(reference="x:export:1", line="export", credits=left)])

    answer = site.ask("PUT", f"/v1/items/{item['id']}/metadata", TEXT)
    assert (answer.status_code, answer.json()["code"]) == (402, "insufficient_credits")
    assert read(site, in_review)["state"] == "review"

    ledger.release("x:export:1")
    assert site.ask("PUT", f"/v1/items/{item['id']}/metadata", TEXT).status_code == 200


def test_the_cap_of_the_key_that_reviews_counts(site, in_review):
    item = read(site, in_review)
    ApiKey.objects.filter(pk=site.key.pk).update(daily_spend_cap=1)
    assert site.ask("PUT", f"/v1/items/{item['id']}/metadata", TEXT).json()["code"] == "spend_cap"


def test_text_is_taken_once(site, in_review):
    item = read(site, in_review)
    site.ask("PUT", f"/v1/items/{item['id']}/metadata", TEXT)
    again = site.ask("PUT", f"/v1/items/{item['id']}/metadata", TEXT)
    assert (again.status_code, again.json()["code"]) == (409, "state_conflict")


def test_another_text_is_free_once_and_then_costs_one(site, in_review, run_worker):
    item = read(site, in_review)
    first = regenerate(site, item, wish="mention the fur")
    assert (first.status_code, first.json()["state"]) == (202, "queued")
    run_worker()
    assert (site.balance().held, site.balance().used) == (0, 1)

    second = regenerate(site, read(site, in_review))
    assert ("analysis", "held", 1) in charges(second.json())
    run_worker()
    assert read(site, in_review)["state"] == "review"
    assert (site.balance().held, site.balance().used) == (0, 2)


@pytest.mark.parametrize("accepted", [False, True])
def test_another_text_that_is_cancelled_unread_costs_nothing_and_is_not_shown(site, in_review, run_worker, accepted):
    regenerate(site, read(site, in_review))  # the free one
    run_worker()
    item = read(site, in_review)
    regenerate(site, item)
    run_worker()
    if accepted:
        assert site.ask("PUT", f"/v1/items/{item['id']}/metadata", TEXT).json()["analysis"] is None
    cancelled = site.ask("POST", f"/v1/jobs/{in_review['id']}/cancel").json()["items"][0]
    assert (cancelled["state"], cancelled["analysis"]) == ("cancelled", None)
    assert (site.balance().held, site.balance().used) == (0, 1)


def test_a_new_job_brings_no_new_free_text(site, in_review, known_picture, run_worker):
    regenerate(site, read(site, in_review))
    run_worker()
    again = site.order_pictures(known_picture, review=True)
    run_worker()
    item = read(site, again)
    assert charges(item) == [("analysis", "free", 0)]

    regenerate(site, item)
    assert site.balance().held == 1


def test_a_text_that_cannot_be_made_again_leaves_the_one_before_and_costs_nothing(site, in_review, run_worker):
    item = read(site, in_review)
    regenerate(site, item)
    run_worker()
    regenerate(site, read(site, in_review))
    Item.objects.filter(pk=item["id"]).update(attempts=MAX_BEGUN)  # as if it had killed that many workers
    run_worker()

    kept = read(site, in_review)
    assert (kept["state"], kept["reason"]["code"]) == ("review", "given_up")
    assert kept["analysis"]["alt"]
    assert charges(kept)[-1] == ("analysis", "released", 1)
    assert site.balance().used == 1


def test_text_that_is_inside_files_cannot_be_made_again(site, known_picture, run_worker):
    job = site.order_pictures(known_picture)
    run_worker()
    answer = regenerate(site, read(site, job))
    assert (answer.status_code, answer.json()["code"]) == (409, "state_conflict")


def test_a_text_is_not_written_twice_when_a_worker_died_over_the_files(site, known_picture, run_worker):
    job = site.order_pictures(known_picture)
    text = {"alt": "Written before", "language": "en", "decorative": False, "draft": True, "confidence": 1}
    text |= {"model": "m", "prompt_version": "1"}
    Item.objects.update(analysis=text, analysis_engine="m/1", attempts=1, state="exporting")
    run_worker()
    item = read(site, job)
    assert (item["state"], item["analysis"]["alt"]) == ("ready", "Written before")


def test_a_cancelled_jobs_text_is_not_made_again_and_stays(site, known_picture, run_worker):
    job = site.order_pictures(known_picture, pipeline="analyze")
    run_worker()
    site.ask("POST", f"/v1/jobs/{job['id']}/cancel")
    answer = regenerate(site, read(site, job))
    assert (answer.status_code, answer.json()["code"]) == (409, "state_conflict")
    assert read(site, job)["state"] == "ready"


@pytest.mark.acceptance("D2")
def test_cancel_stops_what_waits_and_returns_its_credits(site, make_pictures, run_worker):
    job = site.order_pictures(*make_pictures(3))
    first = site.ask("POST", f"/v1/jobs/{job['id']}/cancel")
    assert first.json()["state"] == "cancelled"
    assert {item["state"] for item in first.json()["items"]} == {"cancelled"}
    assert {item["reason"]["code"] for item in first.json()["items"]} == {"cancelled_by_user"}
    assert site.balance().available == 50
    assert site.ask("POST", f"/v1/jobs/{job['id']}/cancel").json()["items"] == first.json()["items"]
    run_worker()
    assert site.job(job["id"])["state"] == "cancelled"


@pytest.mark.acceptance("E8")
@pytest.mark.parametrize("accepted", [False, True])
def test_a_draft_goes_into_files_only_where_the_order_says_so(site, known_picture, run_worker, accepted):
    site.upload(known_picture)
    item = site.item(known_picture, text={"alt": "What stood there before"})
    wanted = {"pipeline": "analyze_export", "items": [item], "settings": {}}
    quote = site.ask("POST", "/v1/quotes", wanted).json()
    job = site.ask("POST", "/v1/jobs", {**wanted, "quote_id": quote["id"], "accept_drafts": accepted}).json()
    run_worker()
    (done,) = site.job(job["id"])["items"]
    assert (done["state"], done["analysis"]["draft"]) == ("ready", True)  # the files did not wait for it
    written = {change["field"]: change["after"] for change in done["export"]["metadata_changes"]}
    assert written["alt"] == (done["analysis"]["alt"] if accepted else "What stood there before")


@pytest.mark.acceptance("E8")
def test_an_approved_draft_is_embedded_without_charge(site, known_picture, run_worker):
    job = site.order_pictures(known_picture)
    run_worker()
    (done,) = site.job(job["id"])["items"]
    site.ask("GET", f"/v1/files/{done['export']['files'][0]['id']}")
    used = site.balance().used
    approved = site.item(known_picture, text={"alt": TEXT["alt"]})
    again = site.order(approved, pipeline="export").json()
    run_worker()
    (item,) = site.job(again["id"])["items"]
    assert charges(item) == [("export", "free", 0)]
    written = {change["field"]: change["after"] for change in item["export"]["metadata_changes"]}
    assert written["alt"] == TEXT["alt"]
    assert site.balance().used == used
