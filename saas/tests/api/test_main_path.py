"""The plugin's main path, from upload to receipt, and what each pipeline charges."""

import hashlib

import pytest

from picopt_contract.jobs import Job

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def done(run_worker):
    """Orders pictures, has a worker finish them, and gives the job's model."""

    def _done(site, *pictures, **more):
        job = site.order_pictures(*pictures, **more)
        run_worker()
        return Job.model_validate(site.job(job["id"]))

    return _done


def test_one_picture_from_upload_to_receipt(site, picture, done):
    (item,) = done(site, picture, pipeline="export").items

    assert item.state == "ready", item
    assert site.balance().held == 1
    file = item.export.files[0]
    data = site.ask("GET", f"/v1/files/{file.id}").body
    assert hashlib.sha256(data).hexdigest() == file.sha256
    assert site.balance().used == 1
    receipt = site.ask("POST", f"/v1/items/{item.id}/receipt", {"outcome": "applied"})
    assert receipt.json()["item"]["state"] == "delivered"


def test_sizes_have_the_geometry_that_was_asked_for(site, picture, done, run_worker):
    site.upload(picture)
    sizes = [{"name": "thumbnail", "src_x": 40, "src_y": 0, "src_w": 240, "src_h": 240, "dst_w": 150, "dst_h": 150}]
    job = site.order(site.item(picture, sizes=sizes), pipeline="export").json()
    run_worker()

    files = {file["name"]: file for file in site.job(job["id"])["items"][0]["export"]["files"]}
    assert (files["thumbnail"]["width"], files["thumbnail"]["height"]) == (150, 150)
    assert (files["full"]["width"], files["full"]["height"]) == (320, 240)


def test_text_is_written_and_charged_when_it_is_read(site, known_picture, done):
    (item,) = done(site, known_picture, pipeline="analyze").items

    assert item.state == "ready", item
    assert item.analysis.alt
    assert item.analysis.draft
    assert site.balance().used == 1


def test_a_picture_that_the_model_cannot_name_still_gets_its_files(site, picture, done):
    (item,) = done(site, picture).items

    assert item.state == "ready", item
    assert item.analysis is None
    assert item.reason.code == "no_confident_text"
    assert item.reason.message.endswith("The analysis was not charged.")
    assert {charge.line: charge.state for charge in item.charges} == {"analysis": "released", "export": "held"}


def test_a_broken_file_fails_with_its_reason_and_costs_nothing(site, picture, done):
    (item,) = done(site, picture[:300], pipeline="export").items

    assert item.state == "failed"
    assert item.reason.code in ("truncated", "unreadable_image")
    assert site.balance().used == site.balance().held == 0


def test_capabilities_and_account_follow_the_contract(site):
    account = site.ask("GET", "/v1/account")
    assert account.json()["credits"]["available"] == 50
    assert account["X-Credits-Available"] == "50"
    assert site.ask("GET", "/v1/capabilities").json()["prices"]["analyze_export"] == 2
