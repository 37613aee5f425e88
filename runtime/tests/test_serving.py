"""The server that platform and gateway share."""

import os
import signal
import socket
import subprocess
import sys
import time

import pytest

SLOW_TO_LOAD = """
import pathlib, time
pathlib.Path("loading").touch()
time.sleep(600)

def app(environ, start_response):
    start_response("204 No Content", [])
    return []
"""
SERVE = """
from picopt_runtime.serving import Serving, serve
serve(Serving(target="slow_to_load:app", host="127.0.0.1", port={port}, threads=1, idle_seconds=1))
"""


@pytest.fixture
def starting(tmp_path):
    """A server whose application is being loaded."""
    (tmp_path / "slow_to_load.py").write_text(SLOW_TO_LOAD)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with subprocess.Popen(
        [sys.executable, "-c", SERVE.format(port=port)], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(tmp_path)},
        start_new_session=True,
    ) as process:  # fmt: skip
        deadline = time.monotonic() + 60
        while not (tmp_path / "loading").exists():
            assert time.monotonic() < deadline
            time.sleep(0.02)
        yield process
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)


def test_one_that_is_just_starting_can_be_stopped(starting):
    starting.terminate()
    starting.wait(timeout=15)  # less than requests under way are given; the application would take ten minutes
