"""Clients that send forms slowly, or never to their end (G4)."""

import io
import threading

import pytest

from picopt_saas.bodies import BodiesInTime

pytestmark = pytest.mark.acceptance("G4")
FORM = b"login=ann"


class Stalled(io.RawIOBase):
    """A body whose end does not come before `goes_on` is set."""

    def __init__(self):
        self.asked, self.goes_on = threading.Event(), threading.Event()

    def read(self, _size=-1):
        self.asked.set()
        self.goes_on.wait(30)
        return FORM


def environ(stream, *, path="/account/login/", length=9):
    return {"PATH_INFO": path, "CONTENT_LENGTH": str(length), "wsgi.input": stream}


def ask(application, given):
    """The status, and the answer."""
    said = []
    body = b"".join(application(given, lambda status, headers: said.extend((status, dict(headers)))))
    return (said[0], said[1], body)


def echo(given, start_response):
    start_response("200 OK", [])
    return [given["wsgi.input"].read()]


@pytest.fixture
def platform():
    """One that waits longer than a busy machine takes."""
    return BodiesInTime(echo, threads=4, longest=1000, seconds=30)


def test_a_body_that_is_there_is_passed_on(platform):
    assert ask(platform, environ(io.BytesIO(FORM))) == ("200 OK", {}, FORM)


def test_who_stalls_is_told_and_the_connection_ends():
    stream, impatient = Stalled(), BodiesInTime(echo, threads=4, longest=1000, seconds=0.05)
    status, headers, _ = ask(impatient, environ(stream))
    assert status.startswith("408")
    assert headers["Connection"] == "close"
    stream.goes_on.set()


def test_a_slow_body_is_waited_for(platform):
    stream, answers = Stalled(), []
    asking = threading.Thread(target=lambda: answers.append(ask(platform, environ(stream))))
    asking.start()
    assert stream.asked.wait(30)
    assert not answers
    stream.goes_on.set()
    asking.join()
    assert answers == [("200 OK", {}, FORM)]


def test_a_quarter_of_the_threads_wait_and_nobody_else_does(platform):
    first, second, answers = Stalled(), Stalled(), []
    waiting = threading.Thread(target=lambda: answers.append(ask(platform, environ(first))))
    waiting.start()
    while platform._places._value:
        assert waiting.is_alive()
    assert ask(platform, environ(second))[0].startswith("503")
    assert ask(platform, environ(io.BytesIO(FORM)))[0] == "200 OK"
    first.goes_on.set()
    second.goes_on.set()
    waiting.join()
    assert answers == [("200 OK", {}, FORM)]


AS_IT_COMES = pytest.mark.parametrize(
    "given", [{"path": "/internal/v1/images/x"}, {"length": 1001}], ids=["from the gateway", "too long"]
)


@AS_IT_COMES
def test_what_comes_from_the_gateway_and_what_is_too_long_is_not_waited_for(given):
    asked, stream = [], Stalled()
    untouched = BodiesInTime(lambda *_: asked.append(stream.asked.is_set()) or [], threads=4, longest=1000)
    untouched(environ(stream, **given), None)
    assert asked == [False]
    assert not stream.asked.is_set()


@pytest.mark.parametrize("length", ["0", "x", ""])
def test_what_has_no_length_is_left_alone(length):
    seen, stream = [], Stalled()
    untouched = BodiesInTime(lambda environ, _: seen.append(environ["wsgi.input"]) or [], threads=4, longest=1000)
    untouched(environ(stream, length=length), None)
    assert seen == [stream]


def refuse(_given, start_response):
    start_response("409 Conflict", [])
    return [b"no"]


@AS_IT_COMES
def test_an_answer_before_the_end_of_a_body_takes_the_rest_away(given):
    body = io.BytesIO(bytes(given.get("length", 9)))
    early = BodiesInTime(refuse, threads=4, longest=1000)
    assert ask(early, environ(body, **given)) == ("409 Conflict", {}, b"no")
    assert body.read() == b""


def test_an_answer_before_the_end_of_a_stalled_body_ends_the_connection():
    stream, early = Stalled(), BodiesInTime(refuse, threads=4, longest=1000, seconds=0.05)
    given = environ(stream, path="/internal/v1/images/x")
    assert ask(early, given) == ("409 Conflict", {"Connection": "close"}, b"no")
    stream.goes_on.set()


def test_a_connection_that_breaks_is_a_body_that_ends_early(platform):
    class Broken(io.RawIOBase):
        def read(self, _size=-1):
            raise ConnectionResetError

    assert ask(platform, environ(Broken())) == ("200 OK", {}, b"")
