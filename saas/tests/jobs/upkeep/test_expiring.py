"""What time ends."""

from datetime import timedelta

import pytest
from django.utils import timezone

from picopt_saas.billing import ledger
from picopt_saas.billing.models import Hold
from picopt_saas.jobs.models import Charge, Item, PaidWork
from picopt_saas.jobs.upkeep.expiring import expire_holds, expire_results
from picopt_saas.jobs.upkeep.reconciling import reconcile
from picopt_saas.storage.models import Original

pytestmark = pytest.mark.django_db(transaction=True)


def an_instant_ago():
    return timezone.now() - timedelta(seconds=1)


def test_a_job_keeps_its_original_for_the_plans_retention(site, picture):
    site.order_pictures(picture)
    kept = Original.objects.get().keep_until - timezone.now()
    assert timedelta(days=29, hours=23) < kept <= timedelta(days=30)


def test_results_go_after_the_retention_and_what_was_paid_stays_paid(site, exported):
    Item.objects.update(expires_at=an_instant_ago())
    PaidWork.objects.update(expires_at=an_instant_ago())
    assert expire_results() == 1
    assert [key.split("/")[0] for key in site.kept()] == ["originals"]
    shown = site.job(Item.objects.get().job_id)["items"][0]
    assert (shown["state"], shown["reason"]["code"], shown["export"]) == ("expired", "result_expired", None)
    assert not PaidWork.objects.exists()
    assert site.balance().used == 1
    assert expire_results() == 0


def test_a_picture_that_waited_72_hours_for_a_worker_ends_and_its_credits_return(site, picture):
    job = site.order_pictures(picture)
    Hold.objects.update(expires_at=an_instant_ago())
    assert expire_holds() == 2
    (item,) = site.job(job["id"])["items"]
    assert (item["state"], item["reason"]["code"]) == ("expired", "hold_expired")
    assert {charge["state"] for charge in item["charges"]} == {"released"}
    assert site.balance().available == 50
    assert reconcile().faults == []


def test_a_hold_that_ended_while_a_process_died_is_found_later(site, picture):
    site.order_pictures(picture, pipeline="export")
    Hold.objects.update(expires_at=an_instant_ago())
    ledger.expire_holds()  # and here it died
    assert expire_holds() == 0
    Charge.objects.update(created_at=timezone.now() - timedelta(hours=80))
    assert expire_holds() == 1
    assert Item.objects.get().state == "expired"
