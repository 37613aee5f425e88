"""Whatever code a request says its text is in, nobody decodes it with another than UTF-8."""

import subprocess
import sys

import pytest
from django.core.wsgi import get_wsgi_application
from django.test import RequestFactory

from picopt_saas.content_type import in_utf8

FORM = "application/x-www-form-urlencoded"
PARTS = "multipart/form-data; boundary=x"
# What the server loads has settings of its own for the whole process.
SERVED = """
from picopt_saas.served import application
stated = {"CONTENT_TYPE": "text/plain; charset=punycode", "PATH_INFO": "/", "REQUEST_METHOD": "POST"}
application(stated, lambda status, headers: print(status))
"""


def status(stated):
    said = []

    def pages(_environ, start_response):
        start_response("200 OK", [])
        return [b""]

    list(in_utf8(pages)({"CONTENT_TYPE": stated} if stated else {}, lambda line, _headers: said.append(line)))
    return int(said[0][:3])


@pytest.mark.parametrize(
    "stated",
    [
        *("", "application/json", FORM, f"{FORM}; charset=utf-8", f'{FORM};charset="UTF-8"', f"{FORM}; charset=utf8"),
        *(PARTS, f"{PARTS}; charset=utf-8", "multipart/form-data; charset = UTF-8 ; boundary=x", "a/b; c; d=="),
    ],
)
def test_what_browsers_and_providers_send_is_taken(stated):
    assert status(stated) == 200


@pytest.mark.parametrize(
    "stated",
    [
        *(f"{FORM}; charset={code}" for code in ("punycode", "utf-16", "zlib", "idna", "utf-8-sig", "utf-7", "")),
        f"{FORM}; charset=utf-8; charset=punycode",
        f"{PARTS}; CHARSET=punycode",
        f'{PARTS}; charset="pun\\ycode"',
        f"{PARTS}; charset*=utf-8''punycode",
        f"{PARTS}; charset*0=puny; charset*1=code",
        "multipart/form-data; boundary*=punycode''x-a",
        f"{PARTS}; x={'a' * 300}",
    ],
)
def test_another_code_is_refused(stated):
    assert status(stated) == 415


@pytest.mark.django_db
@pytest.mark.parametrize("stated", ["text/plain; charset=utf-8", "multipart/form-data; charset=UTF-8; boundary=x"])
def test_a_query_of_too_many_parts_is_told_so_wherever_it_is_read(stated):
    said = []
    environ = RequestFactory().get("/privacy?" + "a&" * 1_001, HTTP_HOST="localhost:8000").environ
    list(in_utf8(get_wsgi_application())(environ | {"CONTENT_TYPE": stated}, lambda line, *_: said.append(line)))
    assert said == ["400 Bad Request"]


def test_the_platform_is_served_behind_it():
    answered = subprocess.run([sys.executable, "-c", SERVED], check=True, capture_output=True, text=True)
    assert answered.stdout == "415 Unsupported Media Type\n"
