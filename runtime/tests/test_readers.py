"""Work that other threads do for a request."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
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


@contextmanager
def no_thread_to_be_had() -> Iterator[None]:
    """A stack that no machine has room for: the system refuses it as it does where a limit is reached."""
    before = threading.stack_size(2**46)
    try:
        yield
    finally:
        threading.stack_size(before)


def test_a_moment_without_threads_costs_its_request_only() -> None:
    readers, next_one = Readers(1), Reading(lambda: "still there")
    with no_thread_to_be_had(), pytest.raises(RuntimeError, match="thread"):
        readers.start(Reading(lambda: "never done"))
    readers.start(next_one)
    assert next_one.wait(10)() == "still there"


def test_where_no_more_threads_are_to_be_had_those_that_are_there_do_it() -> None:
    readers, go_on = Readers(2), threading.Event()
    slow, waits, both = Reading(go_on.wait), Reading(lambda: "in turn"), threading.Barrier(3)
    readers.start(slow)
    with no_thread_to_be_had():
        readers.start(waits)
    go_on.set()
    assert waits.wait(10)() == "in turn"
    for reading in [Reading(lambda: both.wait(10)) for _ in range(2)]:
        readers.start(reading)
    both.wait(10)
