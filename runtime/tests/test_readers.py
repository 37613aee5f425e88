"""Work that other threads do for a request."""

import threading
from contextvars import ContextVar

import pytest

from picopt_runtime.readers import Readers, Reading


def test_work_is_done_elsewhere_in_the_callers_context() -> None:
    whose = ContextVar("whose")
    whose.set("this request's")
    reading = Reading(lambda: (threading.current_thread().name, whose.get()))
    Readers(2).start(reading)
    assert reading.wait(10)() == ("body", "this request's")


@pytest.mark.parametrize("error", [ValueError("wrong"), TimeoutError("of its own"), SystemExit(3)])
def test_what_work_raises_is_raised_where_it_is_waited_for(error: BaseException) -> None:
    def fail() -> None:
        raise error

    readers, reading, next_one = Readers(1), Reading(fail), Reading(lambda: "still there")
    readers.start(reading)
    with pytest.raises(type(error), match=str(error)):
        reading.wait(10)()
    readers.start(next_one)
    assert next_one.wait(10)() == "still there"


def test_who_waits_is_told_when_it_takes_longer() -> None:
    go_on = threading.Event()
    reading = Reading(go_on.wait)
    Readers(1).start(reading)
    assert reading.wait(0.01) is None
    go_on.set()
    assert reading.wait(10)() is True


def test_there_are_no_more_threads_than_work_and_never_more_than_allowed() -> None:
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
