"""Books that disagree are found."""

import pytest

from picopt_saas.jobs.models import Charge
from picopt_saas.jobs.upkeep.reconciling import reconcile

pytestmark = pytest.mark.django_db(transaction=True)


def test_books_that_disagree_are_found_and_named(site, picture):
    site.order_pictures(picture, pipeline="export")
    assert reconcile().faults == []
    Charge.objects.update(state="captured")
    found = reconcile()
    assert len(found.faults) == 1
    assert "line captured, hold held" in found.faults[0]
