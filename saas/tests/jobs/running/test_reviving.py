"""Items that the queue has lost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from picopt_saas.jobs.models import Item, Job
from picopt_saas.jobs.running import reviving
from picopt_saas.jobs.running.reviving import revive_items

pytestmark = pytest.mark.django_db(transaction=True)


def queues():
    return list(ProcrastinateJob.objects.filter(task_name="run_item").values_list("queue_name", flat=True))


def lose(*items):
    """The queue loses the entries of these items, or of all."""
    with connection.cursor() as cursor:
        if items:
            cursor.execute("DELETE FROM procrastinate_jobs WHERE args->>'item_id' = ANY(%s)", [list(items)])
        else:
            cursor.execute("DELETE FROM procrastinate_jobs")
    Item.objects.update(updated_at=timezone.now() - timedelta(minutes=5))


def test_a_lost_item_is_queued_again_once(site, picture):
    site.order_pictures(picture)
    Item.objects.update(updated_at=timezone.now() - timedelta(minutes=5))
    assert revive_items() == []
    lose()
    assert len(revive_items()) == 1
    assert revive_items() == []
    assert len(queues()) == 1


def test_what_a_person_waits_for_comes_back_before_the_bulk(site, make_pictures):
    """One image, or one that somebody has just acted on; not several, nor what may wait."""
    (one,) = make_pictures(1)
    site.order_pictures(one)
    lose()
    revive_items()
    assert queues() == ["interactive"]
    lose()
    Job.objects.update(may_wait=True)
    revive_items()
    assert queues() == ["bulk"]
    lose()
    Item.objects.update(regenerated=1)
    revive_items()
    assert queues() == ["interactive"]
    Item.objects.all().delete()
    lose()
    site.order_pictures(*make_pictures(2))
    lose()
    revive_items()
    assert queues() == ["bulk", "bulk"]


def test_an_item_that_is_lost_behind_a_long_queue_is_found(site, make_pictures, monkeypatch):
    monkeypatch.setattr(reviving, "_AT_MOST", 2)
    job = site.order_pictures(*make_pictures(4))
    last = job["items"][-1]["id"]
    lose(last)
    Item.objects.exclude(pk=last).update(updated_at=timezone.now() - timedelta(hours=1))
    assert revive_items() == [last]
