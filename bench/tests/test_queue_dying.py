"""Workers that are killed, where one of them does not come up again."""

import subprocess
import threading

import psycopg
import pytest

from picopt_bench.queue import dying
from picopt_standalone.postgres import temporary_postgres

QUEUE = """
CREATE TABLE procrastinate_workers (id serial);
CREATE TABLE procrastinate_jobs (worker_id integer, status text);
"""


def test_a_worker_that_does_not_come_up_is_told_of_and_none_is_left(monkeypatch):
    monkeypatch.setattr(dying, "_PAUSE", (0.0, 0.0))
    started, failed = [], threading.Event()
    with temporary_postgres() as url, psycopg.connect(url, autocommit=True) as database:
        database.execute(QUEUE)

        def start():
            command = ["sleep", "600"] if len(started) < 2 else ["false"]
            started.append(subprocess.Popen(command, start_new_session=True))
            if command == ["false"]:
                started[-1].wait()
                failed.set()
            else:
                database.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
            return started[-1]

        def work_is_waited_for():
            with dying.workers_that_die(start, url, seed=1):
                assert failed.wait(60)
                raise TimeoutError

        with pytest.raises(RuntimeError, match="a worker ended with 1") as caught:
            work_is_waited_for()
    assert isinstance(caught.value.__context__, TimeoutError)
    assert [process.poll() is not None for process in started] == [True] * 3
