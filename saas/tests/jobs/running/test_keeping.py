"""A database that goes away while files are kept: it may have done what it was asked, or not."""

from contextlib import contextmanager

import pytest
from django.db import OperationalError

from picopt_saas.jobs.models import Item, ResultFile
from picopt_saas.pipeline.steps import keep_files

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("committed", [True, False])
def test_files_stay_if_and_only_if_their_rows_do(site, picture, run_worker, monkeypatch, committed):
    changing = keep_files.changing

    @contextmanager
    def breaking_off(attempt):
        with changing(attempt) as item:
            yield item
            if not committed:
                raise OperationalError("the server closed the connection unexpectedly")
        raise OperationalError("the server closed the connection unexpectedly")

    monkeypatch.setattr(keep_files, "changing", breaking_off)
    site.order_pictures(picture, pipeline="export")
    run_worker()
    assert (Item.objects.get().state, ResultFile.objects.exists()) == ("ready" if committed else "queued", committed)
    results = [key for key in site.kept() if key.startswith("results/")]
    assert len(results) == ResultFile.objects.count()
    if committed:
        assert site.ask("GET", f"/v1/files/{ResultFile.objects.get().pk}").status_code == 200
    assert site.balance().used == committed
