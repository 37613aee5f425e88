"""What is said of an upload before its body is looked at."""

import pytest

from picopt_contract.errors import ErrorCode
from picopt_contract.limits import LIMITS
from picopt_gateway.places import Places

ADDRESS = "/v1/images/" + "0" * 64
PART, WHOLE = LIMITS.upload_part_bytes, LIMITS.upload_bytes


@pytest.fixture
def put(client, platform, auth):
    """Sends a body and what is said of it; the problem's code, or "" when the platform was asked."""
    platform.on("PUT", f"/internal{ADDRESS}", 201, {})

    def send(body, content_range=None, length=None):
        headers = {**auth, **({"Content-Range": content_range} if content_range else {})}
        stated = {"CONTENT_LENGTH": str(len(body) if length is None else length)}
        answer = client.put(ADDRESS, data=body, headers=headers, environ_overrides=stated)
        assert (answer.status_code == 201) == bool(platform.calls(f"/internal{ADDRESS}"))
        return "" if answer.status_code == 201 else answer.json["code"]

    return send


@pytest.mark.parametrize(
    "content_range", [None, "bytes 0-0/1", "bytes 0-0/9", "bytes 8-8/9", f"bytes 0-0/{WHOLE}", f"bytes 7-7/{WHOLE}"]
)
def test_a_body_of_one_byte_is_taken(put, content_range):
    assert put(b"x", content_range) == ""


@pytest.mark.parametrize(
    "content_range",
    [
        "bytes 9-9/9",  # behind the end
        "bytes 0-1/9",  # more than there is
        "bytes 1-0/9",
        "bytes 0-0/0",
        "bytes 0-0/*",
        "bytes */9",
        "bytes=0-0/9",
        "bytes 0-0",
        "octets 0-0/9",
        "bytes -1-0/9",
        "bytes 0-0/9, 1-1/9",
        "bytes 0-0/9\t",
        f"bytes 0-0/{10**15}",
    ],
)
def test_a_range_that_cannot_be_is_refused(put, content_range):
    assert put(b"x", content_range) == ErrorCode.VALIDATION


def test_an_empty_body_is_refused(put):
    assert put(b"") == ErrorCode.VALIDATION


@pytest.mark.parametrize(
    ("content_range", "length", "code"),
    [
        (f"bytes 0-{PART}/{WHOLE}", PART + 1, ErrorCode.TOO_LARGE),
        (f"bytes 0-{PART - 1}/{WHOLE + 1}", PART, ErrorCode.TOO_LARGE),
        (None, WHOLE + 1, ErrorCode.TOO_LARGE),
        # As large as may be: then its body is looked for, and there is none.
        (f"bytes 0-{PART - 1}/{WHOLE}", PART, ErrorCode.VALIDATION),
        (None, WHOLE, ErrorCode.VALIDATION),
    ],
)
def test_what_is_too_large_is_refused_before_a_byte_is_read(put, content_range, length, code):
    assert put(b"", content_range, length) == code


def test_one_caller_has_half_of_the_places_at_most():
    places = Places(12)
    assert [places.try_enter("one") for _ in range(7)] == [True] * 6 + [False]
