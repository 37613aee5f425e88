"""Test keys: every answer is one of the contract's, none is computed from the picture, the platform is never asked."""

import hashlib

import pytest

from picopt_contract.jobs import Job
from picopt_contract.routes import ROUTES
from picopt_gateway import sandbox

SHA = hashlib.sha256(b"picture").hexdigest()


@pytest.fixture
def ask(client, platform, example):
    headers = {"Authorization": f"Bearer {platform.test_key}", "Idempotency-Key": "test-key-1"}

    def ask(method, path, **body):
        return client.open(path, method=method, headers=headers, **body)

    yield ask
    assert {seen.path for seen in platform.seen} <= {"/internal/keys/resolve"}


def answers(route, response):
    models = dict(route.answers)
    assert response.status_code in models, response.get_data(as_text=True)
    if model := models[response.status_code]:
        return model.model_validate_json(response.data)
    return None


def test_every_route_has_a_canned_answer_of_the_contract(ask, example):
    routes = {route.name: route for route in ROUTES if route.authenticated}
    assert set(sandbox.ANSWERS) == set(routes)
    requests = {
        "account": {},
        "capabilities": {},
        "image_put": {"data": b"picture"},
        "quote_create": {"json": example("QuoteRequest.analyze_export")},
        "preview_create": {"json": example("PreviewRequest.webp")},
        "job_create": {"json": example("JobRequest.analyze_export")},
        "job_list": {},
        "job_get": {},
        "job_cancel": {},
        "item_metadata": {"json": example("ReviewedText.edited")},
        "item_regenerate": {"json": example("RegenerateRequest.wish")},
        "item_receipt": {"json": example("Receipt.applied")},
        "file_get": {},
    }
    ids = {"sha256": SHA, "job_id": "job_test2", "item_id": "itm_test1", "file_id": "fil_test"}
    for name, body in requests.items():
        answers(routes[name], ask(routes[name].method, routes[name].path.format(**ids), **body))
    assert ask("HEAD", f"/v1/images/{SHA}").status_code == 404


def test_a_job_echoes_the_sites_references_and_charges_nothing(ask, example):
    order = example("JobRequest.analyze_export")
    job = Job.model_validate_json(ask("POST", "/v1/jobs", json=order).data)
    assert [item.reference for item in job.items] == [item["reference"] for item in order["items"]]
    assert (job.credits_held, job.credits_used) == (0, 0)
    assert {charge.credits for item in job.items for charge in item.charges} == {0}
    again = Job.model_validate_json(ask("GET", f"/v1/jobs/{job.id}").data)
    assert [item.id for item in again.items] == [item.id for item in job.items]


def test_the_canned_file_is_what_the_item_says_and_has_ranges(ask):
    item = Job.model_validate_json(ask("GET", "/v1/jobs/job_test1").data).items[0]
    [file] = item.export.files
    whole = ask("GET", f"/v1/files/{file.id}").data
    assert (len(whole), hashlib.sha256(whole).hexdigest()) == (file.bytes, file.sha256)
    assert ask("GET", "/v1/files/fil_other").status_code == 404


@pytest.mark.parametrize("path", ["/v1/jobs/job_test101", "/v1/jobs/job_real"])
def test_real_ids_are_unknown(ask, path):
    assert ask("GET", path).status_code == 404
