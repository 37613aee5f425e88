"""Books that disagree are found."""

from datetime import timedelta

import pytest
from django.utils import timezone

from picopt_saas.billing.models import Checkpoint
from picopt_saas.jobs.models import Charge
from picopt_saas.jobs.upkeep.reconciling import reconcile, reconcile_whole

pytestmark = pytest.mark.django_db(transaction=True)


def test_books_that_disagree_are_found_and_named(site, picture):
    site.order_pictures(picture, pipeline="export")
    assert reconcile().faults == []
    Charge.objects.update(state="captured")
    found = reconcile()
    assert len(found.faults) == 1
    assert "line captured, hold held" in found.faults[0]


def test_the_night_finds_what_was_written_over_long_after_it_agreed(site, picture):
    site.order_pictures(picture, pipeline="export")
    long_ago = timezone.now() - timedelta(days=3)
    Charge.objects.update(state="captured", created_at=long_ago, settled_at=long_ago)
    assert reconcile().faults == []
    found = reconcile_whole()
    assert len(found.faults) == 1
    assert "line captured, hold held" in found.faults[0]


def test_the_night_finds_a_checkpoint_that_does_not_add_up(site, picture):
    site.order_pictures(picture, pipeline="export")
    assert reconcile().faults == []
    assert reconcile_whole().faults == []
    Checkpoint.objects.update(upto=timezone.now() + timedelta(hours=1))
    assert "checkpoint" in reconcile_whole().faults[0]
