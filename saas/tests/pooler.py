"""PgBouncer in front of the tests' database, with the configuration that is shipped."""

import re
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote, urlsplit

import psycopg
from waiting import wait_until

from picopt_standalone.processes import free_port

SHIPPED = Path(__file__).parents[2] / "deploy" / "pgbouncer" / "pgbouncer.ini"


@contextmanager
def pgbouncer(database_url):
    """The pooler in front of the server at `database_url`; gives the address to use in its place."""
    with TemporaryDirectory(prefix="picopt-pgbouncer-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # it does not run as root
        with _started(database_url, folder) as address:
            yield address


@contextmanager
def _started(database_url, folder):
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
        wait_until(lambda: _answers(pooled), (folder / "pgbouncer.log").read_text)
        yield pooled
    finally:
        process.terminate()
        process.wait(timeout=60)


def _answers(url):
    try:
        with psycopg.connect(url) as database:
            return database.execute("SELECT 1").fetchone()
    except psycopg.OperationalError:
        return None
