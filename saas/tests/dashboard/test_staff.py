import pytest

from picopt_saas.accounts.keys import create_key
from picopt_saas.accounts.models import AuditEntry, User
from picopt_saas.accounts.sites import add_site
from picopt_saas.billing import ledger
from picopt_saas.billing.models import Transfer


@pytest.fixture
def staff(client, db):
    client.force_login(User.objects.create_superuser("staff@example.com", "a-long-password-9"))
    return client


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
    form = {"account": account.pk, "credits": "7", "reason": "Sorry for the outage"}
    staff.post("/staff/billing/grant/add/", form)
    assert ledger.balance(account).available == 7
    entry = AuditEntry.objects.get(action="money.compensated")
    assert (entry.user.email, entry.details["credits"]) == ("staff@example.com", 7)


def test_a_keys_hash_is_not_shown(staff, account):
    key, _ = create_key(add_site(account, "https://example.com"))
    assert key.sha256 not in staff.get(f"/staff/accounts/apikey/{key.pk}/change/").content.decode()


def test_staff_switch_keys_off(staff, account):
    key, _ = create_key(add_site(account, "https://example.com"))
    staff.post("/staff/accounts/apikey/", {"action": "switch_off", "_selected_action": [key.pk]})
    key.refresh_from_db()
    assert not key.active


def test_staff_delete_nobody_and_nothing_and_see_no_password(staff, account, user):
    site = add_site(account, "https://example.com")
    create_key(site)
    for page, one in (("account", account), ("user", user), ("site", site)):
        address = f"/staff/accounts/{page}/{one.pk}"
        assert staff.post(f"{address}/delete/", {"post": "yes"}).status_code == 403, page
        chosen = {"action": "delete_selected", "_selected_action": [one.pk], "post": "yes"}
        staff.post(f"/staff/accounts/{page}/", chosen)
        assert type(one).objects.filter(pk=one.pk).exists(), page
        assert staff.get(f"{address}/change/").status_code == 200
    assert user.password not in staff.get(f"/staff/accounts/user/{user.pk}/change/").content.decode()
