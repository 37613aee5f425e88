import hashlib
import json

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from picopt_contract.values import Scope
from picopt_saas.accounts import keys
from picopt_saas.accounts.models import Account, ApiKey, AuditEntry
from picopt_saas.accounts.sites import add_site, normalize_url


@pytest.fixture
def site(db):
    return add_site(Account.objects.create(name="Ann"), "https://example.com/blog/")


def test_a_key_is_random_and_only_its_hash_is_kept(site):
    key, secret = keys.create_key(site)
    _, other_secret = keys.create_key(site)
    assert secret.startswith("po_live_")
    assert secret != other_secret
    assert len(secret) - len("po_live_") == 43, "256 bits in base64url"
    assert key.sha256 == hashlib.sha256(secret.encode()).hexdigest()
    assert secret.startswith(key.prefix)
    stored = str(ApiKey.objects.values().get(pk=key.pk)) + str(list(AuditEntry.objects.values()))
    assert secret not in stored
    assert secret[len(key.prefix) :] not in stored


def test_test_keys_look_like_test_keys(site):
    key, secret = keys.create_key(site, test=True)
    assert secret.startswith("po_test_")
    assert key.test


def test_a_key_is_found_by_hash_until_it_is_deleted(site):
    key, secret = keys.create_key(site, scopes=[Scope.READ])
    keys.switch_key(key, active=False)
    found = keys.find_key(keys.hash_key(secret))
    assert (found.pk, found.active, found.scopes) == (key.pk, False, ["read"])
    keys.delete_key(key)
    assert keys.find_key(keys.hash_key(secret)) is None


def test_what_is_done_with_keys_is_in_the_audit_log(site):
    key, _ = keys.create_key(site)
    keys.switch_key(key, active=False)
    keys.cap_key(key, daily_spend_cap=5)
    keys.delete_key(key)
    actions = AuditEntry.objects.order_by("pk").values_list("action", flat=True)
    assert [*actions] == ["site.added", "key.created", "key.switched_off", "key.capped", "key.deleted"]


def test_use_is_noted_once_a_minute(site, django_assert_num_queries):
    key, _ = keys.create_key(site)
    keys.note_use(key)
    key.refresh_from_db()
    assert key.last_used_at
    with django_assert_num_queries(0):
        keys.note_use(key)


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        ("https://Example.COM/", "https://example.com"),
        ("http://example.com:80/blog/", "http://example.com/blog"),
        ("https://example.com:8443", "https://example.com:8443"),
        ("http://localhost:8881/?x=1#top", "http://localhost:8881"),
        ("https://[::1]:8443/", "https://[::1]:8443"),
    ],
)
def test_one_site_has_one_way_to_be_written(given, stored):
    assert normalize_url(given) == stored


@pytest.mark.parametrize(
    "given",
    [
        *("example.com", "ftp://example.com", "https://", "https://a:b@example.com", "http://x:99999", ""),
        *("http://[::1", "https://example.com/\0", "https://exa\nmple.com/\u200b"),
    ],
)
def test_what_is_no_address_is_refused(given):
    with pytest.raises(ValidationError, match="address"):
        normalize_url(given)


def test_the_demo_account_can_be_made_twice(db, capsys):
    answers = []
    for _ in range(2):
        call_command("create_demo_account", "--credits", "50", "--site-url", "http://localhost:8881")
        answers.append(json.loads(capsys.readouterr().out))
    assert answers[0]["account_id"] == answers[1]["account_id"]
    assert keys.find_key(keys.hash_key(answers[0]["api_key"]))
    assert set(answers[0]) == {"account_id", "api_key", "email", "password"}
    assert Account.objects.get().wallet.available == 50


def test_a_demo_account_is_topped_up_and_needs_no_second_key(db, capsys):
    for credits, key in ((5, True), (20, False), (10, False)):
        more = [] if key else ["--no-key"]
        call_command("create_demo_account", f"--credits={credits}", "--site-url=http://localhost:8881", *more)
        assert ("api_key" in json.loads(capsys.readouterr().out)) == key
    assert Account.objects.get().wallet.available == 20
    assert ApiKey.objects.count() == 1
