"""What is shown of an item is one moment's truth, also when the worker finishes it meanwhile."""

import pytest

from picopt_saas.jobs.delivery.texts import charge_and_present_items, with_details
from picopt_saas.jobs.models import Item

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_item_that_gets_ready_while_it_is_shown_is_not_shown_as_ready_without_its_text(
    site, known_picture, run_worker
):
    job = site.order_pictures(known_picture, pipeline="analyze")
    looked_at = list(with_details(Item.objects.filter(job_id=job["id"])))
    run_worker()

    (shown,) = charge_and_present_items(looked_at)

    assert shown.analysis or shown.state not in ("ready", "delivered"), shown


def test_a_text_is_paid_for_when_it_is_shown(site, known_picture, run_worker):
    job = site.order_pictures(known_picture, pipeline="analyze")
    run_worker()

    (shown,) = charge_and_present_items(list(with_details(Item.objects.filter(job_id=job["id"]))))

    assert shown.analysis
    assert [charge.state for charge in shown.charges] == ["captured"]
    assert site.balance().used == 1
