"""The life of a picture through gateway, platform, worker and database, by the Python client."""

import hashlib

import pytest
from waiting import wait_until

from picopt_client import ApiError
from picopt_contract.errors import ErrorCode
from picopt_contract.jobs import AppliedFile, JobRequest, Receipt
from picopt_contract.previews import PreviewRequest
from picopt_contract.settings import SizeRequest


def available(site):
    return site.client.account().credits.available


def test_analyse_and_export_costs_two_and_delivers_what_it_says(site, tmp_path):
    before = available(site)
    _image, item = site.uploaded()
    thumbnail = SizeRequest(name="thumbnail", src_x=40, src_y=0, src_w=240, src_h=240, dst_w=150, dst_h=150)
    item = item.model_copy(update={"sizes": [thumbnail]})
    job = site.client.wait(site.ordered(item, pipeline="analyze_export").id)
    [done] = job.items
    assert done.reference == item.reference
    assert done.export is not None, done.reason
    assert {file.name for file in done.export.files} == {"full", "thumbnail"}
    for file in done.export.files:
        path = site.client.download(file, tmp_path / f"{file.name}.{file.extension}")
        assert hashlib.sha256(path.read_bytes()).hexdigest() == file.sha256
    applied = [AppliedFile(name=file.name, sha256=file.sha256) for file in done.export.files]
    answer = site.client.receipt(done.id, Receipt(outcome="applied", files=applied))
    assert answer.item.state == "delivered"
    used = sum(charge.credits for charge in answer.item.charges if charge.state == "captured")
    assert before - available(site) == used
    assert used in {1, 2}  # one where the embedded model abstained


@pytest.mark.acceptance("D5")
def test_the_same_job_twice_is_one_job(site):
    _image, item = site.uploaded()
    order = JobRequest(quote_id=site.quoted(item).id, pipeline="export", items=[item])
    first = site.client.create_job(order, idempotency_key="the-same-job")
    assert site.client.create_job(order, idempotency_key="the-same-job").id == first.id
    other = order.model_copy(update={"review": True})
    with pytest.raises(ApiError) as refused:
        site.client.create_job(other, idempotency_key="the-same-job")
    assert refused.value.code is ErrorCode.IDEMPOTENCY_MISMATCH


@pytest.mark.acceptance("D4")
def test_when_credits_run_out_it_says_how_many_are_missing_and_goes_on_after_a_top_up(stack, new_site):
    poor = new_site("poor", credits=1)
    items = [poor.uploaded()[1] for _ in range(2)]
    order = JobRequest(quote_id=poor.quoted(*items).id, pipeline="export", items=items)
    with pytest.raises(ApiError) as refused:
        poor.client.create_job(order)
    problem = refused.value.problem
    assert (problem.code, problem.needed, problem.available) == (ErrorCode.INSUFFICIENT_CREDITS, 2, 1)
    credits = poor.client.account().credits
    assert (credits.available, credits.held) == (1, 0)
    one = poor.ordered(items[0])
    assert poor.client.account().credits.held == 1
    assert poor.client.wait(one.id).state == "finished"


def test_a_known_picture_is_not_sent_again(site):
    path, item = site.picture()
    first = site.client.upload(path)
    assert site.client.upload(path) == first
    assert site.quoted(item).items[0].uploaded


def test_a_preview_is_free_and_has_both_sides(site):
    before = available(site)
    image, _item = site.uploaded()
    preview = site.client.preview(PreviewRequest(sha256=image.sha256))
    assert max(preview.width, preview.height) <= 1024
    assert preview.data
    assert available(site) == before


def test_cancelling_gives_back_what_waits(site):
    before = available(site)
    items = [site.uploaded()[1] for _ in range(5)]
    job = site.client.cancel(site.ordered(*items).id)
    # An item that was running rolls back or finishes by itself.
    wait_until(lambda: site.client.job(job.id, wait=5).state in {"cancelled", "finished"}, every=0.5)
    job = site.client.job(job.id)
    finished = sum(item.state == "ready" for item in job.items)
    assert {item.state for item in job.items} <= {"cancelled", "ready"}
    assert job.credits_held == finished
    assert before - available(site) == finished
