"""Where files are in a folder, they go through the service, each with a ticket in place of a bucket's address."""

import hashlib
from datetime import timedelta

import pytest
from django.core import signing

from picopt_saas.jobs.delivery import downloads

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.acceptance("H3")]


def sha256_of(data):
    return hashlib.sha256(data).hexdigest()


def locate(site, item):
    return site.ask("GET", f"/v1/items/{item['id']}/downloads")


def test_without_a_bucket_bytes_go_through_the_service(site, picture):
    refused = site.ask(
        "POST", f"/v1/images/{sha256_of(picture)}/upload", {"bytes": len(picture), "parts": [sha256_of(picture)]}
    )
    assert (refused.status_code, refused.json()["code"]) == (409, "state_conflict")
    assert site.ask("GET", "/v1/capabilities").json()["direct_hosts"] == []


def exported_in_a_folder(site, picture, run_worker):
    job = site.order_pictures(picture, pipeline="export")
    run_worker()
    return site.job(job["id"])["items"][0]


def test_a_ticket_gives_the_bytes_without_a_look_at_the_database(site, picture, run_worker, django_assert_num_queries):
    item = exported_in_a_folder(site, picture, run_worker)
    (found,), (file,) = locate(site, item).json()["files"], item["export"]["files"]
    assert site.balance().used == 1
    with django_assert_num_queries(0):
        whole = site.ask("GET", found["url"])
    assert (whole.status_code, sha256_of(whole.body)) == (200, file["sha256"])
    with django_assert_num_queries(0):
        same = site.ask("GET", found["url"], headers={"If-None-Match": whole["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    part = site.ask("GET", found["url"], headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.body) == (206, whole.body[10:20])


def test_a_ticket_is_for_one_file_of_one_account_and_for_minutes(site, make_site, picture, run_worker, monkeypatch):
    item = exported_in_a_folder(site, picture, run_worker)
    path, ticket = locate(site, item).json()["files"][0]["url"].split("?ticket=")
    stranger = make_site("Stranger", url="https://elsewhere.example")
    assert stranger.ask("GET", f"{path}?ticket={ticket}").status_code == 404
    assert site.ask("GET", f"/v1/files/fil_other?ticket={ticket}").status_code == 404
    forged = signing.dumps([stranger.account.pk, path.rsplit("/", 1)[1], 1, "0" * 64, "image/webp"], salt="else")
    assert stranger.ask("GET", f"{path}?ticket={forged}").status_code == 404

    monkeypatch.setattr(downloads, "_HOLDS", timedelta(seconds=-1))
    claims = type("Claims", (), {"account_id": site.account.pk})
    assert downloads.read_ticket(claims, path.rsplit("/", 1)[1], ticket) is None
    assert site.ask("GET", f"{path}?ticket={ticket}").status_code == 200  # its file is the site's all the same


def test_a_file_that_was_sent_back_is_gone_for_its_tickets(site, picture, run_worker):
    item = exported_in_a_folder(site, picture, run_worker)
    address = locate(site, item).json()["files"][0]["url"]
    site.ask("POST", f"/v1/items/{item['id']}/receipt", {"outcome": "not_applied", "reason": "no room"})
    assert site.ask("GET", address).status_code == 410
    assert locate(site, item).status_code == 410
