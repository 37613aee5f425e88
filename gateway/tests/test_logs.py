"""Log lines: none is lost, none is torn, none shows a secret, and a reader that is gone stops nobody."""

import io
import json
import os
import subprocess
import sys
import threading

import pytest
import structlog
from waiting import wait_until

from picopt_gateway import logs
from picopt_gateway.logs import REQUEST_ID, Lines, configure_logging


@pytest.fixture
def file():
    return io.StringIO()


def test_lines_of_many_threads_come_whole_and_each_threads_in_order(file):
    lines = Lines(file)

    def write(name):
        for number in range(200):
            lines.info({"who": name, "number": number})

    threads = [threading.Thread(target=write, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lines.flush()
    written = [json.loads(line) for line in file.getvalue().splitlines()]
    assert len(written) == 800
    for name in "abcd":
        assert [line["number"] for line in written if line["who"] == name] == list(range(200))


def test_a_line_is_written_without_anybody_asking_for_it(file):
    Lines(file).warning({"event": "soon"})
    wait_until(lambda: file.getvalue() == '{"event": "soon"}\n', file.getvalue)


def test_nothing_that_was_said_is_missing_after_a_flush_whoever_was_about_to_write_it(monkeypatch):
    monkeypatch.setattr(logs, "_GATHER_SECONDS", 0)
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for number in range(500):
            file = io.StringIO()
            lines = Lines(file)
            lines.info({"number": number})
            lines.flush()
            assert file.getvalue() == f'{{"number": {number}}}\n'
    finally:
        sys.setswitchinterval(before)


def test_a_reader_that_is_gone_stops_nobody(file):
    lines = Lines(file)
    file.close()
    lines.info({"event": "to nobody"})
    lines.flush()
    lines.error({"event": "to nobody either"})
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
@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ({"event": "with {} in it", "number": 1}, {"event": "with [hidden] in it", "number": 1}),
        ({"event": "a", "exception": 'line\n{}\n"{}"'}, {"event": "a", "exception": 'line\n[hidden]\n"[hidden]"'}),
        ({"event": "a", "inside": {"list": ["{}"]}}, {"event": "a", "inside": {"list": ["[hidden]"]}}),
    ],
)
def test_a_secret_is_blanked_wherever_it_stands(file, secret, event, expected):
    lines = Lines(file)
    lines.info(json.loads(json.dumps(event).replace("{}", secret)))
    lines.flush()
    assert json.loads(file.getvalue()) == expected


def test_what_is_no_json_stops_no_other_line(file):
    lines = Lines(file)
    lines.info({"event": "odd", "what": object, b"key": 1})
    lines.info({"event": "next"})
    lines.flush()
    assert [json.loads(line)["event"] for line in file.getvalue().splitlines()] == ["odd", "next"]


def test_each_line_names_the_request_it_is_of(file, monkeypatch):
    monkeypatch.setattr(sys, "stderr", file)
    before = structlog.get_config()
    configure_logging("INFO")
    try:
        log = structlog.get_logger("named")

        def work(name):
            REQUEST_ID.set(name)
            log.info("done", which=name)

        threads = [threading.Thread(target=work, args=(f"req_{number}",)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        log.info("of none")
        structlog.get_config()["logger_factory"]().flush()
    finally:
        structlog.configure(**before)
    said = [json.loads(line) for line in file.getvalue().splitlines()]
    assert {line["request_id"] for line in said[:4]} == {"req_0", "req_1", "req_2", "req_3"}
    assert all(line["request_id"] == line["which"] for line in said[:4])
    assert "request_id" not in said[4]
    assert {line["level"] for line in said} == {"info"}
