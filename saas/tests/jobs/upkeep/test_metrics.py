import pytest

from picopt_saas.jobs.models import Charge
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
