"""What is asked for in the moment in which the account is closed names nobody afterwards."""

from threading import Event

import pytest
from django.db import transaction
from django.urls import reverse
from together import at_once

from picopt_saas.accounts import members
from picopt_saas.accounts.connect import ExpiredError, begin, confirm
from picopt_saas.accounts.models import ApiKey, AuditEntry, Membership, Site
from picopt_saas.billing.connecting import collect_key
from picopt_saas.billing.models import FreeGrant
from picopt_saas.dashboard.closing import close_account

pytestmark = pytest.mark.django_db(transaction=True)
CHALLENGE, VERIFIER = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"


@pytest.fixture
def bob(db):
    """A person who is known here whatever becomes of Ann's account."""
    bob = members.create_verified_user("bob@example.com", "a-long-password-2")
    members.open_account(bob)
    return bob


def while_it_is_closed(account, act):
    """What `act` returned or raised; it began after the closing and before that was committed."""
    is_closing, has_begun = Event(), Event()

    def closing():
        with transaction.atomic():
            close_account(account)
            is_closing.set()
            has_begun.wait(30)
            has_begun.clear()
            has_begun.wait(0.5)  # `act` waits for us by then

    def acting():
        is_closing.wait(30)
        has_begun.set()
        return act()

    closed, answer = at_once(closing, acting)
    assert closed is None
    kept = [list(model.objects.filter(account=account).values()) for model in (Site, ApiKey, AuditEntry, FreeGrant)]
    assert "example" not in str(kept)
    assert not Membership.objects.filter(account=account).exists()
    assert not ApiKey.objects.filter(deleted_at=None).exists()
    return answer


def test_a_site_collects_no_key(account, bob):
    wish, device_code = begin("https://shop.example.com", CHALLENGE)
    assert confirm(wish, account, bob)
    answer = while_it_is_closed(account, lambda: collect_key(device_code, VERIFIER, "https://shop.example.com"))
    assert isinstance(answer, ExpiredError)


def test_nobody_is_invited(account, user, bob):
    members.join(members.invite(account, bob.email, user=user), bob)
    answer = while_it_is_closed(account, lambda: members.invite(account, "eve@example.com", user=bob))
    assert isinstance(answer, members.MembershipError)


def test_nobody_joins(account, user, bob):
    token = members.invite(account, bob.email, user=user)
    answer = while_it_is_closed(account, lambda: members.join(token, bob))
    assert isinstance(answer, members.MembershipError)


def test_no_key_is_made(client, account, user, bob):
    members.join(members.invite(account, bob.email, user=user), bob)
    client.post(reverse("account_login"), {"login": bob.email, "password": "a-long-password-2"})
    client.post("/members/switch", {"account": account.pk})
    form = {"site_url": "https://shop.example.com", "scopes": ["read"], "name": "x"}
    while_it_is_closed(account, lambda: client.post("/keys", form))
