"""Smart processing: what is paid for is given again; and the games that people play with it."""

import threading

import pytest
from django.db import connection

from picopt_saas.billing import ledger
from picopt_saas.jobs.models import Item

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("books")]


def fetch(site, item):
    return site.ask("GET", f"/v1/files/{item['export']['files'][0]['id']}")


def quoted(site, picture, pipeline="export", **settings):
    body = {"pipeline": pipeline, "items": [site.item(picture)], "settings": settings}
    return site.ask("POST", "/v1/quotes", body).json()


def test_paid_work_is_given_again_free(site, picture, made):
    fetch(site, made(picture)[0])
    assert quoted(site, picture)["items"][0]["paid_before"] is True
    (again,) = made(picture)
    assert again["charges"] == [{"line": "export", "state": "free", "credits": 0}]
    assert fetch(site, again).status_code == 200
    assert site.balance().used == 1


def test_the_same_text_is_given_again(site, known_picture, made):
    (first,) = made(known_picture, pipeline="analyze")
    (again,) = made(known_picture, pipeline="analyze")
    assert again["analysis"] == first["analysis"]
    assert site.balance().used == 1


@pytest.mark.acceptance("E6")
def test_a_changed_page_makes_no_paid_analysis_new_only_reprocess_does(site, known_picture, run_worker):
    def order(words, **settings):
        place = {"key": "post:1", "page_title": words, "text_before": words, "figcaption": words}
        item = site.item(known_picture, context={"page_title": words, "placements": [place]})
        answer = site.order(item, pipeline="analyze", settings=settings)
        assert answer.status_code == 202, answer.content
        run_worker()
        return site.job(answer.json()["id"])["items"][0]

    site.upload(known_picture)
    first = order("Our cats")
    again = order("Our cats and where they sleep")
    assert again["charges"] == [{"line": "analysis", "state": "free", "credits": 0}]
    assert again["analysis"] == first["analysis"]
    order("Our cats and where they sleep", reprocess=True)
    assert site.balance().used == 2


@pytest.mark.acceptance("E6")
def test_an_analysis_of_many_places_costs_one_and_gives_each_its_alt_text(site, known_picture, run_worker):
    places = [
        {"key": "post:1", "page_title": "Our cats"},
        {"key": "post:2", "link_target": "https://example.com/?p=9", "link_title": "Opening hours"},
        {"key": "post:3", "decorative": True},
    ]
    site.upload(known_picture)
    job = site.order(site.item(known_picture, context={"placements": places}), pipeline="analyze").json()
    run_worker()
    (item,) = site.job(job["id"])["items"]
    alts = {place["key"]: (place["alt"], place["role"]) for place in item["analysis"]["placements"]}
    assert alts["post:3"] == ("", "decorative")
    assert alts["post:2"][0].endswith("– Opening hours")
    assert "link" not in item["analysis"]["alt"]
    assert site.balance().used == 1


def test_more_places_than_the_contract_allows_are_refused(site, known_picture):
    places = [{"key": f"post:{number}"} for number in range(21)]
    body = {"pipeline": "analyze", "items": [site.item(known_picture, context={"placements": places})]}
    answer = site.ask("POST", "/v1/quotes", body)
    assert (answer.status_code, answer.json()["code"]) == (422, "validation")


def test_computed_but_never_fetched_is_not_paid(site, picture, made):
    made(picture)
    assert quoted(site, picture)["credits"] == 1


def test_reprocess_makes_and_charges_new_work(site, picture, made):
    fetch(site, made(picture)[0])
    assert quoted(site, picture, reprocess=True)["credits"] == 1
    fetch(site, made(picture, settings={"reprocess": True})[0])
    assert site.balance().used == 2


@pytest.mark.parametrize(
    ("asked", "credits"),
    [
        ({"export": {"format": "avif"}}, 1),
        ({"export": {"preset": "high"}}, 1),
        ({"export": {"max_width": 200}}, 1),
        ({"export": {"metadata": {"drop": ["gps", "camera"]}}}, 1),
        ({"export": {"breakpoints": [100]}}, 0),
        ({"analysis": {"tone": "dry"}}, 0),
    ],
)
def test_what_makes_an_export_new_work(site, picture, made, asked, credits):
    fetch(site, made(picture)[0])
    assert quoted(site, picture, **asked)["credits"] == credits


def test_new_sizes_and_changed_text_are_free_and_really_made(site, picture, made, run_worker):
    fetch(site, made(picture)[0])
    size = {"name": "new", "src_x": 0, "src_y": 0, "src_w": 320, "src_h": 240, "dst_w": 100, "dst_h": 75}
    item = site.item(picture, sizes=[size], text={"title": "A better title"})
    job = site.order(item, pipeline="export").json()
    run_worker()
    export = site.job(job["id"])["items"][0]["export"]
    assert {file["name"] for file in export["files"]} == {"full", "new"}
    assert "A better title" in {change["after"] for change in export["metadata_changes"]}
    assert site.balance().held == 0


@pytest.mark.acceptance("D5")
def test_one_picture_twice_in_a_job_is_charged_once(site, picture, made):
    first, second = made(picture, picture)
    assert site.balance().held == 2
    fetch(site, first)
    fetch(site, second)
    assert (site.balance().held, site.balance().used) == (0, 1)


@pytest.mark.acceptance("D5")
def test_two_tabs_fetching_the_same_work_at_once_pay_once(site, picture, made):
    items = made(picture, picture, picture, picture)

    def tab(item):
        try:
            assert fetch(site, item).status_code == 200
        finally:
            connection.close()

    threads = [threading.Thread(target=tab, args=[item]) for item in items for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (site.balance().held, site.balance().used) == (0, 1)


@pytest.mark.acceptance("D5")
def test_analyze_and_export_later_cost_two_together(site, known_picture, made):
    made(known_picture, pipeline="analyze")
    (both,) = made(known_picture, pipeline="analyze_export")
    fetch(site, both)
    assert site.balance().used == 2


@pytest.mark.acceptance("D5")
def test_failed_items_cost_nothing_and_no_gain_releases_the_export(site, made, picture):
    made(picture[:200])
    (no_gain,) = made(picture, settings={"export": {"format": "png", "preset": "maximum"}})
    assert no_gain["state"] == "no_gain", no_gain
    assert no_gain["charges"] == [{"line": "export", "state": "released", "credits": 1}]
    assert (site.balance().held, site.balance().used) == (0, 0)


def test_a_refund_does_not_leave_a_free_copy_behind(site, picture, made):
    """Order twice, the second free; send the first back and keep the second: staff look at that."""
    (paid,) = made(picture)
    fetch(site, paid)
    (free,) = made(picture)
    answer = site.ask("POST", f"/v1/items/{paid['id']}/receipt", {"outcome": "not_applied", "reason": "x"}).json()
    assert (answer["refunded"], answer["refund_pending"]) == (0, True)
    assert fetch(site, free).status_code == 200
    assert site.balance().used == 1


def test_after_a_refund_the_work_costs_again(site, picture, made):
    (paid,) = made(picture)
    fetch(site, paid)
    site.ask("POST", f"/v1/items/{paid['id']}/receipt", {"outcome": "not_applied", "reason": "x"})
    assert quoted(site, picture)["credits"] == 1


def test_an_old_quote_costs_less_when_the_work_was_paid_meanwhile(site, picture, made):
    quote = quoted(site, picture)
    (item,) = made(picture)
    fetch(site, item)
    body = {"pipeline": "export", "items": [site.item(picture)], "settings": {}, "quote_id": quote["id"]}
    assert site.ask("POST", "/v1/jobs", body).json()["credits_held"] == 0


def test_the_draft_model_is_free_unless_the_operator_bills_it(site, known_picture, made, settings):
    settings.PICOPT = settings.PICOPT.model_copy(update={"bill_embedded": False})
    assert site.ask("GET", "/v1/capabilities").json()["prices"] == {"analyze_export": 1, "analyze": 0, "export": 1}
    (item,) = made(known_picture, pipeline="analyze")
    assert item["analysis"]["alt"]
    assert item["charges"] == [{"line": "analysis", "state": "free", "credits": 0}]
    assert site.balance().available == 50


@pytest.mark.acceptance("D4")
def test_credits_that_reach_zero_midway_stop_cleanly_and_resume_after_a_top_up(make_site, make_pictures, run_worker):
    poor = make_site("Poor", credits=3)
    pictures = make_pictures(5)
    first = poor.order_pictures(*pictures[:3], pipeline="export")
    items = [poor.item(data, reference=f"1:{n}") for n, data in enumerate(pictures[3:])]
    for data in pictures[3:]:
        poor.upload(data)
    refused = poor.order(*items, pipeline="export").json()
    assert (refused["code"], refused["needed"], refused["available"]) == ("insufficient_credits", 2, 0)
    run_worker()
    for item in poor.job(first["id"])["items"]:
        assert fetch(poor, item).status_code == 200
    assert (poor.balance().used, poor.balance().held, Item.objects.count()) == (3, 0, 3)

    ledger.grant(poor.account, 2, reference="top-up", expires_at=None)
    second = poor.order(*items, pipeline="export").json()
    run_worker()
    assert {item["state"] for item in poor.job(second["id"])["items"]} == {"ready"}


def test_a_test_key_that_reaches_the_platform_orders_nothing(make_site, picture):
    developer = make_site("Developer", test=True)
    wanted = {"pipeline": "export", "items": [developer.item(picture)], "settings": {}}
    for method, path, body in (
        ("PUT", f"/v1/images/{wanted['items'][0]['sha256']}", picture),
        ("POST", "/v1/quotes", wanted),
        ("GET", "/v1/account", None),
    ):
        answer = developer.ask(method, path, body)
        assert (answer.status_code, answer.json()["code"]) == (401, "invalid_key")
    assert developer.balance().available == 50
