"""Deletion on demand."""

import pytest

from picopt_saas.jobs.models import IdempotencyRecord, Item
from picopt_saas.jobs.upkeep.privacy import forget_account
from picopt_saas.jobs.upkeep.reconciling import reconcile
from picopt_saas.storage.models import Original

pytestmark = pytest.mark.django_db(transaction=True)


def test_deletion_on_demand_leaves_no_content_and_keeps_the_books(site, exported, picture, known_picture):
    waiting = site.order_pictures(picture, known_picture, settings={"reprocess": True})
    forget_account(site.account)
    assert site.kept() == []
    assert not Original.objects.exists()
    assert not IdempotencyRecord.objects.exists()
    assert not Item.objects.exclude(picture={}).exists()
    assert {item["state"] for item in site.job(waiting["id"])["items"]} == {"expired"}
    assert (site.balance().held, site.balance().used) == (0, 1)
    assert reconcile().faults == []
