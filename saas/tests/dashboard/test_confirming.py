"""A browser that was left open is not enough for what matters: the password is asked for again (G6)."""

import pytest
from django.urls import reverse

from picopt_saas.accounts.models import Account, ApiKey

pytestmark = pytest.mark.acceptance("G6")
KEY = {"site_url": "https://example.com", "scopes": ["read"]}


@pytest.fixture
def left_open(client, user):
    """Signed in long ago."""
    client.force_login(user)
    return client


@pytest.mark.parametrize(
    ("address", "form"),
    [
        ("/keys", KEY),
        ("/members/invite", {"email": "bob@example.com"}),
        ("/members/remove", {"member": "1"}),
        ("/members/close", {"name": "ann@example.com"}),
    ],
)
def test_the_password_is_asked_for_first(left_open, account, mailoutbox, address, form):
    answer = left_open.post(address, form)
    assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert not ApiKey.objects.exists()
    assert Account.objects.get(pk=account.pk).closed_at is None
    assert mailoutbox == []


def test_what_was_sent_goes_on_after_the_password(left_open, account):
    asked = left_open.post("/keys", KEY).headers["Location"]
    assert "next=%2Fkeys" in asked
    wrong = left_open.post(asked, {"password": "not-it"})
    assert "po_live_" not in wrong.content.decode()
    assert "po_live_" in left_open.post(asked, {"password": "a-long-password-1"}).content.decode()
    assert ApiKey.objects.get().account == account


def test_looking_asks_for_nothing(left_open):
    for address in ("/keys", "/members", "/plan"):
        assert left_open.get(address).status_code == 200


def test_who_has_just_signed_in_is_not_asked(ann):
    assert "po_live_" in ann.post("/keys", KEY).content.decode()
