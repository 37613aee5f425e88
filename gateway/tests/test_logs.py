"""Log lines: none is lost, none is torn, none shows a secret, and a reader that is gone stops nobody."""

import io
import json
import os
import subprocess
import sys
import threading

import pytest
from waiting import wait_until

from picopt_gateway.logs import Lines, hide_secrets


@pytest.fixture
def file():
    return io.StringIO()


def test_lines_of_many_threads_come_whole_and_each_threads_in_order(file):
    lines = Lines(file)

    def write(name):
        for number in range(200):
            lines.info(f"{name} {number}")

    threads = [threading.Thread(target=write, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lines.flush()
    written = [line.split() for line in file.getvalue().splitlines()]
    assert len(written) == 800
    for name in "abcd":
        assert [int(number) for who, number in written if who == name] == list(range(200))


def test_a_line_is_written_without_anybody_asking_for_it(file):
    Lines(file).warning("soon")
    wait_until(lambda: file.getvalue() == "soon\n", file.getvalue)


def test_a_reader_that_is_gone_stops_nobody(file):
    lines = Lines(file)
    file.close()
    lines.info("to nobody")
    lines.flush()
    lines.error("to nobody either")
    lines.flush()


def test_what_a_process_says_last_is_written_when_it_ends_also_in_a_child():
    program = """
import multiprocessing, structlog
from picopt_gateway.logs import configure_logging
def say(who):
    configure_logging("INFO")
    structlog.get_logger().info("last words", who=who, key="po_live_" + "a" * 32)
if __name__ == "__main__":
    child = multiprocessing.get_context("fork").Process(target=say, args=("child",))
    child.start()
    child.join()
    say("parent")
"""
    done = subprocess.run(
        [sys.executable, "-c", program], env={**os.environ}, capture_output=True, text=True, check=True
    )
    said = [json.loads(line) for line in done.stderr.splitlines()]
    assert [line["who"] for line in said] == ["child", "parent"]
    assert {line["key"] for line in said} == {"[hidden]"}


@pytest.mark.parametrize("secret", ["po_live_abcd1234", "po_test_x_y-z", "eyJhbGciOi.eyJhdWQi.c2lnbmF0dXJl"])
def test_a_secret_is_blanked_wherever_it_stands(secret):
    event = hide_secrets(None, "info", {"event": f"with {secret} in it", "number": 1})
    assert event == {"event": "with [hidden] in it", "number": 1}
