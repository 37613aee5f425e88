"""Starting and stopping: what a person is told when it fails, who is stopped how, what is waited for."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from picopt_standalone import cli
from picopt_standalone.processes import (
    Server,
    StartError,
    answers,
    free_port,
    last_lines,
    run_command,
    run_quietly,
    running,
    shortened,
    tenants,
    wait_until,
)


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("", 10, ""),
        ("0123456789", 10, "0123456789"),
        ("0123456789a", 10, "01234\n  [...]\n6789a"),
        ("a" * 100, 4, "aa\n  [...]\naa"),
    ],
)
def test_a_long_text_is_told_by_its_ends(text, limit, short):
    assert shortened(text, limit) == short


def test_the_end_of_a_log_is_told_with_its_place(tmp_path):
    log = tmp_path / "x.log"
    assert last_lines(log) == f"  (log: {log})"
    log.write_text("\n".join(map(str, range(30))))
    assert last_lines(log, 3) == f"  27\n  28\n  29\n  (log: {log})"
    assert len(last_lines(log).splitlines()) == 21


def test_a_log_in_any_encoding_can_be_told(tmp_path):
    (tmp_path / "x.log").write_bytes(b"caf\xe9\n\xff")
    assert "caf" in last_lines(tmp_path / "x.log")


@pytest.mark.parametrize(
    ("script", "code"), [("exit 0", 0), ("exit 7", 7), ("kill -TERM $$", 143), ("kill -KILL $$", 137)]
)
def test_a_command_ends_with_its_own_code_or_the_signals(script, code):
    assert run_command(["sh", "-c", script], {}) == code


def test_a_command_sees_our_environment_and_what_is_added(monkeypatch):
    monkeypatch.setenv("OURS", "1")
    assert run_command(["sh", "-c", 'test "$OURS$ADDED" = 12'], {"ADDED": "2"}) == 0
    assert "ADDED" not in os.environ


def test_a_set_up_command_gives_its_output_and_takes_paths(tmp_path):
    (tmp_path / "file").touch()
    assert run_quietly(["ls", tmp_path], what="listing") == "file\n"
    assert (
        run_quietly(["sh", "-c", "pwd; echo $A"], what="x", folder=tmp_path, environment={"A": "b"})
        == f"{tmp_path}\nb\n"
    )


def test_a_set_up_command_that_says_too_much_is_shortened():
    with pytest.raises(StartError) as failed:
        run_quietly([sys.executable, "-c", "print('x' * 100_000); raise SystemExit(3)"], what="counting")
    assert "counting failed (exit code 3)" in str(failed.value)
    assert len(str(failed.value)) < 4000


def test_a_server_that_does_not_want_to_stop_is_killed_with_its_children(tmp_path):
    note = tmp_path / "pids"
    script = f"trap '' TERM; sleep 600 & echo $$ $! > {note}; wait; wait"
    server = Server(name="Stubborn", command=["sh", "-c", script], log=tmp_path / "log", grace=0.2)
    with running(server, lambda: note.exists() and len(note.read_text().split()) == 2):
        pids = note.read_text().split()
    assert not any(Path(f"/proc/{pid}").exists() for pid in pids)


def test_a_server_is_asked_to_stop_by_the_signal_that_it_wants(tmp_path):
    note = tmp_path / "note"
    # Not a shell's trap: where the tests run in the background, SIGINT is ignored, and a shell cannot undo that.
    script = f"""
import pathlib, signal, sys, time
def stop(*_):
    pathlib.Path({str(note)!r}).write_text("fast")
    sys.exit()
signal.signal(signal.SIGINT, stop)
pathlib.Path({str(tmp_path / "ready")!r}).touch()
while True:
    time.sleep(60)
"""
    python = [sys.executable, "-c", script]
    server = Server(name="Fast", command=python, log=tmp_path / "log", stop_signal=signal.SIGINT)
    with running(server, (tmp_path / "ready").exists):
        pass
    assert note.read_text() == "fast"


def test_a_program_that_is_not_there_says_so(tmp_path):
    server = Server(name="Nothing", command=["/nowhere/server"], log=tmp_path / "deep" / "log")
    with (
        pytest.raises(StartError, match=r"exit code 127:\n  cannot start /nowhere/server"),
        running(server, lambda: False),
    ):
        pass


def test_a_server_that_is_ready_at_once_is_not_waited_for(tmp_path):
    server = Server(name="x", command=["true"], log=tmp_path / "log")
    process = subprocess.Popen(["true"])
    process.wait()
    wait_until(lambda: True, server, process, timeout=0)


def test_an_error_inside_the_block_stops_the_server_too(tmp_path):
    server = Server(name="x", command=["sleep", "600"], log=tmp_path / "log", folder=tmp_path)
    with pytest.raises(KeyError), running(server, lambda: bool(tenants(tmp_path))):
        raise KeyError
    assert tenants(tmp_path) == []


def test_a_server_appends_to_its_log_in_its_folder_with_its_environment(tmp_path):
    log = tmp_path / "log"
    log.write_text("before\n")
    server = Server(
        name="x", command=["sh", "-c", "pwd; echo $A; sleep 600"], log=log, folder=tmp_path, environment={"A": "b"}
    )
    with running(server, lambda: log.read_text().count("\n") == 3):
        assert log.read_text() == f"before\n{tmp_path}\nb\n"


def test_ports():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert answers("127.0.0.1", port)
        assert free_port(port) != port
    assert not answers("127.0.0.1", port)
    assert 1024 <= free_port() <= 65_535


@pytest.mark.parametrize(
    ("arguments", "options"),
    [
        (
            ["site", "--", "true"],
            {"wp": "7.1", "name": "default", "host": "127.0.0.1", "fresh": False, "command": ["true"]},
        ),
        (
            ["site", "--wp", "6.5", "--name", "a", "--host", "localhost", "--fresh", "--", "wp", "--version"],
            {"wp": "6.5", "name": "a", "host": "localhost", "fresh": True, "command": ["wp", "--version"]},
        ),
        (
            ["stack", "--", "true"],
            {"name": "default", "credits": 50, "workers": 1, "fresh": False, "command": ["true"]},
        ),
        (
            ["stack", "--credits", "7", "--workers", "3", "--", "a", "-b"],
            {"credits": 7, "workers": 3, "command": ["a", "-b"]},
        ),
    ],
)
def test_the_command_line(arguments, options):
    parsed = vars(cli.parser().parse_args(arguments))
    assert {name: parsed[name] for name in options} == options


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["site"],
        ["stack"],
        ["site", "--wp", "5.0", "--", "x"],
        ["site", "--host", "example.org", "--", "x"],
        ["stack", "--credits", "many", "--", "x"],
        ["stack", "--credits", "-7", "--", "x"],
        ["stack", "--workers", "-1", "--", "x"],
        ["fly"],
    ],
)
def test_a_command_line_that_means_nothing_is_explained(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        cli.parser().parse_args(arguments)
    assert ended.value.code == 2
    assert "usage: picopt" in capsys.readouterr().err


@pytest.mark.parametrize("what", ["site", "stack"])
@pytest.mark.parametrize("name", ["../x", "/x", ".", "", "a b"])
def test_a_name_that_could_lead_elsewhere_is_refused(monkeypatch, capsys, what, name):
    monkeypatch.setattr(cli, "stop_when_told", lambda: None)
    assert cli.main([what, "--name", name, "--fresh", "--", "true"]) == 1
    assert capsys.readouterr().err == f"picopt: a {what}'s name may hold letters, digits, - and _, not {name!r}\n"


@pytest.mark.parametrize(
    ("outcome", "code", "said"),
    [(StartError("no room"), 1, "picopt: no room\n"), (KeyboardInterrupt(), 130, ""), (None, 5, "")],
)
def test_how_a_command_ends(monkeypatch, capsys, outcome, code, said):
    def run(_options):
        if outcome:
            raise outcome
        return 5

    monkeypatch.setattr(cli, "run_site", run)
    monkeypatch.setattr(cli, "stop_when_told", lambda: None)
    assert cli.main(["site", "--", "true"]) == code
    assert capsys.readouterr().err == said


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_being_told_to_stop_leaves_by_an_exception(tmp_path, number):
    script = (
        "import os, signal\n"
        "from picopt_standalone.cli import stop_when_told\n"
        "stop_when_told()\n"
        "try:\n"
        f"    os.kill(os.getpid(), {int(number)}); signal.pause()\n"
        "finally:\n"
        "    print('cleaned up')\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (128 + number, "cleaned up\n")
