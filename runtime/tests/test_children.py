"""Work in children: answers and errors come back, and whatever ends a child costs one piece of work."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from loaded_in_a_child import held_back, in_a_moment
from waiting import wait_until

from picopt_runtime.children import ChildEndedError, ChildPool


@pytest.fixture
def make_pool():
    made = []

    def _make(*, tasks_each=100):
        # Something that only a prepared child can tell.
        pool = ChildPool("tests", workers=1, tasks_each=tasks_each, prepare=os.umask, prepare_with=(0o31,))
        made.append(pool)
        return pool

    yield _make
    for pool in made:
        pool.close()


def test_a_prepared_child_answers(make_pool):
    assert make_pool().run(os.umask, 0o31, seconds=30) == 0o31


def test_what_is_raised_there_is_raised_here(make_pool):
    with pytest.raises(ValueError, match="invalid literal"):
        make_pool().run(int, "seven", seconds=30)


@pytest.mark.parametrize(("how", "code"), [((os._exit, 3), 3), ((os._exit, 0), 70), ((os.abort,), -signal.SIGABRT)])
def test_a_child_that_ends_is_told_and_the_next_one_works(make_pool, how, code):
    pool = make_pool()
    with pytest.raises(ChildEndedError) as caught:
        pool.run(in_a_moment, *how, seconds=30)
    assert caught.value.code == code
    assert pool.run(abs, -1, seconds=30) == 1


def test_what_takes_too_long_is_ended(make_pool):
    pool = make_pool()
    child = pool.run(os.getpid, seconds=30)
    with pytest.raises(TimeoutError):
        pool.run(time.sleep, 600, seconds=1)
    assert pool.run(os.getpid, seconds=30) != child


def test_children_are_replaced_after_their_share_of_work(make_pool):
    pool = make_pool(tasks_each=1)
    assert pool.run(os.getpid, seconds=30) != pool.run(os.getpid, seconds=30)


def test_ctrl_c_does_not_meet_a_child_that_is_still_loading():
    """It would tell at length where it was; once it is ready, it ignores Ctrl-C."""
    pool = ChildPool("tests", workers=1, tasks_each=1, prepare=held_back)
    try:
        for _ in range(2):  # the first child starts multiprocessing's tracker, which lets all signals through
            while_loading, when_ready, then = pool.run(held_back, seconds=30)
            assert signal.SIGINT in while_loading
            assert signal.SIGINT not in when_ready
            assert then == signal.SIG_IGN
    finally:
        pool.close()
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def test_a_closed_pool_takes_nothing(make_pool):
    pool = make_pool()
    assert pool.active
    pool.close()
    assert not pool.active
    with pytest.raises(RuntimeError):
        pool.run(abs, -1, seconds=30)


def test_children_end_with_a_killed_parent(tmp_path):
    script = tmp_path / "parent.py"
    script.write_text(
        textwrap.dedent("""
        import os, signal
        from picopt_runtime.children import ChildPool
        if __name__ == "__main__":
            pool = ChildPool("tests", workers=1, tasks_each=9, prepare=abs, prepare_with=(1,))
            print(pool.run(os.getpid, seconds=30), flush=True)
            os.kill(os.getpid(), signal.SIGKILL)
        """)
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL
    child = int(done.stdout)
    wait_until(lambda: not _is_alive(child), "the child outlives its parent")


def _is_alive(process):
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
