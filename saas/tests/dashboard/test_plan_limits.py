import pytest

from picopt_saas.accounts import keys
from picopt_saas.accounts.models import ApiKey
from picopt_saas.accounts.sites import add_site
from picopt_saas.billing.allowance import PlanLimitError, check_new_key
from picopt_saas.billing.connecting import exchange_code

CHALLENGE, VERIFIER = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"


def connect(ann, site):
    asked = {"site_url": site, "return_url": f"{site}/wp-admin/", "challenge": CHALLENGE, "state": "s"}
    answer = ann.post("/connect", asked)
    if answer.status_code != 302:
        return answer.status_code
    code = answer.headers["Location"].split("code=")[1].split("&")[0]
    return exchange_code(code, VERIFIER, site)


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
