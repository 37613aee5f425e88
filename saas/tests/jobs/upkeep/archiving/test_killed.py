"""A process is killed while it archives, two archive at once, and a full database gets the archive's tables."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from waiting import wait_until

from picopt_saas.billing.ledger.apart import Apart
from picopt_saas.billing.models import Opening
from picopt_saas.jobs.models import ArchiveObject, Job
from picopt_saas.jobs.upkeep.archiving import archive, prove_archive
from picopt_saas.jobs.upkeep.archiving.leaving import archive_some
from picopt_saas.jobs.upkeep.reconciling import reconcile_whole
from picopt_saas.storage.build import archive_storage

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.acceptance("H2")]

# Archives, and is killed right after one function has done its work.
KILLED = """
import os, signal, sys
import django
django.setup()
from picopt_saas.jobs.upkeep.archiving import leaving, objects
module, name = sys.argv[1].split(".")
place = {"leaving": leaving, "objects": objects, "model": leaving.ArchiveObject}[module]
real = getattr(place, name)
def call_and_die(*words, **more):
    real(*words, **more)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(place, name, call_and_die)
leaving.archive()
"""


@pytest.mark.parametrize("step", ["leaving._take_out", "objects.pack", "objects.read", "leaving.keep", "model.save"])
def test_whoever_is_killed_leaves_all_rows_or_a_whole_object(old_job, step, rows, database_url, tmp_path):
    before = rows()
    environment = {
        "DJANGO_SETTINGS_MODULE": "picopt_saas.settings",
        "DATABASE_URL": database_url,
        "STORAGE_URL": f"file:{tmp_path / 'storage'}",
    }
    done = subprocess.run(
        [sys.executable, "-c", KILLED, step],
        env=os.environ | environment,
        check=False,
        capture_output=True,
        timeout=120,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    wait_until(lambda: not others_in_transactions(), "the database has not noticed that its client was killed")
    assert rows() == before
    assert not ArchiveObject.objects.exists()
    assert not Opening.objects.exists()

    assert archive()["jobs"] == 1
    assert [found.key for found in archive_storage().list("archive/")] == [ArchiveObject.objects.get().key]
    assert [*prove_archive(), *reconcile_whole().faults] == []


def others_in_transactions() -> int:
    """How many other sessions hold a transaction open: what they have locked is passed over by who archives."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND xact_start IS NOT NULL AND backend_type = 'client backend'"
        )
        return cursor.fetchone()[0]


def test_two_that_archive_at_once_take_each_job_once(order, make_files, age):
    for _ in range(4):
        make_files(*order(1, pipeline="export"))
    age()

    def some(_number):
        try:
            return sum(archive_some(Apart(), items=1) for _ in range(4))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(some, range(2))) + archive()["jobs"] == 4
    assert not Job.objects.exists()
    assert sum(made.rows["jobs_job"] for made in ArchiveObject.objects.all()) == 4
    assert [*prove_archive(), *reconcile_whole().faults] == []


def test_a_full_database_gets_the_archive_and_can_go_back(old_job, rows):
    before = rows()
    MigrationExecutor(connection).migrate([("jobs", "0009_keeping_up"), ("billing", "0006_keeping_up")])
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    assert rows() == before
    assert archive()["jobs"] == 1
    call_command("ledger", "verify")
