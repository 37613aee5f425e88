"""Guessing passwords, from one address, from many, behind proxies, at several processes (G6)."""

import os
import subprocess
import sys
import time
from types import SimpleNamespace

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from picopt_saas.accounts import signing_in
from picopt_saas.accounts.members import create_verified_user

pytestmark = [pytest.mark.django_db, pytest.mark.acceptance("G6")]
PASSWORD = "a-long-password-1"
TOO_MANY = "Too many failed"


@pytest.fixture(autouse=True)
def ann():
    return create_verified_user("ann@example.com", PASSWORD)


@pytest.fixture
def proxy(settings):
    """One reverse proxy in front, which adds the address that it saw."""
    settings.PICOPT = settings.PICOPT.model_copy(update={"trusted_proxies": 1})


def attempt(password, *, address="198.51.100.1", account="ann@example.com", claimed=""):
    forwarded = ", ".join(filter(None, (claimed, address)))
    answer = Client().post(
        reverse("account_login"), {"login": account, "password": password}, headers={"X-Forwarded-For": forwarded}
    )
    return "in" if answer.status_code == 302 else "limited" if TOO_MANY in answer.content.decode() else "wrong"


@pytest.mark.usefixtures("proxy")
def test_who_guesses_is_limited_and_nobody_else_behind_the_same_proxy():
    create_verified_user("bob@example.com", PASSWORD)
    tries = [attempt(f"wrong-{number}") for number in range(10)]
    assert tries == ["wrong"] * 5 + ["limited"] * 5
    assert attempt(PASSWORD) == "limited", "not even with the right one, from there"
    assert attempt(PASSWORD, address="203.0.113.9") == "in", "the owner, from elsewhere"
    assert attempt(PASSWORD, account="bob@example.com") == "in", "somebody else, from the same address"


@pytest.mark.usefixtures("proxy")
def test_an_address_that_a_client_claims_changes_nothing():
    tries = [attempt(f"wrong-{number}", claimed=f"192.0.2.{number}") for number in range(6)]
    assert tries[-1] == "limited"


@pytest.mark.usefixtures("proxy")
def test_who_has_a_network_of_ipv6_is_one_guesser():
    tries = [attempt(f"wrong-{number}", address=f"2001:db8:7:7::{number}") for number in range(6)]
    assert tries == ["wrong"] * 5 + ["limited"]
    assert attempt(PASSWORD, address="2001:db8:7:8::1") == "in"


def test_without_a_proxy_no_header_is_believed():
    tries = [attempt(f"wrong-{number}", address=f"192.0.2.{number}") for number in range(6)]
    assert tries[-1] == "limited"


@pytest.mark.usefixtures("proxy")
def test_an_account_that_is_guessed_at_from_everywhere_is_slowed_and_never_locked(monkeypatch):
    waits = []
    monkeypatch.setattr(signing_in, "time", SimpleNamespace(sleep=waits.append))  # of no other thread
    for number in range(45):
        assert attempt("wrong", address=f"198.51.100.{number}") == "wrong"
    assert attempt(PASSWORD, address="203.0.113.9") == "in"
    assert waits[0] == 0.25
    assert waits == sorted(waits)
    assert max(waits) <= 2.0


@pytest.mark.usefixtures("proxy")
def test_one_address_cannot_try_all_accounts():
    tries = [attempt("wrong", account=f"person-{number}@example.com") for number in range(31)]
    assert tries == ["wrong"] * 30 + ["limited"]


@pytest.mark.usefixtures("proxy")
def test_sign_ups_are_limited_by_the_real_address():
    def sign_up(number, address):
        person = {"email": f"new-{number}@example.com", "password1": PASSWORD + "x", "password2": PASSWORD + "x"}
        return Client().post(reverse("account_signup"), person, headers={"X-Forwarded-For": address})

    refused = [sign_up(number, "198.51.100.1") for number in range(21)][-1]
    assert refused.status_code == 429
    page = refused.content.decode()
    assert "Wait a few minutes, then try again." in page
    assert page.count("<h1>") == page.count("</main>") == 1, "a page of ours"
    assert sign_up(99, "203.0.113.9").status_code == 302


OTHER_PROCESS = """
import django; django.setup()
from django.test import Client
for number in range(3):
    answer = Client(headers={"host": "localhost"}).post(
        "/account/login/", {"login": "ann@example.com", "password": f"other-{number}"}
    )
    assert answer.status_code == 200, answer
"""


@pytest.mark.django_db(transaction=True)
def test_processes_count_together(settings, database_url):
    settings.CACHES = {"default": settings.CACHES["shared"]}
    environment = {"DJANGO_SETTINGS_MODULE": "picopt_saas.settings", "DATABASE_URL": database_url}
    subprocess.run([sys.executable, "-c", OTHER_PROCESS], env={**os.environ, **environment}, check=True)
    address = {"REMOTE_ADDR": "127.0.0.1"}
    answers = [
        Client(**address).post(reverse("account_login"), {"login": "ann@example.com", "password": f"wrong-{number}"})
        for number in range(3)
    ]
    assert [TOO_MANY in answer.content.decode() for answer in answers] == [False, False, True]
    caches["default"].clear()


@pytest.mark.usefixtures("proxy")
def test_nobodys_mailbox_is_filled_with_links_from_everywhere(mailoutbox, monkeypatch):
    now = time.time()
    for minute in range(5):
        monkeypatch.setattr(time, "time", lambda: now + 70 * minute)  # noqa: B023 -- used in this turn only
        for number in range(4):
            forwarded = {"X-Forwarded-For": f"198.51.100.{10 * minute + number}"}
            Client().post(reverse("account_reset_password"), {"email": "ann@example.com"}, headers=forwarded)
    assert len(mailoutbox) == 5
