"""The doctor, as an operator runs it: a process of its own, before anything else."""

import os
import subprocess
import sys

import psycopg
import pytest

from picopt_standalone.processes import free_port

pytestmark = pytest.mark.acceptance("G5")


@pytest.fixture
def doctor(tmp_path):
    def _run(*arguments, **environment):
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
        return subprocess.run(
            [sys.executable, "-m", "picopt_saas.manage", "doctor", *arguments],
            env=kept | {"STORAGE_URL": f"file:{tmp_path}"} | environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    return _run


def test_a_machine_that_is_ready_is_told_so(doctor, database_url):
    done = doctor(DATABASE_URL=database_url)
    assert done.returncode == 0, done.stdout + done.stderr
    for what in ("settings", "pages", "database", "migrations", "storage"):
        assert f"ok       {what}" in done.stdout
    assert "warning  mail" in done.stdout


def test_a_library_that_does_not_fit_is_told_before_anything_goes_over_to_it(doctor, database_url, tmp_path):
    """As allauth 65.22, which a wheel that was installed without the lock file took: no page could be shown."""
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['allauth.account.views'] = None\n")
    done = doctor("--before-migrate", DATABASE_URL=database_url, PYTHONPATH=str(tmp_path))
    assert done.returncode == 1
    assert "wrong    pages      ModuleNotFoundError: import of allauth.account.views halted" in done.stdout


def test_all_wrong_settings_are_told_without_a_traceback(doctor):
    done = doctor(PUBLIC_URL="http://shop.example.com", WORKER_PROCESSES="0")
    assert done.returncode == 1
    for variable in ("SECRET_KEY", "EMAIL_URL", "PAYMENT_PROVIDER", "TRUSTED_PROXIES", "WORKER_PROCESSES"):
        assert f"wrong    settings   {variable}" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


@pytest.fixture
def empty_database(database_url):
    """Its URL; one more on the tests' server."""
    with psycopg.connect(database_url, autocommit=True) as server:
        server.execute("CREATE DATABASE empty_one TEMPLATE template0")
        yield f"{database_url.rpartition('/')[0]}/empty_one"
        server.execute("DROP DATABASE empty_one WITH (FORCE)")


def test_missing_migrations_are_wrong_unless_they_come_next(doctor, empty_database):
    """An install asks the doctor before it migrates: on an empty database there is nothing wrong yet."""
    before = doctor("--before-migrate", DATABASE_URL=empty_database)
    after = doctor(DATABASE_URL=empty_database)
    assert before.returncode == 0, before.stdout + before.stderr
    assert "migrations will run" in before.stdout
    assert after.returncode == 1
    assert "migrations are missing: run" in after.stdout


def test_an_argument_that_there_is_not_is_refused(doctor):
    done = doctor("--befor-migrate")
    assert (done.returncode, done.stderr) == (2, "usage: doctor [--before-migrate]\n")


def test_what_cannot_be_reached_is_named(doctor, tmp_path):
    port = free_port()
    (tmp_path / "file").write_text("no folder")
    done = doctor(
        DATABASE_URL=f"postgresql://postgres@127.0.0.1:{port}/none",
        STORAGE_URL=f"file:{tmp_path / 'file'}",
        EMAIL_URL=f"smtp://127.0.0.1:{port}",
    )
    assert done.returncode == 1
    for what in ("database", "storage", "mail"):
        assert f"wrong    {what}" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_other_commands_say_the_same_and_end(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "picopt_saas.manage", "migrate"],
        env={"PATH": os.environ["PATH"], "PUBLIC_URL": "http://shop.example.com"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("The platform cannot start:\nSECRET_KEY: ")
