"""Reading a request's body on another thread."""

import io
import threading
from contextlib import nullcontext
from contextvars import ContextVar
from itertools import accumulate

import pytest

from picopt_gateway.pace import Pace
from picopt_gateway.readers import Readers, Reading
from picopt_gateway.request_body import RequestBody


def test_work_is_done_elsewhere_in_the_callers_context():
    whose = ContextVar("whose")
    whose.set("this request's")
    reading = Reading(lambda: (threading.current_thread().name, whose.get()))
    Readers(2).start(reading)
    assert reading.wait(10)() == ("body", "this request's")


@pytest.mark.parametrize("error", [ValueError("wrong"), TimeoutError("of its own"), SystemExit(3)])
def test_what_work_raises_is_raised_where_it_is_waited_for(error):
    def fail():
        raise error

    readers, reading, next_one = Readers(1), Reading(fail), Reading(lambda: "still there")
    readers.start(reading)
    with pytest.raises(type(error), match=str(error)):
        reading.wait(10)()
    readers.start(next_one)
    assert next_one.wait(10)() == "still there"


def test_who_waits_is_told_when_it_takes_longer():
    go_on = threading.Event()
    reading = Reading(go_on.wait)
    Readers(1).start(reading)
    assert reading.wait(0.01) is None
    go_on.set()
    assert reading.wait(10)() is True


def test_there_are_no_more_threads_than_work_and_never_more_than_allowed():
    readers, all_here, at_work = Readers(3), threading.Barrier(4), []
    for _ in range(5):
        quick = Reading(lambda: threading.current_thread().ident)
        readers.start(quick)
        at_work.append(quick.wait(10)())
    assert len(set(at_work)) <= 2, "one after the other needs one thread, or two in the moment between them"
    slow = [Reading(lambda: all_here.wait(10)) for _ in range(3)]
    fourth = Reading(lambda: "later")
    for reading in (*slow, fourth):
        readers.start(reading)
    assert fourth.wait(0.05) is None, "three are at work"
    all_here.wait(10)
    assert fourth.wait(10)() == "later"


def test_blocks_are_what_the_server_takes_in_and_fill_each_window_of_the_slowest_pace_exactly():
    asked = []

    class Stream(io.BytesIO):
        def read(self, size=-1):
            asked.append(size)
            return super().read(size)

    data = bytes(range(256)) * 4000  # 1,024,000 bytes
    pace = Pace(seconds=30, bytes=480_000)
    body = RequestBody(Stream(data), len(data), place=nullcontext, readers=Readers(1), pace=pace)
    assert body.use(body.read_all) == data
    assert body.received == sum(asked) == len(data)
    assert max(asked) == 128 * 1024
    assert {480_000, 960_000} <= set(accumulate(asked))
