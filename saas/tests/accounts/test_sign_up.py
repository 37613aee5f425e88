"""From nothing to the first key: address, confirmation, key."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from django.urls import reverse

from picopt_saas.accounts.models import ApiKey, User

pytestmark = pytest.mark.django_db
PERSON = {"email": "new@example.com", "password1": "a-good-long-one-7"}


def confirm(client, mail):
    code = re.search(r"^([A-Z]{4}-[A-Z]{4})$", mail.body, re.MULTILINE)[1]
    return client.post(reverse("account_email_verification_sent"), {"code": code}, follow=True)


def test_from_sign_up_to_the_first_key(client, mailoutbox):
    assert client.get(reverse("account_signup")).status_code == 200
    client.post(reverse("account_signup"), PERSON)
    assert client.get("/keys").status_code == 302, "nothing before the address is confirmed"
    confirm(client, mailoutbox[0])  # and is signed in: the password was typed once
    html = client.post("/keys", {"site_url": "https://example.com", "scopes": ["read"]}).content.decode()
    assert "po_live_" in html
    assert ApiKey.objects.get().account.wallet.available == 50, "with the free credits of a first site"


def test_a_code_of_somebody_elses_mail_opens_nothing(client, mailoutbox):
    client.post(reverse("account_signup"), PERSON)
    answer = confirm(Client(), mailoutbox[0])
    assert answer.request["PATH_INFO"] == reverse("account_login"), "another browser has to sign in"
    assert client.get("/keys").status_code == 302


def test_the_code_never_passes_a_second_factor(client, mailoutbox):
    client.post(reverse("account_signup"), PERSON)
    user = User.objects.get()
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    answer = confirm(client, mailoutbox[0])
    assert answer.request["PATH_INFO"] == reverse("mfa_authenticate")
    assert client.get("/keys").status_code == 302


def test_a_second_sign_up_does_not_tell_that_the_address_is_known(client, mailoutbox):
    first = client.post(reverse("account_signup"), PERSON)
    second = client.post(reverse("account_signup"), PERSON)
    assert (first.status_code, first.headers["Location"]) == (second.status_code, second.headers["Location"])
    assert User.objects.count() == 1


def test_nor_does_the_time_tell_it(monkeypatch):
    """What takes time is to hash a password: as often for a known address as for a new one."""
    hashed = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *given: hashed.append(given) or encode(*given))
    numbers = []
    for _ in range(2):
        Client().post(reverse("account_signup"), PERSON)
        numbers.append(len(hashed))
    assert numbers == [1, 2]


@pytest.mark.parametrize("password", ["short", "password1234", "new@example.com"])
def test_weak_passwords_are_refused(client, password):
    client.post(reverse("account_signup"), {**PERSON, "password1": password})
    assert not User.objects.exists()


def test_guessing_passwords_is_slowed_down(client):
    User.objects.create_user("ann@example.com", "a-long-password-1")
    attempts = [
        client.post(reverse("account_login"), {"login": "ann@example.com", "password": f"wrong-{number}"})
        for number in range(7)
    ]
    assert "Too many failed" in attempts[-1].content.decode()


@pytest.mark.parametrize("name", ["account_login", "account_signup", "account_reset_password"])
def test_the_doors_keep_the_policy(client, name):
    answer = client.get(reverse(name))
    html = answer.content.decode()
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert not re.search(r"<script(?![^>]*(src=|application/json))", html)
    assert " style=" not in html
