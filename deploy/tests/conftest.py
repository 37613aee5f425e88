"""A bare Debian root, and the sources as a checkout has them."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from debian import keep_mounts_to_ourselves
from server import ports_to_itself

TOP = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def debian(tmp_path_factory) -> Path:
    """Debian 12 as `debian:bookworm-slim` has it, with an init system's tools; made once, never changed."""
    assert os.geteuid() == 0, "changing root needs root"
    assert shutil.which("debootstrap"), "run tools/setup-deploy first"
    keep_mounts_to_ourselves()
    if made := os.environ.get("PICOPT_DEBIAN_ROOT"):  # one that is there already
        return Path(made)
    root = tmp_path_factory.mktemp("debian") / "base"
    subprocess.run(["debootstrap", "--variant=minbase", "--include=systemd", "bookworm", root], check=True)
    return root


@pytest.fixture(scope="session")
def sources(tmp_path_factory) -> Path:
    """What is under version control, as a checkout or a build context has it, without what `.dockerignore` names."""
    folder = tmp_path_factory.mktemp("sources")
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listing, cwd=TOP, check=True, capture_output=True).stdout
    left_out = [line.strip("*/") for line in (TOP / ".dockerignore").read_text().splitlines()]
    for name in names.decode().split("\0"):
        if name and name.partition("/")[0] not in left_out and (TOP / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(TOP / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def ports() -> Iterator[None]:
    """The ports of a server, for one module's."""
    with ports_to_itself():
        yield
