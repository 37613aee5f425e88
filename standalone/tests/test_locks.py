import subprocess
import sys

from picopt_standalone.locks import exclusive


def test_the_second_holder_waits_and_says_for_whom(tmp_path):
    lock = tmp_path / "lock"
    script = f"""
from pathlib import Path
from picopt_standalone.locks import exclusive
with exclusive(Path({str(lock)!r}), "the site x"):
    print("got it")
"""
    with exclusive(lock, "the site x"):
        second = subprocess.Popen(
            [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert second.stderr is not None
        assert second.stderr.readline().startswith("waiting for the site x, in use by process ")
        assert second.poll() is None
    out, _ = second.communicate(timeout=10)
    assert out == "got it\n"


def test_a_lock_is_free_again_after_its_holder_was_killed(tmp_path):
    lock = tmp_path / "lock"
    script = f"""
import time
from pathlib import Path
from picopt_standalone.locks import exclusive
with exclusive(Path({str(lock)!r}), "x"):
    print("got it", flush=True)
    time.sleep(100)
"""
    holder = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE)
    assert holder.stdout is not None
    holder.stdout.readline()
    holder.kill()
    holder.communicate()
    with exclusive(lock, "x"):
        pass
