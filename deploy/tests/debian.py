"""The way from inside a Debian root to the network and the registries that this machine uses."""

import ctypes
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

CLONE_NEWNS: Final = 0x20000  # of <sched.h>; `os.unshare` came with Python 3.12


def keep_mounts_to_ourselves() -> None:
    """From here on only this process and its children see what they mount, and it ends with them.

    A run that was killed would else leave this machine's folders below a temporary one, and whoever deletes that
    (pytest does, three runs later) would delete them along with it. Raises OSError where that is not allowed.
    """
    if ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWNS):
        raise OSError(ctypes.get_errno(), "unshare")
    subprocess.run(["mount", "--make-rprivate", "/"], check=True)


@contextmanager
def connected(root: Path) -> Iterator[dict[str, str]]:
    """Let programs inside `root` reach network and registries as programs outside do; yields their environment."""
    environment = {name: value for name, value in os.environ.items() if name.lower().endswith("_proxy")}
    shared = [Path("/proc"), Path("/dev"), Path("/etc/resolv.conf")]
    certificates = Path("/etc/ssl/certs/ca-certificates.crt")
    for name, place in (("PIP_CONFIG_FILE", Path.home() / ".config/pip/pip.conf"), ("SSL_CERT_FILE", certificates)):
        if place.exists():
            copy = root / "tmp" / place.name
            shutil.copy2(place, copy)
            environment[name] = f"/tmp/{place.name}"  # noqa: S108 -- inside the root
    environment |= dict.fromkeys(("PIP_CERT", "REQUESTS_CA_BUNDLE"), environment.get("SSL_CERT_FILE", ""))
    shared += [Path(line.partition("file://")[2]) for line in _local_indexes()]
    with ExitStack() as stack:
        for place in shared:
            goal = root / str(place).lstrip("/")
            if place.is_dir():
                goal.mkdir(parents=True, exist_ok=True)
            else:
                goal.touch()
            bind = "--rbind" if place.is_dir() else "--bind"
            subprocess.run(["mount", bind, "--make-private", str(place), str(goal)], check=True)
            stack.callback(subprocess.run, ["umount", "-l", str(goal)], check=True)
        yield environment


def _local_indexes() -> list[str]:
    """Folders that this machine's pip looks into, each once."""
    command = ["python3", "-m", "pip", "config", "list"]
    shown = subprocess.run(command, check=False, capture_output=True, text=True).stdout
    return sorted({word.strip("'\"").removesuffix("/simple") for word in shown.split() if "file://" in word})
