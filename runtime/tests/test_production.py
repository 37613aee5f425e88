import pytest

from picopt_runtime.production import DEVELOPMENT_SECRET, is_this_machine, what_is_wrong_with


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost:8000",
        "https://LOCALHOST.",
        "http://app.localhost",
        "http://127.0.0.1:9",
        "http://127.8.9.1",
        "http://[::1]:8000",
    ],
)
def test_this_machine(url):
    assert is_this_machine(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com",
        "http://10.0.0.1",
        "http://192.168.1.5:8000",
        "http://localhost.example.com",
        "http://0.0.0.0",
    ],
)
def test_the_world(url):
    assert not is_this_machine(url)


@pytest.mark.parametrize("secret", ["", "short", "x" * 31, DEVELOPMENT_SECRET, "change-me-" + "x" * 40])
def test_what_everybody_can_guess_is_no_secret(secret):
    assert what_is_wrong_with(secret)


def test_a_random_value_is_one():
    assert not what_is_wrong_with("hIzOA0Umj4fEwWqRzPpXK7bVJ3yLdQ9t")
