from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from picopt_saas.jobs.models import Charge, Item
from picopt_saas.jobs.upkeep.expiring import expire_results
from picopt_saas.jobs.upkeep.metrics import JobsCollector
from picopt_saas.jobs.upkeep.reconciling import reconcile

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def scrape(client):
    def _scrape():
        lines = client.get("/metrics").content.decode().splitlines()
        return dict(line.rsplit(" ", 1) for line in lines if line.startswith("picopt_"))

    return _scrape


def test_metrics_tell_what_an_alert_needs(site, make_pictures, picture, run_worker, scrape):
    site.order_pictures(picture[:300], pipeline="export")
    run_worker()
    site.order_pictures(*make_pictures(3), pipeline="export")
    reconcile()

    seen = scrape()
    assert seen['picopt_open_items{state="queued"}'] == "3.0"
    assert float(seen['picopt_oldest_waiting_seconds{queue="bulk"}']) >= 0
    assert seen['picopt_waiting_entries{queue="bulk"}'] == "3.0"
    assert any(name.startswith("picopt_failures_last_hour{code=") for name in seen)
    assert seen["picopt_ledger_faults"] == "0.0"
    assert float(seen["picopt_ledger_reconciled_seconds"]) < 60
    assert "picopt_workers" in seen

    Charge.objects.filter(state="held").update(state="captured")
    reconcile()
    assert scrape()["picopt_ledger_faults"] == "3.0"


@pytest.mark.acceptance("H2")
def test_what_is_overdue_is_told_by_its_age(site, picture, run_worker, scrape):
    site.order_pictures(picture, pipeline="export")
    run_worker()
    seen = scrape()
    assert {value for name, value in seen.items() if name.startswith("picopt_overdue_seconds")} == {"0.0"}
    Item.objects.update(expires_at=timezone.now() - timedelta(hours=3))
    assert float(scrape()['picopt_overdue_seconds{what="results"}']) == pytest.approx(3 * 3600, abs=60)
    expire_results()
    assert scrape()['picopt_overdue_seconds{what="results"}'] == "0.0"


def test_a_worker_counts_until_it_has_missed_two_reports(settings):
    def workers():
        return next(family.samples[0].value for family in JobsCollector().collect() if family.name == "picopt_workers")

    before, beat = workers(), settings.PICOPT.worker_heartbeat_seconds
    for ago in (0.5, 1.0, 2.1, 2.5):
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => %s))",
                [ago * beat],
            )
    assert workers() == before + 2
