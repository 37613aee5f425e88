import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.utils import quote
from django.db import connection
from django.test.utils import CaptureQueriesContext
from together import at_once

from picopt_saas.accounts.keys import create_key
from picopt_saas.accounts.models import AuditEntry, Site, User
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


@pytest.mark.parametrize(
    "mistyped",
    [
        *({"credits": number} for number in ("0", "-7", "10000001", "2147483648", "seven")),
        *({"expires_at_0": day, "expires_at_1": "00:00"} for day in ("2020-02-29", "0001-01-01", "soon")),
    ],
    ids=str,
)
def test_a_mistyped_correction_is_none(staff, account, mistyped):
    assert staff.post(GRANT, compensation(staff, account) | mistyped).status_code == 200
    assert ledger.balance(account).granted == 0


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


def test_pages_are_counted_no_further_than_anybody_leafs(staff, account, monkeypatch):
    monkeypatch.setattr("picopt_saas.accounts.staff._MOST_COUNTED", 60)
    Site.objects.bulk_create([Site(account=account, url=f"https://{number}.example") for number in range(70)])
    html = staff.get("/staff/accounts/site/").content.decode()
    assert "60 sites" in html
    assert "?p=2" in html
    assert "?p=3" not in html


@pytest.mark.parametrize(
    ("page", "wanted"),
    [
        *(("billing/transfer", one) for one in ("acc_1", "itm_1:export:1")),
        *(("billing/hold", one) for one in ("acc_1", "itm_1:export:1")),
        *(("jobs/job", one) for one in ("acc_1", "job_1")),
        *(("jobs/item", one) for one in ("acc_1", "job_1", "itm_1")),
        *(("jobs/receiptrecord", one) for one in ("acc_1", "job_1", "itm_1")),
    ],
)
def test_what_grows_with_every_image_is_looked_through_by_an_index(staff, page, wanted):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # few rows are quicker read through
    app, model = page.split("/")
    found, _ = admin.site.get_model_admin(apps.get_model(app, model)).get_search_results(None, _all(app, model), wanted)
    assert "Seq Scan" not in found.explain()
    assert staff.get(f"/staff/{page}/?q={wanted}").status_code == 200


def _all(app, model):
    return apps.get_model(app, model).objects.all()


@pytest.mark.parametrize(
    "page", ["billing/transfer", "billing/hold", "jobs/job", "jobs/item", "jobs/receiptrecord", "accounts/site"]
)
def test_no_filter_reads_all_rows_to_know_what_there_is(staff, page):
    with CaptureQueriesContext(connection) as asked:
        assert staff.get(f"/staff/{page}/").status_code == 200
    assert [query["sql"] for query in asked if "DISTINCT" in query["sql"]] == []


def test_receipts_are_filtered_by_what_the_site_said(staff, exported):
    ReceiptRecord.objects.create(item_id=exported["id"], outcome="not_applied")
    for outcome, count in (("not_applied", 1), ("applied", 0)):
        html = staff.get(f"/staff/jobs/receiptrecord/?outcome={outcome}").content.decode()
        assert f"{count} receipt record" in html


def test_an_id_of_something_else_finds_nothing(staff, site, exported):
    for page, wanted, count in (("jobs/item", exported["id"], 1), ("jobs/item", "sit_1", 0), ("jobs/job", "é%", 0)):
        assert f"{count} {page.removeprefix('jobs/')}" in staff.get(f"/staff/{page}/", {"q": wanted}).content.decode()


def test_a_list_asks_once_whoever_its_rows_name(staff, account, django_assert_max_num_queries):
    for number in range(20):
        someone = User.objects.create_user(f"{number}@example.com", "x")
        AuditEntry.objects.create(account=account, user=someone, action="key.created")
    with django_assert_max_num_queries(8):
        staff.get("/staff/accounts/auditentry/")


def test_no_form_names_all_accounts(staff, account):
    site = add_site(account, "https://example.com")
    assert f'value="{account.pk}"' not in staff.get(f"/staff/accounts/site/{quote(site.pk)}/change/").content.decode()
    assert f'value="{account.pk}"' not in staff.get(GRANT).content.decode()


def test_the_page_of_a_person_asks_for_all_rights_at_once(staff, user, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        assert staff.get(f"/staff/accounts/user/{user.pk}/change/").status_code == 200


def test_items_of_a_rare_reason_are_found_by_an_index(staff):
    """The list and its count: without one each looks at all items that there ever were."""
    with CaptureQueriesContext(connection) as asked, connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # a small table is read whole
        assert staff.get("/staff/jobs/item/?reason_code__exact=svg_refused").status_code == 200
        about = [query["sql"] for query in asked if 'FROM "jobs_item"' in query["sql"]]
        assert len(about) == 2
        for statement in about:
            cursor.execute(f"EXPLAIN {statement}")
            assert "items_by_reason" in str(cursor.fetchall())
