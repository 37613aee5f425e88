import pytest
from allauth.account.models import EmailAddress

from picopt_saas.accounts.members import account_of, create_verified_user
from picopt_saas.accounts.sites import add_site
from picopt_saas.billing import ledger
from picopt_saas.billing.free_credits import give_free_credits, registrable_domain


@pytest.fixture
def account(db):
    return account_of(create_verified_user("ann@example.com", "a-long-password-1"))


def test_a_first_site_brings_the_free_credits_once(account):
    site = add_site(account, "https://example.com")
    assert [give_free_credits(account, site), give_free_credits(account, site)] == [True, False]
    assert ledger.balance(account).available == 50


def test_another_site_brings_nothing_more(account):
    give_free_credits(account, add_site(account, "https://example.com"))
    assert not give_free_credits(account, add_site(account, "https://example.org"))


def test_a_domain_brings_them_once_whoever_asks(account):
    give_free_credits(account, add_site(account, "https://example.co.uk"))
    other = account_of(create_verified_user("bob@example.com", "a-long-password-2"))
    assert not give_free_credits(other, add_site(other, "https://shop.example.co.uk/blog"))
    assert ledger.balance(other).granted == 0


@pytest.mark.acceptance("U1")
def test_a_site_without_a_domain_brings_a_few_once_and_a_domain_the_rest(account):
    local = add_site(account, "http://localhost:8881")
    assert [give_free_credits(account, local), give_free_credits(account, local)] == [True, False]
    assert not give_free_credits(account, add_site(account, "http://192.168.1.5"))
    assert ledger.balance(account).granted == 10
    assert give_free_credits(account, add_site(account, "https://example.com"))
    assert ledger.balance(account).granted == 50


def test_after_the_free_credits_of_a_domain_localhost_brings_none(account):
    give_free_credits(account, add_site(account, "https://example.com"))
    assert not give_free_credits(account, add_site(account, "http://localhost"))


def test_an_unverified_email_brings_nothing(account):
    EmailAddress.objects.update(verified=False)
    assert give_free_credits(account, add_site(account, "https://example.com")) is False
    assert ledger.balance(account).granted == 0


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://shop.example.co.uk/blog", "example.co.uk"),
        ("https://example.com:8443", "example.com"),
        ("https://ann.github.io", "ann.github.io"),
        ("http://localhost:8881", None),
        ("http://127.0.0.1", None),
        ("http://[::1]", None),
        ("http://site.test", None),
        ("http://co.uk", None),
    ],
)
def test_the_registrable_domain(url, domain):
    assert registrable_domain(url) == domain
