"""Backup and restore as docs/operations.md says, taken in the middle of a job, and finished by the restored service."""

import os
import shutil
import subprocess
import sys

import psycopg
import pytest

from picopt_saas.jobs.models import Item
from picopt_standalone.postgres.programs import wheel_folder

pytestmark = [pytest.mark.deep, pytest.mark.django_db(transaction=True), pytest.mark.acceptance("H4")]

STATES = "SELECT state FROM jobs_item"
MANAGE = (sys.executable, "-m", "picopt_saas.manage")


def run(*command, **environment):
    return subprocess.run([*map(str, command)], env={**os.environ, **environment}, check=True, capture_output=True)


@pytest.fixture
def half_done(site, make_pictures, workers, eventually):
    """A job of which some pictures are ready; its worker."""
    site.order_pictures(*make_pictures(8), pipeline="export", settings={"export": {"format": "avif"}})
    worker = workers.start()
    eventually(lambda: Item.objects.filter(state="ready").exists())
    return worker


def test_a_backup_in_the_middle_of_a_job_is_restored_and_finishes(
    half_done, workers, database_url, tmp_path, eventually
):
    programs = wheel_folder() / "pginstall18" / "bin"
    run(programs / "pg_dump", "--format=custom", f"--file={tmp_path / 'picopt.dump'}", database_url)
    shutil.copytree(tmp_path / "storage", tmp_path / "restored-storage")
    half_done.kill()
    half_done.wait()

    place, _, _name = database_url.rpartition("/")
    restored = f"{place}/restored"
    with psycopg.connect(database_url, autocommit=True) as database:
        database.execute("DROP DATABASE IF EXISTS restored")
        database.execute("CREATE DATABASE restored")
    run(programs / "pg_restore", "--no-owner", f"--dbname={restored}", tmp_path / "picopt.dump")
    run(*MANAGE, "ledger", "verify", DATABASE_URL=restored)

    with psycopg.connect(restored, autocommit=True) as database:
        before = {row[0] for row in database.execute(STATES)}
        assert before & {"queued", "exporting"}, "the job was done before it was dumped"
        workers.start(DATABASE_URL=restored, STORAGE_URL=f"file:{tmp_path / 'restored-storage'}")
        eventually(lambda: {row[0] for row in database.execute(STATES)} <= {"ready", "no_gain"})
    run(*MANAGE, "ledger", "verify", DATABASE_URL=restored)
    workers.stop()
    with psycopg.connect(database_url, autocommit=True) as database:
        database.execute("DROP DATABASE restored WITH (FORCE)")
