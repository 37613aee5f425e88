"""PgBouncer in transaction mode before PostgreSQL, with the configuration that is shipped."""

import os
import re
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote, urlsplit

import psycopg
import pytest
from waiting import wait_until

from picopt_saas.jobs.models import Item
from picopt_standalone.processes import free_port

SHIPPED = Path(__file__).parents[3] / "deploy" / "pgbouncer" / "pgbouncer.ini"
pytestmark = [pytest.mark.deep, pytest.mark.django_db(transaction=True)]


@contextmanager
def pgbouncer(database_url, folder):
    """The pooler in front of the server at `database_url`; gives the address to use in its place."""
    program = shutil.which("pgbouncer")
    assert program, "run tools/setup-deploy first"
    parts, port = urlsplit(database_url), free_port()
    place, name = Path(unquote(parts.hostname)), parts.path.strip("/")
    values = {
        "DATABASE_HOST": place, "DATABASE_PORT": 5432, "LISTEN": "127.0.0.1", "PORT": port,
        "AUTH": "trust", "AUTH_FILE": folder / "users",
    }  # fmt: skip
    text = re.sub(r"@(\w+)@", lambda found: str(values[found[1]]), SHIPPED.read_text())
    (folder / "pgbouncer.ini").write_text(
        text.replace("picopt = ", f"{name} = ").replace("dbname=picopt", f"dbname={name}")
    )
    (folder / "users").write_text('"postgres" ""\n')
    owner = place.stat().st_uid  # it does not run as root, and must reach the server's socket
    with (folder / "pgbouncer.log").open("wb") as log:
        process = subprocess.Popen([program, folder / "pgbouncer.ini"], stdout=log, stderr=log, user=owner, group=owner)
    pooled = f"postgresql://postgres@127.0.0.1:{port}/{name}"
    try:
        wait_until(lambda: answers(pooled), (folder / "pgbouncer.log").read_text)
        yield pooled
    finally:
        process.terminate()
        process.wait(timeout=60)


def answers(url):
    try:
        with psycopg.connect(url) as database:
            return database.execute("SELECT 1").fetchone()
    except psycopg.OperationalError:
        return None


@pytest.fixture
def folder():
    """One that another user can enter, as PgBouncer does not run as root; pytest's own are private."""
    with TemporaryDirectory(prefix="picopt-pgbouncer-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture
def pooled(database_url, folder):
    """The database's address behind the pooler."""
    with pgbouncer(database_url, folder) as address:
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
