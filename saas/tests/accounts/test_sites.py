"""Addresses of sites in their one form, ids, and what staff pages allow."""

import re
import string

import pytest
from django.core.exceptions import ValidationError
from django.test import RequestFactory

from picopt_saas.accounts.ids import make_id
from picopt_saas.accounts.models import Account, AuditEntry
from picopt_saas.accounts.sites import add_site, normalize_url
from picopt_saas.addresses import client_address


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://example.com", "https://example.com"),
        ("  HTTPS://Example.COM/  ", "https://example.com"),
        ("https://example.com./", "https://example.com"),
        ("https://example.com:443/", "https://example.com"),
        ("http://example.com:80", "http://example.com"),
        ("http://example.com:443", "http://example.com:443"),
        ("https://example.com:8443/", "https://example.com:8443"),
        ("https://example.com/Blog/", "https://example.com/Blog"),
        ("https://example.com/blog/?lang=de#top", "https://example.com/blog"),
        ("https://example.com//", "https://example.com"),
        ("http://localhost:8080/site", "http://localhost:8080/site"),
        ("http://127.0.0.1", "http://127.0.0.1"),
        ("http://[::1]:8080/", "http://[::1]:8080"),
        ("https://xn--bcher-kva.example", "https://xn--bcher-kva.example"),
        ("https://bücher.example/größe", "https://bücher.example/größe"),
        ("https://日本.example/ブログ", "https://日本.example/ブログ"),
        ("https://हिन्दी.example", "https://हिन्दी.example"),
        ("http://my_site.localhost/a-b/~c/%20,(d)", "http://my_site.localhost/a-b/~c/%20,(d)"),
    ],
)
def test_one_site_has_one_address(typed, kept):
    assert normalize_url(typed) == kept
    assert normalize_url(kept) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "example.com",
        "//example.com",
        "ftp://example.com",
        "javascript:alert(1)",
        "https://",
        "https:///path",
        "https://.",
        "https://user@example.com",
        "https://user:password@example.com",
        "https://example.com:99999",
        "https://example.com:abc",
        "https://[::1",
        "https://exa\x00mple.com",
        "https://example.com/\u202e",
        "https://example.com  (checked by Picture Optimizer).evil.example",
        "https://example.com\\.evil.example",
        'https://example.com"onload=x',
        "https://=cmd|' /C calc'!A0.example",
        "https://a..example",
        "https://example.com\u3002evil.example",
        "https://[::1%25eth0]",
        "https://" + "a" * 64 + ".example",
        "https://" + ".".join(["a" * 60] * 5),
        "https://example.com/ is yours. Select Connect",
        "https://example.com/<b>",
        "https://example.com/" + "a" * 500,
    ],
)
def test_what_is_no_address_is_refused_in_words(typed):
    with pytest.raises(ValidationError, match="as it appears in the browser"):
        normalize_url(typed)


@pytest.mark.django_db
def test_a_site_is_added_once_and_noted_once():
    account = Account.objects.create(name="Ann")
    first = add_site(account, "https://example.com")
    assert add_site(account, "HTTPS://example.com/") == first
    assert AuditEntry.objects.filter(action="site.added").count() == 1
    other = Account.objects.create(name="Bob")
    assert add_site(other, "https://example.com") != first


@pytest.mark.parametrize("prefix", ["acc", "job", "itm", "fil"])
def test_an_id_tells_its_kind_and_nothing_else(prefix):
    made = {make_id(prefix) for _ in range(200)}
    assert len(made) == 200
    assert all(re.fullmatch(rf"{prefix}_[A-Za-z0-9]{{22}}", each) for each in made)
    assert {letter for each in made for letter in each.split("_")[1]} == set(string.ascii_letters + string.digits)


@pytest.mark.parametrize(
    ("proxies", "passed_on", "address"),
    [
        (None, "9.9.9.9", "10.0.0.1"),
        (0, "9.9.9.9", "10.0.0.1"),
        (1, "", "10.0.0.1"),
        (1, "9.9.9.9", "9.9.9.9"),
        (1, "1.1.1.1, 9.9.9.9", "9.9.9.9"),
        (2, "1.1.1.1, 9.9.9.9, 8.8.8.8", "9.9.9.9"),
        (3, "9.9.9.9, 8.8.8.8", "10.0.0.1"),
        (1, "9.9.9.9,  2001:DB8::1 ", "2001:db8::1"),
        (1, "not an address", "10.0.0.1"),
        (1, "9.9.9.9:8080", "10.0.0.1"),
        (1, "'; DROP TABLE", "10.0.0.1"),
    ],
)
def test_who_asks_is_what_our_own_proxies_saw(settings, proxies, passed_on, address):
    settings.PICOPT = settings.PICOPT.model_copy(update={"trusted_proxies": proxies})
    headers = {"X-Forwarded-For": passed_on} if passed_on else {}
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", headers=headers)
    assert client_address(request) == address
