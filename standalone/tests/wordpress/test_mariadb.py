"""A real MariaDB of our own, beside others on the same machine."""

import os
import tempfile
from pathlib import Path

from picopt_standalone.wordpress.mariadb import accepts, mariadb


def test_a_start_leaves_the_temporary_tables_of_other_servers_alone(tmp_path):
    theirs = Path(tempfile.gettempdir(), f"#sql-temptable-picopt-{os.getpid()}.MAI")
    theirs.write_bytes(b"a table that a neighbor has open")
    lock = os.open(tmp_path / "lock", os.O_CREAT | os.O_RDWR)
    try:
        with mariadb(tmp_path, log=tmp_path / "log", lock=lock) as address:
            assert accepts(address)
        assert theirs.exists()
    finally:
        theirs.unlink(missing_ok=True)
        os.close(lock)
