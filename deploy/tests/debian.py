"""The way from inside a Debian root to the network and the registries that this machine uses."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path


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
