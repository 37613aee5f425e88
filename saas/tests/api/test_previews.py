import base64
import io
from datetime import timedelta

import pytest
from django.utils import timezone
from PIL import Image as Pillow

from picopt_contract.limits import LIMITS
from picopt_imaging.vips import Image
from picopt_saas.api.routes import previews
from picopt_saas.api.seats import Seats
from picopt_saas.jobs.models import PreviewOrder
from picopt_saas.jobs.ordering.previews import wait_for_preview
from picopt_saas.storage.build import storage
from picopt_saas.worker.sweeping import sweep_rows

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ask_and_work(site, run_worker, monkeypatch):
    """Asks for a preview, which a worker makes when the waiting begins: however long it takes, it is in time."""

    def work_then_wait(order, _seconds):
        run_worker()
        return wait_for_preview(order, 0)

    monkeypatch.setattr(previews, "wait_for_preview", work_then_wait)

    def _ask(sha256, **settings):
        return site.ask("POST", "/v1/previews", {"sha256": sha256, "settings": settings}, key=False)

    return _ask


def test_a_preview_shows_both_sides_at_a_size_one_can_look_at(site, make_picture, ask_and_work):
    sha256 = site.upload(make_picture(1600, 1200))
    preview = ask_and_work(sha256, format="webp", preset="low").json()
    after = Pillow.open(io.BytesIO(base64.b64decode(preview["data"])))
    before = Pillow.open(io.BytesIO(base64.b64decode(preview["before_data"])))
    assert (preview["width"], preview["height"]) == after.size == before.size == (1024, 768)
    assert (after.format, before.format) == ("WEBP", "WEBP")
    assert preview["after_bytes"] == len(base64.b64decode(preview["data"]))
    assert 0 < preview["score"] < 100
    assert site.balance().available == 50


def test_a_photo_in_another_color_space_has_the_same_colors_on_both_sides(site, ask_and_work):
    warm = Image.black(800, 600, bands=3).linear(1, [200, 60, 40]).cast("uchar").copy(interpretation="srgb")
    photo = warm.icc_transform("p3", input_profile="srgb").jpegsave_buffer(Q=95, keep="icc")
    preview = ask_and_work(site.upload(bytes(photo)), format="webp", preset="high").json()
    for side in ("before_data", "data"):
        shown = Image.new_from_buffer(base64.b64decode(preview[side]), "")
        if shown.get_typeof("icc-profile-data"):
            shown = shown.icc_transform("srgb", embedded=True)
        assert [shown[band].avg() for band in range(3)] == pytest.approx([200, 60, 40], abs=3)


def test_a_broken_picture_says_so(site, make_picture, ask_and_work):
    sha256 = site.upload(make_picture()[:300])
    answer = ask_and_work(sha256)
    assert (answer.status_code, answer.json()["code"]) == (422, "unreadable_image")


def test_twenty_an_hour(site, picture):
    sha256 = site.upload(picture)
    for _ in range(LIMITS.previews_per_hour):
        PreviewOrder.objects.create(account=site.account, api_key=site.key, sha256=sha256, settings={})
    answer = site.ask("POST", "/v1/previews", {"sha256": sha256}, key=False)
    assert (answer.status_code, answer.json()["code"]) == (429, "rate_limited")
    assert answer["Retry-After"]
    PreviewOrder.objects.update(created_at=timezone.now() - timedelta(minutes=61))
    assert sweep_rows()["previews"] == LIMITS.previews_per_hour
    assert not list(storage().list(f"{site.account.pk}/previews/"))


def test_a_picture_that_is_not_there(site):
    answer = site.ask("POST", "/v1/previews", {"sha256": "0" * 64}, key=False)
    assert answer.json()["code"] == "image_not_uploaded"


def test_who_finds_no_place_to_wait_is_told_at_once_and_loses_none_of_their_previews(site, picture, monkeypatch):
    sha256 = site.upload(picture)
    monkeypatch.setattr(previews, "_seats", Seats(1))
    for _ in range(2):  # a refusal gives its place back
        assert site.ask("POST", "/v1/previews", {"sha256": "0" * 64}, key=False).json()["code"] == "image_not_uploaded"
    with previews._seats.seat("acc_other"):
        answer = site.ask("POST", "/v1/previews", {"sha256": sha256}, key=False)
    assert (answer.status_code, answer.json()["code"], answer["Retry-After"]) == (503, "busy", "5")
    assert not PreviewOrder.objects.exists()


@pytest.mark.parametrize(("wanted", "threads", "given"), [(6, 16, 6), (6, 8, 3), (6, 2, 1), (2, 256, 2)])
def test_waiting_never_takes_most_of_the_threads(wanted, threads, given):
    assert previews.seats(wanted, threads) == given
