"""PgBouncer in transaction mode before PostgreSQL, with the configuration that is shipped."""

import os
import subprocess
import sys

import psycopg
import pytest
from pooler import pgbouncer

from picopt_saas.jobs.models import Item

pytestmark = [pytest.mark.deep, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def pooled(database_url):
    """The database's address behind the pooler."""
    with pgbouncer(database_url) as address:
        yield address


def test_a_worker_behind_it_works_and_hears_of_new_work(site, make_pictures, workers, pooled, eventually):
    database_url = workers.environment["DATABASE_URL"]
    workers.start(DATABASE_URL=pooled, DATABASE_DIRECT_URL=database_url, WORKER_HEARTBEAT_SECONDS="10")
    eventually(lambda: listening(database_url))
    for _ in range(2):  # the second finds the worker idle: what it hears of comes past the pooler
        job = site.order_pictures(*make_pictures(3), pipeline="export")
        ready = Item.objects.filter(job=job["id"], state="ready")
        eventually(lambda ready=ready: ready.count() == 3)


def listening(url):
    with psycopg.connect(url) as database:
        found = database.execute("SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'").fetchone()
    return found[0]


def test_the_platform_behind_it_answers_and_frozen_transactions_end(pooled):
    environment = {**os.environ, "DATABASE_URL": pooled}
    done = subprocess.run(
        [sys.executable, "-m", "picopt_saas.manage", "ledger", "verify"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    with psycopg.connect(pooled) as database:
        assert database.execute("SHOW idle_in_transaction_session_timeout").fetchone() == ("10s",)
        assert database.execute("SHOW lock_timeout").fetchone() == ("12s",)
