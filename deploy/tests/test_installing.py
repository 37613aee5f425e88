"""Debian packages come in while the server updates itself, and what is wrong is said at once."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

INSTALL = Path(__file__).parents[1] / "install-packages"
SECONDS = 2
HOLD = """
import fcntl, sys, time
with open(sys.argv[1], "a") as lock:
    fcntl.lockf(lock, fcntl.LOCK_EX)
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


@pytest.fixture
def apt(tmp_path: Path) -> dict[str, str]:
    """The environment of an apt with folders of its own, where one package is installed and no archive is known."""
    status = "Package: picopt-here\nStatus: install ok installed\nArchitecture: all\nVersion: 1\nMaintainer: us\n"
    for name in ("dpkg", "lists/partial", "cache/archives/partial", "log"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "dpkg/status").write_text(status)
    config = tmp_path / "apt.conf"
    places = {
        "State": tmp_path, "State::lists": tmp_path / "lists", "State::status": tmp_path / "dpkg/status",
        "Cache": tmp_path / "cache", "Log": tmp_path / "log", "Etc::sourcelist": "/dev/null",
        "Etc::sourceparts": "/dev/null",
    }  # fmt: skip
    config.write_text("".join(f'Dir::{name} "{place}";\n' for name, place in places.items()))
    return {"APT_CONFIG": str(config), "PATH": "/usr/bin:/bin:/usr/sbin:/sbin"}


def install(apt: dict[str, str], name: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([INSTALL, name], env=apt, check=False, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize("lock", ["lists/lock", "dpkg/lock-frontend", "dpkg/lock"])
def test_whoever_has_a_lock_is_waited_for(apt: dict[str, str], tmp_path: Path, lock: str):
    with subprocess.Popen([sys.executable, "-c", HOLD, tmp_path / lock, str(SECONDS)], stdout=-1, text=True) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        began = time.monotonic()
        done = install(apt, "picopt-here")
        assert (done.returncode, done.stderr) == (0, "")
        assert time.monotonic() - began > SECONDS / 2


def test_a_package_that_there_is_not_is_said_at_once(apt: dict[str, str]):
    done = install(apt, "picopt-nowhere")
    assert done.returncode == 1
    assert "Unable to locate package picopt-nowhere" in done.stderr
