"""A private PostgreSQL: its own data folder, a Unix socket in a folder with mode 0700, no TCP."""

import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

import psycopg

from picopt_standalone.locks import exclusive
from picopt_standalone.paths import CACHE, VAR
from picopt_standalone.postgres.programs import Home
from picopt_standalone.processes import Server, StartError, running, wait_for_tenants
from picopt_standalone.sockets import socket_folder

DATABASE = "picopt"
SETTINGS = {"listen_addresses": "", "max_connections": "100", "shared_buffers": "64MB", "timezone": "UTC"}
# A test's database need not survive a power cut; everything else stays as in production.
FORGETFUL = {**SETTINGS, "fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


@contextmanager
def postgres(name: str = "default", *, durable: bool = True, fresh: bool = False) -> Iterator[str]:
    """Run PostgreSQL inside the block, on data that is kept in `var/postgres/NAME`; gives its DATABASE_URL.

    A second process with the same name waits. `durable=False` is quicker and loses data at a power cut only; `fresh`
    deletes what the database of this name held.
    """
    folder = VAR / "postgres" / name
    with exclusive(folder.with_suffix(".lock"), f"the database {name}") as lock:
        if fresh:
            shutil.rmtree(Home.near(folder / "data").data, ignore_errors=True)
        with serving(folder, lock, SETTINGS if durable else FORGETFUL) as url:
            yield url


@contextmanager
def temporary_postgres() -> Iterator[str]:
    """Run PostgreSQL on a new, empty database inside the block; gives its DATABASE_URL.

    For tests: any number at once.
    """
    with TemporaryDirectory(prefix="picopt-pg-") as folder:
        Path(folder).chmod(0o711)  # the server's user passes through
        with exclusive(Path(folder) / "lock", "the database") as lock, serving(Path(folder), lock, FORGETFUL) as url:
            yield url


@contextmanager
def serving(folder: Path, lock: int, settings: Mapping[str, str]) -> Iterator[str]:
    """The server on `folder`/data, from an empty cluster if there is none."""
    folder.mkdir(parents=True, exist_ok=True)
    home = Home.near(folder / "data")
    create_cluster(home)
    wait_for_tenants(home.data)
    (home.data / "postmaster.pid").unlink(missing_ok=True)  # what kill -9 leaves; the lock says that nobody runs
    with socket_folder(home.data.parent / "run") as run:
        home.give(run)
        for stale in run.glob(".s.PGSQL.*"):
            stale.unlink()
        told = {**settings, "unix_socket_directories": str(run)}
        options = [part for key, value in told.items() for part in ("-c", f"{key}={value}")]
        server = Server(
            name="PostgreSQL",
            command=[home.programs / "postgres", "-D", home.data, *options],
            log=folder / "postgres.log",
            stop_signal=signal.SIGINT,  # fast shutdown: ends sessions, keeps everything that was committed
            user=home.user,
            keep_open=(lock,),
        )
        with running(server, lambda: accepts(run)):
            create_database(run)
            yield f"postgresql://postgres@{quote(str(run), safe='')}/{DATABASE}"


def create_cluster(home: Home) -> None:
    """Make an empty cluster, unless there is one; complete or absent.

    It is a copy of one that is made once, which saves half a second a time.
    """
    if home.data.exists():
        return
    home.data.parent.mkdir(parents=True, exist_ok=True)
    template = cluster_template(home)
    unfinished = home.data.with_name("data.new")
    shutil.rmtree(unfinished, ignore_errors=True)
    shutil.copytree(template, unfinished)
    for path in (unfinished, *unfinished.rglob("*")):
        shutil.chown(path, home.user, home.user) if home.user >= 0 else None
    unfinished.chmod(0o700)
    unfinished.rename(home.data)


def cluster_template(home: Home) -> Path:
    """An empty cluster in the cache; no secret is in it, and no log-in is possible but through a private socket."""
    place = Home.near(CACHE / "postgres-18" / "data").data
    with exclusive(CACHE / "postgres-18.lock", "the first database set-up"):
        if not place.exists():
            unfinished = place.with_name("data.new")
            shutil.rmtree(unfinished, ignore_errors=True)
            home.give(unfinished)
            initialize(home, unfinished)
            unfinished.rename(place)
    return place


def initialize(home: Home, folder: Path) -> None:
    """Run initdb. Raises StartError with what it said."""
    options = (
        "--username=postgres",
        "--auth=trust",
        "--encoding=UTF8",
        "--locale-provider=builtin",
        "--locale=C.UTF-8",
    )
    done = subprocess.run(  # noqa: S603 -- the command is ours
        [home.programs / "initdb", "-D", folder, "--wal-segsize=4", "--no-sync", *options],
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        **home.run_as,
    )
    if done.returncode:
        raise StartError(f"PostgreSQL's initdb failed:\n{done.stdout[-1000:]}{done.stderr[-2000:]}")


def accepts(run: Path) -> bool:
    """Whether the server takes connections."""
    with suppress(psycopg.OperationalError), psycopg.connect(host=str(run), user="postgres", dbname="postgres"):
        return True
    return False


def create_database(run: Path) -> None:
    """Create our database, unless there is one."""
    with psycopg.connect(host=str(run), user="postgres", dbname="postgres", autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
        if known is None:
            connection.execute(f"CREATE DATABASE {DATABASE}")
