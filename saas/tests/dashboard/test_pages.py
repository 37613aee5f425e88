import pytest

from picopt_saas.accounts import keys
from picopt_saas.accounts.audit import record
from picopt_saas.accounts.members import account_of, create_verified_user
from picopt_saas.accounts.models import ApiKey, Membership
from picopt_saas.accounts.sites import add_site, set_budget
from picopt_saas.billing import ledger

PAGES = ["/", "/jobs", "/keys", "/ledger"]


def test_a_person_logs_in_with_a_password(client, user):
    answer = client.post("/account/login/", {"login": user.email, "password": "a-long-password-1"}, follow=True)
    assert answer.status_code == 200
    assert "Overview" in answer.content.decode()


@pytest.mark.parametrize("page", [page for page in PAGES if page != "/"])  # which shows what this is
def test_a_stranger_is_sent_to_the_log_in(client, db, page):
    assert client.get(page).headers["Location"].startswith("/account/login/")


@pytest.mark.parametrize("page", PAGES)
def test_every_page_shows_with_a_strict_policy(ann, account, page):
    ledger.grant(account, 1234, reference="g", expires_at=None)
    answer = ann.get(page)
    assert answer.status_code == 200
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    html = answer.content.decode()
    assert "<style" not in html
    assert " style=" not in html
    assert "onclick" not in html


def test_the_overview_shows_the_credits(ann, account):
    ledger.grant(account, 1234, reference="g", expires_at=None)
    assert "1,234" in ann.get("/").content.decode()


def test_a_new_key_is_shown_once(ann, account):
    form = {"site_url": "https://example.com/", "scopes": ["export"], "daily_spend_cap": "7"}
    html = ann.post("/keys", form).content.decode()
    secret = html.split('value="po_live_')[1].split('"')[0]
    key = keys.find_key(keys.hash_key(f"po_live_{secret}"))
    assert (key.account, key.scopes, key.daily_spend_cap) == (account, ["export"], 7)
    assert secret not in ann.get("/keys").content.decode()


def test_what_is_needed_elsewhere_can_be_copied(ann, account):
    key, _ = keys.create_key(add_site(account, "https://example.com"), test=True)
    page = ann.get("/keys").content.decode()
    assert 'id="service" readonly value="http://localhost:8080"' in page
    assert f'value="{key.pk}"' in page
    assert page.count("data-copy=") == 2
    assert "test key" in page


def test_long_activity_has_pages(ann, account):
    for number in range(60):
        record(account, "site.added", subject=f"https://{number}.example")
    assert "Page 1 of 2" in ann.get("/members").content.decode()
    assert "https://0.example" in ann.get("/members?page=2").content.decode()


def test_an_owner_sets_a_sites_monthly_budget_and_members_see_it(ann, user, account):
    site = add_site(account, "https://example.com")
    assert "0 credits, no budget" in ann.get("/").content.decode()
    said = ann.post(f"/sites/{site.pk}", {"monthly_budget": "1500"}, follow=True).content.decode()
    assert "The monthly budget of https://example.com is saved." in said
    assert "0 of 1,500" in said
    site.refresh_from_db()
    assert site.monthly_budget == 1500
    assert "Changed the monthly budget of https://example.com" in ann.get("/members").content.decode()
    Membership.objects.filter(account=account, user=user).update(role=Membership.Role.MEMBER)
    said = ann.post(f"/sites/{site.pk}", {"monthly_budget": ""}, follow=True).content.decode()
    assert "Only an owner can change a budget." in said
    assert "Save budget" not in said
    site.refresh_from_db()
    assert site.monthly_budget == 1500


@pytest.mark.parametrize(
    ("budget", "said"),
    [
        (20, None),
        (11, "has used 81% of its monthly budget of 11 credits"),
        (9, "has used its monthly budget of 9 credits"),
    ],
)
def test_the_first_page_says_when_a_budget_is_nearly_used(ann, account, budget, said):
    site = add_site(account, "https://example.com")
    key, _ = keys.create_key(site)
    ledger.grant(account, 50, reference="g", expires_at=None)
    ledger.reserve(account, [ledger.HoldRequest(reference="a", line="export", credits=9)], api_key=key)
    set_budget(site, budget)
    for page in (ann.get("/").content.decode(), ann.get(f"/sites/{site.pk}").content.decode()):
        assert f"9 of {budget}" in page
        plain = page.replace("<strong>", "").replace("</strong>", "")
        assert (f"https://example.com {said}" in plain) if said else ("of its monthly budget of" not in plain)


def test_a_key_is_switched_capped_and_deleted(ann, account):
    key, _ = keys.create_key(add_site(account, "https://example.com"))
    ann.post(f"/keys/{key.pk}", {"action": "off"})
    ann.post(f"/keys/{key.pk}", {"action": "cap", "daily_spend_cap": "12"})
    key.refresh_from_db()
    assert (key.active, key.daily_spend_cap) == (False, 12)
    ann.post(f"/keys/{key.pk}", {"action": "delete"})
    assert not ApiKey.objects.filter(deleted_at=None).exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_key_of_somebody_else_does_not_exist(ann, method):
    other = account_of(create_verified_user("bob@example.com", "another-password-2"))
    key, _ = keys.create_key(add_site(other, "https://bob.example"))
    assert getattr(ann, method)(f"/keys/{key.pk}", {"action": "delete"}).status_code in (404, 405)
    assert keys.find_key(key.sha256)
    assert "bob.example" not in ann.get("/keys").content.decode()
