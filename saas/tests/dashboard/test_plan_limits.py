from functools import partial

import pytest
from django.test import Client
from django.urls import reverse
from together import at_once

from picopt_saas.accounts import keys
from picopt_saas.accounts.connect import begin
from picopt_saas.accounts.models import ApiKey
from picopt_saas.accounts.sites import add_site
from picopt_saas.billing.allowance import PlanLimitError, check_new_key
from picopt_saas.billing.connecting import collect_key

CHALLENGE, VERIFIER = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"


def confirm(ann, site):
    """A person confirms the site's code: the answer of the dashboard, and the code that the site keeps."""
    wish, device_code = begin(site, CHALLENGE)
    return ann.post("/connect", {"code": wish.user_code, "confirm": "1"}), device_code


def connect(ann, site):
    answer, device_code = confirm(ann, site)
    return collect_key(device_code, VERIFIER, site) if answer.status_code == 200 else answer.status_code


def test_the_free_plan_has_one_site(ann, account):
    keys.create_key(add_site(account, "https://example.com"))
    form = {"site_url": "https://example.org", "scopes": ["read"]}
    assert "is for 1 site" in ann.post("/keys", form).content.decode()
    assert connect(ann, "https://example.org") == 403
    assert ApiKey.objects.count() == 1


def test_deleting_a_sites_keys_makes_room(account):
    key, _ = keys.create_key(add_site(account, "https://example.com"))
    keys.delete_key(key)
    check_new_key(account, "https://example.org")


def test_the_free_plan_has_two_keys(account):
    site = add_site(account, "https://example.com")
    for _ in range(2):
        check_new_key(account, site.url)
        keys.create_key(site)
    with pytest.raises(PlanLimitError, match="2 keys"):
        check_new_key(account, site.url)


def test_connecting_again_replaces_the_sites_key(ann, account):
    made = [connect(ann, "https://example.com") for _ in range(4)]
    usable = [secret for _, secret in made if keys.find_key(keys.hash_key(secret))]
    assert usable == [made[-1][1]]


@pytest.mark.acceptance("D14")
def test_codes_that_were_confirmed_together_do_not_pass_the_plans_sites(ann, account):
    codes = []
    for number in range(8):
        site = f"https://shop-{number}.example.com"
        codes.append((confirm(ann, site)[1], site))
    collect_key(codes[0][0], VERIFIER, codes[0][1])
    for code, site in codes[1:]:
        with pytest.raises(PlanLimitError, match="1 site"):
            collect_key(code, VERIFIER, site)
    assert ApiKey.objects.filter(deleted_at=None).count() == 1
    assert account.sites.count() == 1


@pytest.mark.acceptance("D14")
@pytest.mark.django_db(transaction=True)
def test_keys_that_are_made_at_once_do_not_pass_the_plans_number(user, account):
    browsers = [Client() for _ in range(6)]
    for browser in browsers:  # one after the other: more than five log-ins of one person at once are refused
        browser.post(reverse("account_login"), {"login": user.email, "password": "a-long-password-1"})

    form = {"site_url": "https://example.com", "scopes": ["read"]}
    pages = at_once(*[partial(browser.post, "/keys", form) for browser in browsers])
    assert ApiKey.objects.filter(account=account, deleted_at=None).count() == 2
    assert sum("is for 2 keys" in page.content.decode() for page in pages) == 4


def test_the_plugin_is_told_why_it_gets_no_key(ann, account, make_site):
    _, device_code = confirm(ann, "https://b.example.com")
    keys.create_key(add_site(account, "https://a.example.com"))
    body = {"device_code": device_code, "verifier": VERIFIER, "site_url": "https://b.example.com"}
    answer = make_site("Other").ask("POST", "/v1/connect/token", body)
    assert (answer.status_code, answer.json()["code"]) == (409, "state_conflict")
    assert "is for 1 site" in answer.json()["detail"]
