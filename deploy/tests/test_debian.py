"""What a run binds into its Debian root is gone with it, however it ends."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.deep
BIND_AND_WAIT = """
import sys
from pathlib import Path
from debian import connected, keep_mounts_to_ourselves
keep_mounts_to_ourselves()
with connected(Path(sys.argv[1])):
    print("bound", flush=True)
    sys.stdin.read()
"""


def test_a_run_that_is_killed_leaves_nothing_of_this_machine_in_its_root(tmp_path: Path):
    for name in ("tmp", "etc"):
        (tmp_path / name).mkdir()
    command = [sys.executable, "-c", BIND_AND_WAIT, str(tmp_path)]
    with subprocess.Popen(command, cwd=Path(__file__).parent, stdin=-1, stdout=-1, text=True) as run:
        assert run.stdout
        assert run.stdout.readline() == "bound\n"
        assert str(tmp_path) in Path(f"/proc/{run.pid}/mounts").read_text()
        run.kill()
    assert str(tmp_path) not in Path("/proc/self/mounts").read_text()
    assert list((tmp_path / "dev").iterdir()) == []
    assert list((tmp_path / "proc").iterdir()) == []
