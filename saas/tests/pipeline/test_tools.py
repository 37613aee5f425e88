"""The children that do the heavy work: they die with their parent, and a broken pool is replaced."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from picopt_contract.reasons import ReasonCode
from picopt_imaging import ImagingError, Plan
from picopt_saas.pipeline.describing import TextPool
from picopt_saas.pipeline.errors import HandedBack, ItemFailed
from picopt_saas.pipeline.interrupt import interruptible
from picopt_saas.worker import toolbox
from picopt_vision import Context, Settings


def test_work_goes_on_from_threads_that_come_and_go(tmp_path, picture):
    """Children belong to the thread that started them; a worker's threads are short-lived."""
    source = tmp_path / "picture"
    source.write_bytes(picture)
    outcomes = []

    def work(number):
        out = tmp_path / str(number)
        out.mkdir()
        outcomes.append(toolbox.tools().imaging.optimize(source, Plan(preset="low"), out).outcome)

    for number in range(3):
        thread = threading.Thread(target=work, args=[number])
        thread.start()
        thread.join()
    assert outcomes == ["optimized"] * 3


def test_a_broken_pool_is_replaced(tmp_path, picture):
    first = toolbox.tools()
    first.imaging.close()
    assert toolbox.tools() is not first
    source, out = tmp_path / "picture", tmp_path / "out"
    source.write_bytes(picture)
    out.mkdir()
    assert toolbox.tools().imaging.optimize(source, Plan(preset="low"), out).files


def test_work_is_left_as_soon_as_the_worker_must_stop():
    never = threading.Event()
    stop = threading.Event()
    threading.Timer(0.3, stop.set).start()
    with pytest.raises(HandedBack):
        interruptible(lambda: never.wait(20), stop.is_set)


def test_what_work_raises_is_raised():
    def broken():
        raise ImagingError("truncated", "cut off")

    with pytest.raises(ImagingError, match="cut off"):
        interruptible(broken, lambda: False)


def test_what_the_library_refuses_in_a_child_ends_the_item(tmp_path):
    damaged = tmp_path / "photo.jpg"
    damaged.write_bytes(b"no image at all")
    pool = TextPool(workers=1)
    try:
        with pytest.raises(ItemFailed) as ended:
            pool.describe(damaged, Context(), Settings())
    finally:
        pool.close()
    assert (type(ended.value), ended.value.code) == (ItemFailed, ReasonCode.UNSUPPORTED_MEDIA)
    assert ended.value.message == "This is not an image in a format that can be read."


CHILDREN = """
import os, signal, subprocess
import django; django.setup()
from picopt_saas.pipeline.describing import TextPool
pool = TextPool(workers=1)
try:
    pool.describe("/nowhere", None, None)
except Exception:
    pass
subprocess.run(["pgrep", "-P", str(os.getpid())])
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_children_end_with_a_killed_parent(eventually):
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "picopt_saas.settings"}
    done = subprocess.run(
        [sys.executable, "-c", CHILDREN], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    children = done.stdout.split()
    assert children
    eventually(lambda: not any(Path(f"/proc/{pid}").exists() for pid in children))
