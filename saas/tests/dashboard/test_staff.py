import re

import pytest
from django.contrib.admin.utils import quote
from together import at_once

from picopt_saas.accounts.keys import create_key
from picopt_saas.accounts.models import AuditEntry, User
from picopt_saas.accounts.sites import add_site
from picopt_saas.billing import ledger
from picopt_saas.billing.models import Transfer
from picopt_saas.jobs.models import ReceiptRecord


@pytest.fixture
def staff(client, db):
    client.force_login(User.objects.create_superuser("staff@example.com", "a-long-password-9"))
    return client


GRANT, RECEIPTS = "/staff/billing/grant/add/", "/staff/jobs/receiptrecord/"


def compensation(staff, account):
    """What the form sends that staff have just opened."""
    (once,) = re.findall(r'name="once" value="(\w+)"', staff.get(GRANT).content.decode())
    return {"account": account.pk, "credits": "7", "reason": "Sorry for the outage", "once": once}


LISTS = [
    "accounts/account", "accounts/apikey", "accounts/auditentry", "accounts/user", "accounts/site",
    "billing/transfer", "billing/wallet", "billing/hold", "billing/grant", "billing/purchase", "billing/payment",
    "billing/subscription", "billing/webhookevent", "jobs/job", "jobs/item", "jobs/receiptrecord",
]  # fmt: skip


@pytest.mark.parametrize("page", LISTS)
def test_staff_see_every_list(staff, account, page):
    ledger.grant(account, 5, reference="g", expires_at=None)
    create_key(add_site(account, "https://example.com"))
    assert staff.get(f"/staff/{page}/").status_code == 200


def test_customers_do_not_get_in(ann):
    assert ann.get("/staff/billing/transfer/").status_code in (302, 403)


def test_the_ledger_is_read_only_for_staff_too(staff, account):
    ledger.grant(account, 5, reference="g", expires_at=None)
    transfer = Transfer.objects.get()
    assert staff.get("/staff/billing/transfer/add/").status_code == 403
    assert staff.post(f"/staff/billing/transfer/{transfer.pk}/delete/", {"post": "yes"}).status_code == 403
    staff.post(f"/staff/billing/transfer/{transfer.pk}/change/", {"amount": "500"})
    assert Transfer.objects.get().amount == 5


def test_a_correction_is_a_new_grant_with_an_audit_entry(staff, account):
    staff.post(GRANT, compensation(staff, account))
    assert ledger.balance(account).available == 7
    entry = AuditEntry.objects.get(action="money.compensated")
    assert (entry.user.email, entry.details["credits"]) == ("staff@example.com", 7)


def test_a_second_click_is_told_that_the_credits_were_added(staff, account):
    form = compensation(staff, account)
    assert staff.post(GRANT, form).status_code == 302
    for changed in ({}, {"credits": "8"}):
        assert "were added already" in staff.post(GRANT, form | changed).content.decode()
    assert ledger.balance(account).available == 7
    staff.post(GRANT, compensation(staff, account))
    assert ledger.balance(account).available == 14


@pytest.mark.django_db(transaction=True)
def test_clicks_that_come_together_add_the_credits_once(staff, account):
    form = compensation(staff, account)
    at_once(*[lambda: staff.post(GRANT, form)] * 5)
    assert ledger.balance(account).available == 7
    assert AuditEntry.objects.filter(action="money.compensated").count() == 1


@pytest.mark.parametrize(("action", "returned", "state"), [("give_back", 1, "done"), ("refuse", 0, "refused")])
def test_a_refund_is_decided_once_however_often_its_button_is_pressed(staff, site, exported, action, returned, state):  # noqa: PLR0917 -- fixtures
    receipt = ReceiptRecord.objects.create(item_id=exported["id"], outcome="not_applied", refund="pending")
    used = site.balance().used
    at_once(*[lambda: staff.post(RECEIPTS, {"action": action, "_selected_action": [receipt.pk]})] * 5)
    receipt.refresh_from_db()
    assert (receipt.refund, receipt.refunded_credits) == (state, returned)
    assert site.balance().used == used - returned
    entry = AuditEntry.objects.get(action="money.refund_decided")
    assert (entry.account, entry.subject, entry.details["credits"]) == (site.account, exported["id"], returned)
    staff.post(RECEIPTS, {"action": "give_back", "_selected_action": [receipt.pk]})
    assert site.balance().used == used - returned


def test_a_keys_hash_is_not_shown(staff, account):
    key, _ = create_key(add_site(account, "https://example.com"))
    assert key.sha256 not in staff.get(f"/staff/accounts/apikey/{quote(key.pk)}/change/").content.decode()


def test_staff_switch_keys_off(staff, account):
    key, _ = create_key(add_site(account, "https://example.com"))
    staff.post("/staff/accounts/apikey/", {"action": "switch_off", "_selected_action": [key.pk]})
    key.refresh_from_db()
    assert not key.active


def test_staff_delete_nobody_and_nothing_and_see_no_password(staff, account, user):
    site = add_site(account, "https://example.com")
    create_key(site)
    for page, one in (("account", account), ("user", user), ("site", site)):
        address = f"/staff/accounts/{page}/{quote(one.pk)}"  # the admin reads `_26` as a character
        assert staff.post(f"{address}/delete/", {"post": "yes"}).status_code == 403, page
        chosen = {"action": "delete_selected", "_selected_action": [one.pk], "post": "yes"}
        staff.post(f"/staff/accounts/{page}/", chosen)
        assert type(one).objects.filter(pk=one.pk).exists(), page
        assert staff.get(f"{address}/change/").status_code == 200
    assert user.password not in staff.get(f"/staff/accounts/user/{quote(user.pk)}/change/").content.decode()
