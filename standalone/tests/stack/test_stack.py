"""The service as it runs for users: real database, platform, worker and gateway."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import urllib3
from waiting import wait_until

from picopt_standalone.stack import Stack

# In the normal suite the gateway's own tests (`gateway/tests/real`) and the browser's run on such a stack.
pytestmark = pytest.mark.deep


@pytest.fixture(scope="module")
def stack():
    with Stack("pytest", fresh=True, credits=7) as running:
        yield running


def ask(stack: Stack, path: str, key: str | None = None) -> urllib3.BaseHTTPResponse:
    headers = {"Authorization": f"Bearer {key or stack.account.api_key}"}
    return urllib3.request("GET", f"{stack.url}{path}", headers=headers, timeout=30, retries=False)


def test_the_account_has_what_it_was_granted(stack):
    answer = ask(stack, "/v1/account")
    assert answer.status == 200, answer.data
    assert answer.json()["credits"]["available"] == 7


def test_a_key_that_is_not_known_is_refused(stack):
    assert ask(stack, "/v1/account", "po_live_" + "x" * 43).status == 401


def test_the_ledger_proves_itself(stack):
    (proof,) = json.loads(stack.manage("ledger", "verify", "--json").splitlines()[-1])
    assert (proof["granted"], proof["available"], proof["faults"]) == (7, 7, [])


def test_the_log_in_of_the_account_is_told(stack):
    assert "@" in stack.account.email
    assert stack.account.password


def test_secrets_are_for_our_eyes_only(stack):
    assert (stack.folder / "addresses.json").stat().st_mode & 0o777 == 0o600


def test_a_second_run_has_the_same_account_key_and_credits():
    with Stack("pytest-kept", fresh=True, credits=5) as first:
        account, url = first.account, first.url
    with Stack("pytest-kept", credits=5) as second:
        assert (second.account, second.url) == (account, url)
        assert ask(second, "/v1/account").json()["credits"]["available"] == 5
    with Stack("pytest-kept", credits=9) as third:
        assert ask(third, "/v1/account").json()["credits"]["available"] == 9


START = """
import time
from picopt_standalone.stack import Stack
with Stack("pytest-killed", fresh=True) as stack:
    print("ready", flush=True)
    time.sleep(300)
"""


def servers_of(parent: int) -> list[int]:
    """The guards below a process, and everything below them."""
    found, left = [], [parent]
    while left:
        pid = left.pop()
        try:
            children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        except OSError:
            continue
        found += map(int, children)
        left += map(int, children)
    return found


def test_nothing_is_left_when_the_supervisor_is_killed():
    supervisor = subprocess.Popen([sys.executable, "-c", START], stdout=subprocess.PIPE, env=os.environ)
    assert supervisor.stdout is not None
    assert supervisor.stdout.readline() == b"ready\n"
    pids = servers_of(supervisor.pid)
    assert len(pids) >= 8, "guards of PostgreSQL, platform, worker, gateway, and what they guard"
    supervisor.send_signal(signal.SIGKILL)
    supervisor.communicate()
    wait_until(
        lambda: not any(Path(f"/proc/{pid}").exists() for pid in pids),
        lambda: [Path(f"/proc/{p}/cmdline").read_text() for p in pids if Path(f"/proc/{p}").exists()],
    )


def test_a_worker_that_ends_is_started_again():
    others = workers()
    with Stack("pytest-worker", fresh=True) as stack:
        (worker,) = workers() - others
        time.sleep(4)  # who ends sooner is broken, not unlucky
        os.kill(worker, signal.SIGKILL)
        wait_until(lambda: workers() - others - {worker}, "no new worker")
        assert ask(stack, "/health/ready").status == 200


def workers() -> set[int]:
    return {pid for pid in servers_of(os.getpid()) if is_worker(pid)}


def is_worker(pid: int) -> bool:
    try:
        words = Path(f"/proc/{pid}/cmdline").read_text().split("\0")
    except OSError:
        return False
    return "procrastinate" in words and not any(word.endswith("guard.py") for word in words)
