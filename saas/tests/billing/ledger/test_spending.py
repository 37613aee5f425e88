from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from picopt_saas.accounts.keys import create_key, delete_key
from picopt_saas.accounts.models import ApiKey
from picopt_saas.accounts.sites import add_site, set_budget
from picopt_saas.billing import ledger
from picopt_saas.billing.ledger import MonthlyBudgetError, SpendCapError
from picopt_saas.billing.ledger.spending import month_after, month_before
from picopt_saas.billing.models import Hold, Spending


def order_at(held, moment):
    """As if it had been ordered then."""
    Hold.objects.filter(pk=held.pk).update(created_at=moment)
    Spending.objects.all().delete()
    ledger.recount(now=timezone.now() + timedelta(days=1))


@pytest.fixture
def key(account, give):
    give(account, 100)
    return create_key(add_site(account, "https://example.com"), daily_spend_cap=5)[0]


def test_the_cap_counts_what_is_held_and_captured(account, key, hold):
    hold(account, "a", "b", "c", "d", api_key=key)
    ledger.capture("a")
    assert ledger.spent_today(key) == 4
    hold(account, "e", api_key=key)
    with pytest.raises(SpendCapError):
        hold(account, "f", api_key=key)


def test_reserve_refuses_beyond_the_cap_and_holds_nothing(account, key, hold):
    hold(account, "a", "b", "c", "d", api_key=key)
    with pytest.raises(SpendCapError) as refused:
        hold(account, "e", "f", api_key=key)
    assert refused.value.cap == 5
    assert ledger.balance(account).held == 4


def test_what_was_given_back_does_not_count(account, key, hold):
    hold(account, "a", "b", credits=2, api_key=key)
    ledger.release("a")
    assert ledger.spent_today(key) == 2


def test_yesterday_does_not_count(account, key, hold):
    (held,) = hold(account, "a", credits=5, api_key=key)
    order_at(held, held.created_at - timedelta(days=1))
    assert ledger.spent_today(key) == 0
    ledger.release("a")
    assert ledger.spent_today(key) == 0, "what comes back from yesterday makes no room today"
    hold(account, "b", credits=5, api_key=key)
    with pytest.raises(SpendCapError):
        hold(account, "c", api_key=key)


def test_no_cap_allows_everything(account, key, hold):
    key.daily_spend_cap = None
    assert len(hold(account, *"abcdef", api_key=key)) == 6


@pytest.fixture
def two(account, give):
    """Two keys of a site that may spend 10 credits a month."""
    give(account, 100)
    site = add_site(account, "https://example.com")
    set_budget(site, 10)
    return [create_key(site, name=name)[0] for name in ("old", "new")]


def test_a_budget_counts_all_keys_of_a_site_also_deleted_ones(account, two, hold):
    old, new = two
    hold(account, "a", credits=6, api_key=old)
    ledger.capture("a")
    delete_key(old)
    with pytest.raises(MonthlyBudgetError) as refused:
        hold(account, "b", "c", credits=3, api_key=new)
    assert (refused.value.needed, refused.value.budget, refused.value.spent, refused.value.left) == (6, 10, 6, 4)
    assert (ledger.balance(account).held, ledger.balance(account).used) == (0, 6)
    hold(account, "d", credits=4, api_key=new)
    assert ledger.spent_this_month(new.site) == 10


def test_other_sites_and_keyless_work_have_no_part_in_a_budget(account, two, hold):
    other = create_key(add_site(account, "https://other.example"))[0]
    hold(account, "a", credits=30, api_key=other)
    hold(account, "b", credits=30)
    hold(account, "c", credits=10, api_key=two[0])
    assert ledger.spent_this_month(two[0].site) == 10


@pytest.mark.parametrize("end", [ledger.release, lambda name: ledger.capture(name) and ledger.refund(name)])
def test_what_came_back_is_in_the_budget_again(account, two, hold, end):
    hold(account, "a", credits=10, api_key=two[0])
    assert end("a")
    hold(account, "b", credits=10, api_key=two[0])


def test_the_same_order_again_gets_its_holds_also_at_the_budgets_end(account, two, hold):
    (first,) = hold(account, "a", credits=10, api_key=two[0])
    assert hold(account, "a", credits=10, api_key=two[0]) == [first]
    hold(account, "free", credits=0, api_key=two[0])


def test_last_month_does_not_count_and_a_new_budget_does_at_once(account, two, hold):
    (held,) = hold(account, "a", credits=10, api_key=two[0])
    begun = month_before(held.created_at)
    order_at(held, begun - timedelta(seconds=1))
    (held,) = hold(account, "b", credits=10, api_key=two[0])
    order_at(held, begun)
    stale = ApiKey.objects.select_related("site").get(pk=two[0].pk)
    set_budget(two[0].site, 11)
    hold(account, "c", credits=1, api_key=stale)
    set_budget(two[0].site, None)
    hold(account, "d", credits=50, api_key=stale)


@pytest.mark.parametrize(("month", "following"), [(1, (2026, 2)), (2, (2026, 3)), (11, (2026, 12)), (12, (2027, 1))])
def test_months_are_those_of_utc(month, following):
    late = datetime(2026, month, 28, 23, 30, tzinfo=UTC).astimezone()
    assert month_before(late) == datetime(2026, month, 1, tzinfo=UTC)
    assert month_after(late) == datetime(*following, 1, tzinfo=UTC)


def test_what_is_kept_of_a_day_is_what_its_holds_add_up_to(account, two, hold):
    for number, end in enumerate(
        [ledger.capture, ledger.release, lambda name: ledger.capture(name) and ledger.refund(name)]
    ):
        for key in two:
            hold(account, f"{number}:{key.pk}", credits=1, api_key=key)
            assert end(f"{number}:{key.pk}")
            assert not end(f"{number}:{key.pk}"), "twice is once"
    hold(account, "held", credits=3, api_key=two[0])
    kept = dict(Spending.objects.values_list("api_key", "credits"))
    assert kept == {two[0].pk: 4, two[1].pk: 1}


def test_a_refused_order_spends_nothing(account, two, hold):
    with pytest.raises(MonthlyBudgetError):
        hold(account, "a", credits=11, api_key=two[0])
    assert not Spending.objects.exists()


def test_sums_of_days_that_are_over_are_put_right_at_night_and_old_ones_go(account, two, hold):
    now = timezone.now()
    (held,) = hold(account, "a", credits=3, api_key=two[0])
    order_at(held, now - timedelta(days=2))
    hold(account, "today", credits=2, api_key=two[0])
    assert ledger.recount() == 0
    Spending.objects.update(credits=7)
    days = {"over": now - timedelta(days=3), "old": now - timedelta(days=50)}
    Spending.objects.bulk_create(Spending(api_key=two[1], day=day.date(), credits=9) for day in days.values())
    assert ledger.recount() == 2
    kept = {(row.api_key_id, (now.date() - row.day).days): row.credits for row in Spending.objects.all()}
    assert kept == {(two[0].pk, 2): 3, (two[1].pk, 3): 0, (two[0].pk, 0): 7}, "today is not over"
