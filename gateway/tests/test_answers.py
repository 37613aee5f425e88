"""How answers reach the server: what is whole at once, what streams piece by piece, and nothing where none belongs."""

import pytest
from werkzeug.test import EnvironBuilder

from picopt_gateway.answers import Answer


def given(answer, method="GET"):
    """What the server gets, and the headers beside it."""
    told = {}
    body = answer(EnvironBuilder(method=method).get_environ(), lambda _status, headers: told.update(headers))
    return body, told


def test_what_is_whole_is_a_list_that_is_closed_by_nobody():
    body, headers = given(Answer("grüß", content_type="text/plain"))
    assert body == ["grüß".encode()]
    assert headers["Content-Length"] == "6"


def test_where_an_answer_leads_is_told_in_letters_that_a_header_takes():
    _, headers = given(Answer(b"there", 303, {"Location": "/grüß"}))
    assert headers["Location"] == "/gr%C3%BC%C3%9F"


def test_the_length_of_what_was_put_together_piece_by_piece_is_told():
    body, headers = given(Answer([b"ab", b"c"]))
    assert (body, headers["Content-Length"]) == ([b"ab", b"c"], "3")


def test_what_streams_stays_an_iterator():
    closed = []
    answer = Answer(piece for piece in (b"a", b"b"))
    answer.call_on_close(lambda: closed.append(True))
    body, headers = given(answer)
    assert not isinstance(body, list)
    assert (list(body), "Content-Length" in headers) == ([b"a", b"b"], False)
    body.close()
    assert closed == [True]


def test_who_waits_for_the_end_of_a_whole_answer_is_told():
    closed = []
    answer = Answer(b"whole")
    answer.call_on_close(lambda: closed.append(True))
    body, _ = given(answer)
    assert list(body) == [b"whole"]
    body.close()
    assert closed == [True]


@pytest.mark.parametrize(("method", "status"), [("HEAD", 200), ("GET", 204), ("GET", 304)])
def test_where_no_body_belongs_there_is_none(method, status):
    body, _ = given(Answer(b"not sent", status), method)
    assert list(body) == []


def test_every_answer_of_the_gateway_is_one(client, platform, auth, example):
    platform.on("GET", "/internal/v1/account", 200, example("Account.demo"))
    app = client.application
    for path in ("/v1/account", "/health/live", "/docs", "/v1/openapi.json", "/nowhere", "/v1/jobs"):
        environ = EnvironBuilder(path, headers=auth).get_environ()
        assert isinstance(app.wsgi_app(environ, lambda *_: None), list), path
