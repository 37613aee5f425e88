import json
import re
from urllib.parse import unquote

import pytest
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from picopt_saas.accounts import keys
from picopt_saas.accounts.mail.events import note_site
from picopt_saas.accounts.members import account_of, create_verified_user, open_account
from picopt_saas.accounts.models import Account, ApiKey, AuditEntry, Membership, SentMail, Site, User
from picopt_saas.accounts.sites import add_site
from picopt_saas.billing import ledger
from picopt_saas.billing.free_credits import give_free_credits
from picopt_saas.billing.ledger.proof import prove
from picopt_saas.billing.models import FreeGrant, Grant, Subscription, Transfer, Wallet
from picopt_saas.dashboard import exporting
from picopt_saas.jobs.models import Item, Job, ReceiptRecord


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
    assert ann.session["account"] == account.pk


def exported(ann):
    return json.loads(ann.get("/members/export").getvalue())


def test_the_export_is_whole_however_much_there_is(ann, account, monkeypatch):
    monkeypatch.setattr(exporting, "_AT_ONCE", 2)
    job = Job.objects.create(account=account, pipeline="export", settings={"analysis": {"brand": "Ours"}})
    for position in range(5):
        item = Item.objects.create(
            account=account, job=job, position=position, reference=f"1:{position}", sha256="0" * 64, price={},
            picture={"context": {"page_title": "Our lighthouse"}},
        )  # fmt: skip
    ReceiptRecord.objects.create(item=item, outcome="applied", reason="It fits")
    data = exported(ann)
    assert {image["reference"] for image in data["images"]} == {f"1:{position}" for position in range(5)}
    assert len(data["images"]) == 5
    assert data["images"][0]["picture"]["context"]["page_title"] == "Our lighthouse"
    assert data["jobs"][0]["settings"]["analysis"]["brand"] == "Ours"
    assert data["receipts"][0]["reason"] == "It fits"
    assert data["originals"] == []
    other = open_account(create_verified_user("carol@example.com", "another-password-4"))
    assert job.pk not in "".join(exporting.write_export(other))


def test_the_export_holds_everything_but_secrets(ann, account):
    _, secret = keys.create_key(add_site(account, "https://example.com"))
    ledger.grant(account, 5, reference="g", expires_at=None)
    data = exported(ann)
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
    (asked,) = ProcrastinateJob.objects.filter(task_name="forget_account")
    assert asked.args == {"account_id": account.pk}


def test_of_a_closed_account_no_name_of_a_site_stays_and_its_domain_brings_nothing_again(ann, account, bob):
    site = add_site(account, "https://shop.example.com")
    key, _ = keys.create_key(site)
    assert give_free_credits(account, site)
    note_site(key, "WordPress/6.9; https://copy.example.com")
    assert SentMail.objects.filter(event__contains="copy.example.com").exists()
    ann.post("/members/close", {"name": account.name})
    for model in (Site, ApiKey, Grant, FreeGrant, Transfer, Wallet, AuditEntry, SentMail, Account):
        assert "example.com" not in str(list(model.objects.values())), model
    other = account_of(bob)
    assert not give_free_credits(other, add_site(other, "https://www.example.com"))
    assert give_free_credits(other, add_site(other, "https://example.org"))
    assert prove()[0].faults == ()


@pytest.mark.parametrize("renews", [True, False])
def test_an_account_with_a_plan_is_closed_only_when_that_was_canceled(ann, account, renews):
    Subscription.objects.create(
        account=account, plan="pro", provider="bank", provider_id="s", period_ends_at=timezone.now(),
        told_at=timezone.now(), renews=renews,
    )  # fmt: skip
    ann.post("/members/close", {"name": account.name})
    assert (Account.objects.get(pk=account.pk).closed_at is None) == renews
    assert ProcrastinateJob.objects.filter(task_name="forget_account").exists() != renews


def test_invitations_are_limited(ann, account, mailoutbox):
    for number in range(22):
        ann.post("/members/invite", {"email": f"p{number}@example.com"})
    assert len(mailoutbox) == 20
