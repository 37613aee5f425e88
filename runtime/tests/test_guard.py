import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import asdict, replace
from pathlib import Path

from waiting import wait_until

from picopt_runtime import guard

ORDERS = guard.Orders(parent=os.getpid(), stop_signal=int(signal.SIGTERM), grace=2, user=-1, restart=False)


def start_guard(command: list[str], orders: guard.Orders = ORDERS) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-I", "-S", guard.__file__, json.dumps(asdict(orders)), *command])


def alive(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):  # the second: it ended while it was read
        return False
    return stat.rsplit(")", 1)[1].split()[0] != "Z"


def pids_in(path: Path, count: int) -> list[int]:
    wait_until(lambda: path.exists() and len(path.read_text().split()) == count)
    return [int(pid) for pid in path.read_text().split()]


def test_gives_the_exit_code_of_its_command():
    assert start_guard(["sh", "-c", "exit 7"]).wait(60) == 7


def test_tells_which_signal_ended_its_command():
    assert start_guard(["sh", "-c", "kill -KILL $$"]).wait(60) == 128 + signal.SIGKILL


def test_a_command_that_does_not_exist_is_said():
    assert start_guard(["/no/such/program"]).wait(60) == 127


def test_stopping_ends_processes_that_left_the_group(tmp_path):
    notes = tmp_path / "pids"
    script = f"setsid sh -c 'echo $$ >> {notes}; sleep 100' & echo $$ >> {notes}; sleep 100"
    process = start_guard(["sh", "-c", script])
    pids = pids_in(notes, 2)
    process.terminate()
    process.wait(60)
    assert not [pid for pid in pids if alive(pid)]


def test_a_command_that_ignores_the_stop_signal_is_killed_after_the_grace_time(tmp_path):
    notes = tmp_path / "pids"
    ignoring = f"trap '' TERM; echo $$ > {notes}; while true; do sleep 0.1; done"
    process = start_guard(["sh", "-c", ignoring], replace(ORDERS, grace=0.5))
    (pid,) = pids_in(notes, 1)
    started = time.monotonic()
    process.terminate()
    process.wait(60)
    assert time.monotonic() - started > 0.4
    assert not alive(pid)


def test_nothing_outlives_a_parent_that_is_killed(tmp_path):
    notes = tmp_path / "pids"
    script = tmp_path / "parent.py"
    script.write_text(
        "import sys, time\n"
        "from pathlib import Path\n"
        "from picopt_standalone.processes import Server, running\n"
        f"command = ['sh', '-c', 'echo $$ >> {notes}; (setsid sleep 100 & echo $! >> {notes}; wait)']\n"
        f"with running(Server(name='x', command=command, log=Path('{tmp_path}/log')), lambda: True):\n"
        "    time.sleep(100)\n"
    )
    parent = subprocess.Popen([sys.executable, script])
    pids = pids_in(notes, 2)
    parent.kill()
    parent.wait(60)
    wait_until(lambda: not any(alive(pid) for pid in pids))


def test_a_command_that_ends_by_itself_is_started_again(tmp_path):
    notes = tmp_path / "pids"
    command = ["sh", "-c", f"echo $$ >> {notes}; sleep {guard.BROKEN_BEFORE + 0.2}"]
    process = start_guard(command, replace(ORDERS, restart=True))
    first, second = pids_in(notes, 2)
    assert first != second
    process.terminate()
    process.wait(60)
    assert not alive(second)


def test_a_command_that_is_broken_is_not_started_again():
    assert start_guard(["sh", "-c", "exit 3"], replace(ORDERS, restart=True)).wait(60) == 3


def test_a_guard_whose_parent_is_gone_starts_nothing(tmp_path):
    process = start_guard(["touch", str(tmp_path / "started")], replace(ORDERS, parent=1))
    assert process.wait(60) == 1
    assert not (tmp_path / "started").exists()
