import json
import re
from urllib.parse import unquote

import pytest
from django.test import Client

from picopt_saas.accounts import keys
from picopt_saas.accounts.members import account_of, create_verified_user, open_account
from picopt_saas.accounts.models import Account, AuditEntry, Membership, User
from picopt_saas.accounts.sites import add_site
from picopt_saas.billing import ledger
from picopt_saas.billing.ledger.proof import prove


@pytest.fixture
def bob(db):
    return create_verified_user("bob@example.com", "another-password-2")


def invitation(ann, mailoutbox, email="bob@example.com"):
    ann.post("/members/invite", {"email": email})
    return re.search(r"invitation=(\S+)", mailoutbox[-1].body)[1]


def test_an_invited_person_joins_and_works_in_the_account(ann, account, bob, client, mailoutbox):
    add_site(account, "https://shared.example")
    token = unquote(invitation(ann, mailoutbox))
    client.force_login(bob)
    client.post("/members/join", {"invitation": token})
    assert Membership.objects.filter(account=account, user=bob, role="member").exists()
    assert "shared.example" in client.get("/").content.decode()


def test_who_was_taken_out_comes_back_only_by_a_new_invitation(ann, account, bob, client, mailoutbox):
    def join(token):
        browser.post("/members/join", {"invitation": token})
        return Membership.objects.filter(account=account, user=bob).exists()

    browser = Client()
    browser.force_login(bob)
    old = unquote(invitation(ann, mailoutbox))
    assert join(old)
    ann.post("/members/remove", {"member": bob.pk})
    assert not join(old)
    assert join(unquote(invitation(ann, mailoutbox)))


@pytest.mark.parametrize("number", ["²", "9" * 5_000, "-1", "", "x", "٣"])
def test_a_member_that_is_none_is_nobody(ann, account, number):
    assert ann.post("/members/remove", {"member": number}).status_code == 302
    assert Membership.objects.filter(account=account).count() == 1


def test_an_invitation_is_for_its_address_only(ann, account, client, mailoutbox):
    token = unquote(invitation(ann, mailoutbox, "carol@example.com"))
    client.force_login(create_verified_user("eve@example.com", "another-password-3"))
    client.post("/members/join", {"invitation": token})
    assert not Membership.objects.filter(account=account, user__email="eve@example.com").exists()


def test_a_member_cannot_invite_remove_or_close(account, user, bob, client):
    Membership.objects.create(account=account, user=bob, role=Membership.Role.MEMBER)
    client.force_login(bob)
    client.post("/members/invite", {"email": "x@example.com"})
    client.post("/members/remove", {"member": user.pk})
    client.post("/members/close", {"name": account.name})
    account.refresh_from_db()
    assert account.closed_at is None
    assert Membership.objects.filter(account=account).count() == 2


def test_the_last_owner_stays(ann, account, user):
    ann.post("/members/remove", {"member": user.pk})
    assert Membership.objects.filter(account=account, user=user).exists()


def test_a_person_switches_only_among_their_own_accounts(ann, user, account, bob):
    second = open_account(user, name="Second")
    stranger = account_of(bob)
    ann.post("/members/switch", {"account": second.pk})
    assert "Second" in ann.get("/members").content.decode()
    ann.post("/members/switch", {"account": stranger.pk})
    assert stranger.pk not in ann.get("/members").content.decode()


def test_the_export_holds_everything_but_secrets(ann, account):
    _, secret = keys.create_key(add_site(account, "https://example.com"))
    ledger.grant(account, 5, reference="g", expires_at=None)
    data = json.loads(ann.get("/members/export").content)
    assert data["credits"]["available"] == 5
    assert data["sites"][0]["url"] == "https://example.com"
    text = json.dumps(data)
    assert secret not in text
    assert keys.hash_key(secret) not in text


def test_closing_deletes_the_person_and_keeps_the_ledger(ann, account, user):
    key, secret = keys.create_key(add_site(account, "https://example.com"))
    ledger.grant(account, 5, reference="g", expires_at=None)
    ann.post("/members/close", {"name": "wrong"})
    assert keys.find_key(keys.hash_key(secret))
    assert ann.post("/members/close", {"name": account.name}).status_code == 200
    assert keys.find_key(key.sha256) is None
    assert not User.objects.filter(pk=user.pk).exists()
    closed = Account.objects.get(pk=account.pk)
    assert (closed.name, ledger.balance(closed).granted) == ("closed", 5)
    kept = str(list(AuditEntry.objects.values())) + str(list(closed.sites.values()))
    assert "example.com" not in kept
    assert prove()[0].faults == ()


def test_invitations_are_limited(ann, account, mailoutbox):
    for number in range(22):
        ann.post("/members/invite", {"email": f"p{number}@example.com"})
    assert len(mailoutbox) == 20
