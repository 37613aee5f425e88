from datetime import timedelta

import pytest

from picopt_saas.accounts.keys import create_key
from picopt_saas.accounts.sites import add_site
from picopt_saas.billing import ledger
from picopt_saas.billing.ledger import SpendCapError
from picopt_saas.billing.models import Hold


@pytest.fixture
def key(account, give):
    give(account, 100)
    return create_key(add_site(account, "https://example.com"), daily_spend_cap=5)[0]


def test_the_cap_counts_what_is_held_and_captured(account, key, hold):
    hold(account, "a", "b", "c", "d", api_key=key)
    ledger.capture("a")
    assert ledger.spent_today(key) == 4
    assert (ledger.spend_allowed(key, 1), ledger.spend_allowed(key, 2)) == (True, False)


def test_reserve_refuses_beyond_the_cap_and_holds_nothing(account, key, hold):
    hold(account, "a", "b", "c", "d", api_key=key)
    with pytest.raises(SpendCapError) as refused:
        hold(account, "e", "f", api_key=key)
    assert refused.value.cap == 5
    assert ledger.balance(account).held == 4


def test_what_was_given_back_does_not_count(account, key, hold):
    hold(account, "a", "b", credits=2, api_key=key)
    ledger.release("a")
    assert ledger.spend_allowed(key, 3)


def test_yesterday_does_not_count(account, key, hold):
    (held,) = hold(account, "a", credits=5, api_key=key)
    Hold.objects.filter(pk=held.pk).update(created_at=held.created_at - timedelta(days=1))
    assert ledger.spend_allowed(key, 5)


def test_no_cap_allows_everything(account, key):
    key.daily_spend_cap = None
    assert ledger.spend_allowed(key, 10**6)
