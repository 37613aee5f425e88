"""A site's monthly budget: how far it is used, and whom that is told."""

from datetime import UTC, datetime

import pytest
from django.core import mail

from picopt_saas.accounts.keys import create_key
from picopt_saas.accounts.members import create_verified_user, open_account
from picopt_saas.accounts.models import Membership
from picopt_saas.accounts.sites import add_site, set_budget
from picopt_saas.billing import ledger
from picopt_saas.billing.budgets import Level, Month, pressed_sites, this_month
from picopt_saas.billing.telling import budgets

pytestmark = pytest.mark.django_db
NEXT = datetime(2026, 12, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("spent", "budget", "left", "percent", "level"),
    [
        (0, 100, 100, 0, Level.FINE),
        (79, 100, 21, 79, Level.FINE),
        (80, 100, 20, 80, Level.NEAR),
        (98, 100, 2, 98, Level.NEAR),
        (99, 100, 1, 99, Level.REACHED),  # no image with its text fits any more
        (100, 100, 0, 100, Level.REACHED),
        (130, 100, 0, 100, Level.REACHED),  # it was lowered
        (1_999, 2_000, 1, 99, Level.REACHED),
        (0, 1, 1, 0, Level.FINE),
        (1, 1, 0, 100, Level.REACHED),
        (0, 0, 0, 100, Level.REACHED),
    ],
)
def test_how_far_a_budget_is_used(spent, budget, left, percent, level):
    month = Month(spent=spent, budget=budget, ends_at=NEXT)
    assert (month.left, month.percent, month.level) == (left, percent, level)


def test_without_a_budget_nothing_is_used_up():
    assert Month(spent=10**6, budget=None, ends_at=NEXT).level is Level.FINE
    assert Month(spent=0, budget=None, ends_at=NEXT).left == 0


@pytest.fixture
def account():
    account = open_account(create_verified_user("ann@example.com", "a-long-password-1"))
    member = create_verified_user("bob@example.com", "another-password-2")
    Membership.objects.create(account=account, user=member, role=Membership.Role.MEMBER)
    ledger.grant(account, 1_000, reference="g", expires_at=None)
    return account


@pytest.fixture
def site(account):
    return add_site(account, "https://example.com")


@pytest.fixture
def spend(account, site):
    key, _ = create_key(site)
    numbers = iter(range(100))

    def _spend(credits):
        request = ledger.HoldRequest(reference=f"work-{next(numbers)}", line="export", credits=credits)
        ledger.reserve(account, [request], api_key=key)

    return _spend


def look():
    """Let the clock's task look; the subjects of the letters since."""
    before = len(mail.outbox)
    budgets()
    assert all(one.to == ["ann@example.com"] for one in mail.outbox), "owners are told, members are not"
    return [one.subject for one in mail.outbox[before:]]


def test_owners_are_told_at_80_percent_and_at_the_end_once_a_month(site, spend):
    set_budget(site, 100)
    spend(79)
    assert look() == []
    spend(5)
    assert look() == ["https://example.com has used 84% of its monthly budget"]
    body = mail.outbox[-1].body
    assert "has used 84 of its 100 credits for this month" in body
    assert f"/sites/{site.pk}" in body
    spend(1)
    assert look() == []
    spend(15)
    assert look() == ["https://example.com has used its monthly budget"]
    assert "nothing more is charged" in mail.outbox[-1].body
    assert "List-Unsubscribe" in mail.outbox[-1].extra_headers
    assert look() == []


def test_a_new_budget_is_told_anew(site, spend):
    set_budget(site, 10)
    spend(10)
    assert look() == ["https://example.com has used its monthly budget"]
    set_budget(site, 12)
    assert look() == ["https://example.com has used 83% of its monthly budget"]
    set_budget(site, None)
    assert look() == []


def test_sites_are_counted_apart(account, site, spend):
    other = add_site(account, "https://other.example")
    set_budget(site, 10)
    set_budget(other, 10)
    spend(9)
    site.refresh_from_db()
    other.refresh_from_db()
    months = this_month([site, other])
    assert (months[site.pk].spent, months[other.pk].spent) == (9, 0)
    assert [one.url for one, _month in pressed_sites(account)] == ["https://example.com"]
