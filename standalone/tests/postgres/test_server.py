import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from picopt_standalone.paths import VAR
from picopt_standalone.postgres import postgres, temporary_postgres
from picopt_standalone.postgres.programs import Home, reachable
from picopt_standalone.processes import tenants, wait_for_tenants


@pytest.fixture
def name():
    chosen = f"test-{uuid4().hex[:8]}"
    yield chosen
    folder = VAR / "postgres" / chosen
    subprocess.run(
        ["rm", "-rf", folder, folder.with_suffix(".lock"), Home.near(folder / "data").data.parent], check=True
    )


@pytest.fixture(scope="module")
def server():
    with temporary_postgres() as url:
        yield url


def test_two_temporary_servers_run_side_by_side_and_know_nothing_of_each_other(server):
    with temporary_postgres() as two:
        with psycopg.connect(server) as connection:
            connection.execute("CREATE TABLE only_here (x int)")
        with psycopg.connect(two) as connection:
            assert connection.execute("SELECT to_regclass('only_here')").fetchone() == (None,)


def test_the_socket_is_private_and_there_is_no_tcp(server):
    with psycopg.connect(server) as connection:
        (host,) = connection.execute("SHOW unix_socket_directories").fetchone()
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        assert Path(host).stat().st_mode & 0o777 == 0o700


def test_text_is_utf8_and_sorted_the_same_everywhere(server):
    with psycopg.connect(server) as connection:
        assert connection.execute("SHOW server_encoding").fetchone() == ("UTF8",)
        rows = connection.execute("SELECT x FROM (VALUES ('b'), ('B'), ('ä')) AS t(x) ORDER BY x").fetchall()
        assert rows == [("B",), ("b",), ("ä",)]


def test_data_is_kept_between_runs_and_forgotten_when_fresh(name):
    with postgres(name) as url, psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    with postgres(name) as url, psycopg.connect(url) as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)
    with postgres(name, fresh=True) as url, psycopg.connect(url) as connection:
        assert connection.execute("SELECT to_regclass('kept')").fetchone() == (None,)


START = """
import sys, time, psycopg
from picopt_standalone.postgres import postgres
with postgres(sys.argv[1]) as url:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (answer int)")
        connection.execute("INSERT INTO kept VALUES (42)")
    print("ready", flush=True)
    time.sleep(100)
"""


def start_and_commit(name):
    process = subprocess.Popen([sys.executable, "-c", START, name], stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    return process


def test_the_server_stops_when_its_parent_is_killed(name):
    parent = start_and_commit(name)
    data = Home.near(VAR / "postgres" / name / "data").data
    assert tenants(data)
    parent.kill()
    parent.communicate()
    wait_for_tenants(data)
    assert not (data / "postmaster.pid").exists(), "it was stopped cleanly"


def test_what_was_committed_survives_kill_9_of_everything(name):
    parent = start_and_commit(name)
    data = Home.near(VAR / "postgres" / name / "data").data
    guard = Path(f"/proc/{parent.pid}/task/{parent.pid}/children").read_text().split()
    for pid in (parent.pid, *map(int, guard), *tenants(data)):
        with suppress(ProcessLookupError):  # backends end with their postmaster
            os.kill(pid, signal.SIGKILL)
    parent.communicate()
    wait_for_tenants(data)
    assert (data / "postmaster.pid").exists()
    with postgres(name) as url, psycopg.connect(url) as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)


def test_a_folder_that_only_root_may_enter_is_not_reachable(tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    assert not reachable(closed / "data")
    assert reachable(Path("/usr/bin"))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root changes to another user")
def test_as_root_the_server_runs_as_nobody_even_from_a_closed_folder(tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    home = Home.near(closed / "data")
    assert home.user > 0
    assert reachable(home.data.parent)
