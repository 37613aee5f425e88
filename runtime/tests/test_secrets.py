"""What is no secret, and what is no address of this machine, told in words that an operator understands."""

import pytest

from picopt_runtime.process import HonestProcess
from picopt_runtime.production import SHORTEST_SECRET, is_this_machine, what_is_wrong_with


@pytest.mark.parametrize("length", [0, 1, SHORTEST_SECRET - 1])
def test_a_short_secret_says_how_long_it_is(length: int) -> None:
    assert what_is_wrong_with("x" * length) == f"it has {length} characters, and at least 32 random ones are needed"


def test_32_characters_are_enough() -> None:
    assert what_is_wrong_with("x" * SHORTEST_SECRET) == ""


@pytest.mark.parametrize(
    "word", ["development-only", "change-me", "ChangeMe", "CHANGE_ME", "replace-me", "insecure", "example"]
)
def test_a_placeholder_is_no_secret_wherever_it_stands(word: str) -> None:
    for secret in (word + "x" * 40, "x" * 40 + word, "x" * 20 + word + "x" * 20):
        assert what_is_wrong_with(secret) == "this value is published; make one of your own"


@pytest.mark.parametrize(
    "url", ["", "localhost", "/path", "http://", "http:///x", "not a url", "http://localhost.", "HTTP://LocalHost"]
)
def test_only_a_host_is_a_machine(url: str) -> None:
    assert is_this_machine(url) is ("://localhost" in url.lower())


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost@evil.test/",
        "http://127.0.0.1.evil.test/",
        "http://evil.test/#localhost",
        "http://evil.test?localhost",
        "http://mylocalhost/",
        "http://[::2]/",
        "http://169.254.1.1/",
    ],
)
def test_an_address_that_only_mentions_this_machine_is_elsewhere(url: str) -> None:
    assert not is_this_machine(url)


@pytest.mark.parametrize(
    "url", ["http://user:secret@localhost/", "http://[::1]:8/", "http://127.255.255.254", "ws://app.dev.localhost"]
)
def test_this_machine_in_any_spelling(url: str) -> None:
    assert is_this_machine(url)


@pytest.mark.parametrize(("code", "shown"), [(None, None), (0, 70), (77, 0), (1, 1), (-9, -9), (137, 137)])
def test_a_childs_exit_code_tells_the_orderly_end_from_all_others(
    monkeypatch: pytest.MonkeyPatch, code: int | None, shown: int | None
) -> None:
    monkeypatch.setattr("multiprocessing.process.BaseProcess.exitcode", property(lambda _self: code))
    assert HonestProcess().exitcode == shown
