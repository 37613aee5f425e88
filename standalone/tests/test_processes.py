import os
import socket
import subprocess
import sys

import pytest

from picopt_standalone.processes import (
    Server,
    StartError,
    answers,
    free_port,
    free_ports,
    run_command,
    run_quietly,
    running,
    tenants,
    wait_for_tenants,
)


def never():
    return False


def test_a_server_that_ends_at_once_shows_its_log(tmp_path):
    server = Server(name="The thing", command=["sh", "-c", "echo no such table; exit 4"], log=tmp_path / "log")
    with pytest.raises(StartError, match=r"The thing ended with exit code 4:\n  no such table"), running(server, never):
        pass


def test_a_server_that_does_not_get_ready_shows_its_log(tmp_path):
    server = Server(name="The thing", command=["sh", "-c", "echo thinking; sleep 50"], log=tmp_path / "log")
    with pytest.raises(StartError, match=r"not ready after 0 s:\n  thinking"), running(server, never, timeout=0.3):
        pass


def test_a_server_listens_inside_the_block_only(tmp_path):
    port = free_port()
    command = [sys.executable, "-m", "http.server", "--bind", "127.0.0.1", str(port)]
    with running(Server(name="web", command=command, log=tmp_path / "log"), lambda: answers("127.0.0.1", port)):
        assert answers("127.0.0.1", port)
    assert not answers("127.0.0.1", port)


def test_the_wanted_port_is_given_when_it_is_free():
    port = free_port()
    assert free_port(port) == port


def test_ports_that_are_chosen_together_are_never_the_same():
    port = free_port()
    found = free_ports(port, port, 0, 0)
    assert found[0] == port
    assert len(set(found)) == 4


def test_another_port_is_given_when_the_wanted_one_is_taken():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert free_port(taken.getsockname()[1]) != taken.getsockname()[1]


def test_a_command_gets_the_environment_and_gives_its_exit_code():
    assert run_command(["sh", "-c", 'exit "$WANTED"'], {"WANTED": "9"}) == 9


def test_a_set_up_command_that_fails_says_all():
    with pytest.raises(StartError, match=r"counting failed \(exit code 2\):\none\ntwo\n"):
        run_quietly(["sh", "-c", "echo one; echo two >&2; exit 2"], what="counting")


def test_who_works_in_a_folder_is_found(tmp_path):
    sleeper = subprocess.Popen(["sleep", "50"], cwd=tmp_path)
    try:
        assert tenants(tmp_path) == [sleeper.pid]
        with pytest.raises(StartError, match=str(sleeper.pid)):
            wait_for_tenants(tmp_path, timeout=0.1)
    finally:
        sleeper.kill()
        sleeper.wait()
    wait_for_tenants(tmp_path)
    assert os.getpid() not in tenants(tmp_path)
