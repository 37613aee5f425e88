"""Private folders for Unix sockets."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from picopt_standalone.paths import SOCKET_PATH_LIMIT

LONGEST_NAME = len("/mariadb.sock")


@contextmanager
def socket_folder(wanted: Path) -> Iterator[Path]:
    """A folder with mode 0700: `wanted`, or a temporary one when the address would be too long for the kernel."""
    if len(str(wanted)) + LONGEST_NAME <= SOCKET_PATH_LIMIT:
        wanted.mkdir(parents=True, exist_ok=True)
        wanted.chmod(0o700)
        yield wanted
        return
    temporary = Path(mkdtemp(prefix="picopt-"))
    try:
        yield temporary
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
