"""The database ends connections in the middle of what a worker does, past a pooler and without one."""

import sys
from contextlib import contextmanager

import psycopg
import pytest
from pooler import pgbouncer
from supervised import Part

from picopt_saas.billing.ledger.proof import prove
from picopt_saas.billing.models import Hold
from picopt_saas.database import WORKER
from picopt_saas.jobs.models import Item
from picopt_saas.jobs.upkeep.reconciling import reconcile

pytestmark = [pytest.mark.deep, pytest.mark.django_db(transaction=True)]
OPEN = {"queued", "analysing", "exporting"}
WRITTEN = ("jobs_item", "jobs_charge", "jobs_resultfile", "billing_transfer", "billing_hold", "procrastinate_jobs")
TIMES = 24
_ENDS_ITSELF = f"""
    CREATE SEQUENCE written;
    CREATE FUNCTION end_every_third() RETURNS trigger AS $$
    BEGIN
      IF current_setting('application_name') = '{WORKER}' AND nextval('written') <= {3 * TIMES}
          AND currval('written') % 3 = 0 THEN
        PERFORM pg_terminate_backend(pg_backend_pid());
        PERFORM pg_sleep(0.01);  -- where it is noticed
      END IF;
      RETURN NULL;
    END $$ LANGUAGE plpgsql;
"""
_TRIGGER = """
    CREATE TRIGGER ends_itself AFTER INSERT OR UPDATE OR DELETE ON {0}
    FOR EACH STATEMENT EXECUTE FUNCTION end_every_third();
"""


@contextmanager
def ending_connections(url):
    """Of the workers' next statements that write every third ends its connection, before its transaction is done."""
    with psycopg.connect(url, autocommit=True) as database:
        database.execute(_ENDS_ITSELF)
        for table in WRITTEN:
            database.execute(_TRIGGER.format(table))
        try:
            yield lambda: database.execute("SELECT last_value FROM written").fetchone()[0]
        finally:
            database.execute("DROP FUNCTION end_every_third CASCADE")
            database.execute("DROP SEQUENCE written")


@pytest.fixture(params=["straight", "pooled"])
def environment(request, workers, database_url):
    """Of a worker that reaches the database straight, or past the pooler."""
    if request.param == "straight":
        yield workers.environment | {"DATABASE_DIRECT_URL": database_url}
        return
    with pgbouncer(database_url) as pooled:
        yield workers.environment | {"DATABASE_URL": pooled, "DATABASE_DIRECT_URL": database_url}


def test_nothing_is_lost_or_charged_twice(site, make_pictures, environment, eventually, tmp_path):
    jobs = [site.order_pictures(*make_pictures(6), pipeline=name) for name in ("export", "analyze_export")]
    items = Item.objects.filter(job__in=[job["id"] for job in jobs])
    command = (sys.executable, "-m", "picopt_saas.manage", "procrastinate", "worker")
    with ending_connections(environment["DATABASE_DIRECT_URL"]) as written:
        worker = Part("worker", command, environment, tmp_path)
        try:
            eventually(lambda: written() > 3 * TIMES, seconds=240)
            eventually(lambda: not items.filter(state__in=OPEN).exists(), seconds=240)
        finally:
            worker.stop()
            print((tmp_path / "worker.log").read_text()[-3000:])  # noqa: T201 -- shown when the test fails
    ready = items.filter(state="ready")
    assert ready.count() + items.filter(state="failed").count() == 12
    assert ready.count() >= 6
    for job in jobs:
        for item in site.job(job["id"])["items"]:
            for file in item["export"]["files"] if item["export"] else ():
                assert site.ask("GET", f"/v1/files/{file['id']}").status_code == 200
    assert site.balance().held == 0
    assert not Hold.objects.filter(state="held").exists()
    assert not [proof.faults for proof in prove() if proof.faults]
    assert reconcile().faults == []
