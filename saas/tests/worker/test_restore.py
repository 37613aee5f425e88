"""Backup and restore as docs/operations.md says, taken in the middle of a job, and finished by the restored service."""

import os
import shutil
import subprocess
import sys

import psycopg
import pytest
from django.db import connection

from picopt_saas.billing.ledger.proof import prove
from picopt_saas.jobs.models import Item
from picopt_standalone.postgres.programs import wheel_folder

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.acceptance("H4")]

STATES = "SELECT state FROM jobs_item"
MANAGE = (sys.executable, "-m", "picopt_saas.manage")
PROGRAMS = wheel_folder() / "pginstall18" / "bin"


def run(*command, **environment):
    return subprocess.run([*map(str, command)], env={**os.environ, **environment}, check=True, capture_output=True)


class Backup:
    """A copy of database and storage, and the service's new place that is made of it."""

    def __init__(self, database_url, folder):
        self._database_url = database_url
        self._folder = folder
        self.restored_url = f"{database_url.rpartition('/')[0]}/restored"
        self.restored_storage = f"file:{folder / 'restored-storage'}"

    def take(self):
        run(PROGRAMS / "pg_dump", "--format=custom", f"--file={self._folder / 'picopt.dump'}", self._database_url)
        shutil.copytree(self._folder / "storage", self._folder / "restored-storage")

    def restore(self):
        self.forget()
        self._ask("CREATE DATABASE restored")
        run(PROGRAMS / "pg_restore", "--no-owner", f"--dbname={self.restored_url}", self._folder / "picopt.dump")
        shutil.rmtree(self._folder / "storage")

    def forget(self):
        self._ask("DROP DATABASE IF EXISTS restored WITH (FORCE)")

    def _ask(self, statement):
        with psycopg.connect(self._database_url, autocommit=True) as database:
            database.execute(statement)


@pytest.fixture
def backup(database_url, tmp_path):
    made = Backup(database_url, tmp_path)
    yield made
    made.forget()


@pytest.fixture
def move(backup, settings):
    """Has this process work with what is restored, as if it had been started with it."""
    with pytest.MonkeyPatch.context() as patch:

        def _move():
            backup.restore()
            patch.setitem(connection.settings_dict, "NAME", "restored")
            connection.close()
            settings.PICOPT = settings.PICOPT.model_copy(update={"storage_url": backup.restored_storage})

        yield _move
    connection.close()


def test_what_waited_when_the_backup_was_taken_is_finished(site, make_pictures, run_worker, backup, move):
    first, second = make_pictures(2)
    done = site.order_pictures(first, pipeline="export")["id"]
    run_worker()
    (file,) = site.job(done)["items"][0]["export"]["files"]
    waiting = site.order_pictures(second, pipeline="export")["id"]
    backup.take()
    run_worker()
    assert site.job(waiting)["items"][0]["state"] == "ready"  # and is lost: the backup does not know it

    move()
    assert site.job(waiting)["items"][0]["state"] == "queued"
    assert site.ask("GET", f"/v1/files/{file['id']}").status_code == 200
    run_worker()
    assert site.job(waiting)["items"][0]["state"] == "ready"
    assert [proof.faults for proof in prove() if proof.faults] == []


@pytest.fixture
def half_done(site, make_pictures, workers, eventually):
    """A job of which some pictures are ready; its worker."""
    site.order_pictures(*make_pictures(8), pipeline="export", settings={"export": {"format": "avif"}})
    worker = workers.start()
    eventually(lambda: Item.objects.filter(state="ready").exists())
    return worker


@pytest.mark.deep
def test_a_backup_in_the_middle_of_a_job_is_restored_and_finishes(half_done, workers, backup, eventually):
    backup.take()
    half_done.kill()
    half_done.wait()
    backup.restore()
    run(*MANAGE, "ledger", "verify", DATABASE_URL=backup.restored_url)

    with psycopg.connect(backup.restored_url, autocommit=True) as database:
        before = {row[0] for row in database.execute(STATES)}
        assert before & {"queued", "exporting"}, "the job was done before it was dumped"
        workers.start(DATABASE_URL=backup.restored_url, STORAGE_URL=backup.restored_storage)
        eventually(lambda: {row[0] for row in database.execute(STATES)} <= {"ready", "no_gain"})
    run(*MANAGE, "ledger", "verify", DATABASE_URL=backup.restored_url)
    workers.stop()
