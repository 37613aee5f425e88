"""A private MariaDB: its own data folder, a Unix socket in a private folder, no TCP."""

import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from picopt_standalone.processes import Server, StartError, run_quietly, running, wait_for_tenants
from picopt_standalone.sockets import socket_folder

DATABASE = "wordpress"

# Small and quick to start: a test site holds little, and losing its last second after a power cut harms nobody.
TUNING = (
    "--performance-schema=OFF",
    "--innodb-buffer-pool-size=64M",
    "--innodb-log-file-size=32M",
    "--innodb-flush-log-at-trx-commit=2",
    "--key-buffer-size=1M",
    "--aria-pagecache-buffer-size=8M",
    "--max-allowed-packet=16M",
    "--character-set-server=utf8mb4",
    "--collation-server=utf8mb4_unicode_520_ci",
    "--skip-log-bin",
)


def create_data_folder(folder: Path) -> None:
    """Make an empty database system there, unless there is one; complete or absent."""
    if folder.exists():
        return
    installer = shutil.which("mariadb-install-db")
    if installer is None:
        raise StartError("MariaDB is not installed; run `make setup`")
    unfinished = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(unfinished, ignore_errors=True)
    run_quietly(
        [
            installer,
            "--no-defaults",
            "--auth-root-authentication-method=normal",
            "--skip-test-db",
            f"--datadir={unfinished}",
            f"--tmpdir={temporary_folder(folder)}",
        ],
        what="creating the MariaDB data folder",
    )
    unfinished.rename(folder)


def temporary_folder(data: Path) -> Path:
    """A server's own place for temporary tables, beside its data.

    A server that starts deletes all of them in its folder: in a shared one its running neighbors', which then crash.
    """
    folder = data.with_name("temporary")
    folder.mkdir(exist_ok=True, parents=True)
    return folder


@contextmanager
def mariadb(folder: Path, *, log: Path, lock: int) -> Iterator[Path]:
    """Run MariaDB on `folder`/data inside the block; gives its socket.

    The user is root, without a password: the socket is private.
    The guard holds `lock` until the server has ended, so that no second one starts on the same files.
    """
    create_data_folder(folder / "data")
    wait_for_tenants(folder / "data")
    start_file = folder / "start.sql"
    start_file.write_text(f"CREATE DATABASE IF NOT EXISTS {DATABASE};\n")
    with socket_folder(folder / "run") as run:
        address = run / "mariadb.sock"
        address.unlink(missing_ok=True)
        server = Server(
            name="MariaDB",
            command=[
                *("mariadbd", "--no-defaults", "--user=root", "--skip-networking", *TUNING),
                *(f"--datadir={folder / 'data'}", f"--socket={address}", f"--pid-file={run / 'mariadb.pid'}"),
                *(f"--init-file={start_file}", f"--tmpdir={temporary_folder(folder / 'data')}"),
            ],
            log=log,
            keep_open=(lock,),
        )
        with running(server, lambda: accepts(address)):
            yield address


def accepts(address: Path) -> bool:
    """Whether a server greets on this socket (its first bytes are its greeting)."""
    with socket.socket(socket.AF_UNIX) as probe:
        probe.settimeout(2)
        try:
            probe.connect(str(address))
            return bool(probe.recv(1))
        except OSError:
            return False
