"""A store that fails in the middle of everything loses no image and no file, and nothing is charged twice."""

import hashlib
import uuid

import pytest
from bad_store import bad_store
from botocore.exceptions import BotoCoreError
from django.db import connection

from picopt_contract.values import CREDITS_PER_LINE
from picopt_saas.jobs.models import Charge, Item, ResultFile
from picopt_saas.storage.build import build_storage, storage
from picopt_saas.storage.keys import original_key
from picopt_saas.storage.models import Original

pytestmark = pytest.mark.django_db(transaction=True)


def due_now():
    """Whoever waits for another try need not wait."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE status = 'todo'")


@pytest.fixture
def store(settings, s3_endpoint):
    with bad_store(s3_endpoint, seed=12) as server:
        url = f"s3://probe/{uuid.uuid4().hex}?endpoint={server.address}"
        settings.PICOPT = settings.PICOPT.model_copy(update={"storage_url": url})
        yield server
    build_storage.cache_clear()


def send(site, data):
    """As a client does: again, while the service says that it is busy."""
    address = f"/v1/images/{hashlib.sha256(data).hexdigest()}"
    for _ in range(40):
        answer = site.ask("PUT", address, data)
        if answer.status_code in (200, 201):
            return
        assert (answer.status_code, answer.json()["code"]) == (503, "busy"), answer.content
    pytest.fail("never taken")


def fetch(site, file):
    """As a client does: again, when the answer breaks off or is not what it says."""
    for _ in range(40):
        try:
            answer = site.ask("GET", f"/v1/files/{file['id']}")
        except (OSError, BotoCoreError):  # in earnest, the connection breaks
            continue
        if answer.status_code == 200 and hashlib.sha256(answer.body).hexdigest() == file["sha256"]:
            return
        assert answer.status_code in (200, 503), answer.content
    pytest.fail("never came whole")


@pytest.mark.deep
@pytest.mark.acceptance("G7")
def test_a_store_that_fails_half_of_the_time_costs_nothing_but_time(store, site, make_pictures, run_worker, books):
    pictures = make_pictures(8)
    for data in pictures:
        send(site, data)
    items = [site.item(data, reference=f"1:{number}") for number, data in enumerate(pictures)]
    job = site.order(*items, pipeline="export").json()
    for _ in range(60):
        run_worker()
        if not Item.objects.exclude(state="ready").exists():
            break
        assert set(Item.objects.values_list("state", flat=True)) <= {"queued", "ready"}, list(
            Item.objects.values_list("state", "reason_code")
        )
        due_now()
    made = site.job(job["id"])["items"]
    assert {item["state"] for item in made} == {"ready"}
    for item in made:
        for file in item["export"]["files"]:
            fetch(site, file)
    assert site.balance().used == len(pictures) * CREDITS_PER_LINE
    assert site.balance().held == 0
    assert Charge.objects.filter(state="captured").count() == len(pictures)
    store.is_bad = False
    kept = [key for key in site.kept() if key.startswith("results/")]
    assert len(kept) >= ResultFile.objects.count() == sum(len(item["export"]["files"]) for item in made)
    assert store.faults.keys() == {"busy", "cut", "lie", "unsure", "slow"}


def test_an_original_that_is_not_whole_any_more_can_be_sent_again(site, picture, run_worker):
    """What is said of it, `original_gone`, asks for that; before, sending it was answered with: known already."""
    job = site.order_pictures(picture, pipeline="export")
    key = original_key(site.account.pk, hashlib.sha256(picture).hexdigest())
    storage().write(key, [picture[: len(picture) // 2]])
    for _ in range(3):
        run_worker()
        due_now()
    (item,) = site.job(job["id"])["items"]
    assert (item["state"], item["reason"]["code"]) == ("failed", "original_gone")
    assert site.balance().available == 50
    assert not Original.objects.exists()
    site.order_pictures(picture, pipeline="export")
    run_worker()
    assert Item.objects.filter(state="ready").count() == 1


def test_an_original_that_the_store_gives_only_at_the_next_try_is_no_lost_one(site, picture, run_worker):
    job = site.order_pictures(picture, pipeline="export")
    key = original_key(site.account.pk, hashlib.sha256(picture).hexdigest())
    storage().delete(key)
    run_worker()
    assert site.job(job["id"])["items"][0]["state"] == "queued"
    storage().write(key, [picture])
    due_now()
    run_worker()
    assert site.job(job["id"])["items"][0]["state"] == "ready"
