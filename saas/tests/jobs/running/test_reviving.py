"""Items that the queue has lost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from picopt_saas.jobs.models import Item
from picopt_saas.jobs.running.reviving import revive_items

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_lost_item_is_queued_again_once(site, picture):
    site.order_pictures(picture)
    Item.objects.update(updated_at=timezone.now() - timedelta(minutes=5))
    assert revive_items() == []
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    assert len(revive_items()) == 1
    assert revive_items() == []
    assert ProcrastinateJob.objects.filter(task_name="run_item").count() == 1
