"""Several connections at the same moment, for real."""

from datetime import timedelta

import pytest
from django.utils import timezone
from together import at_once

from picopt_saas.accounts.keys import create_key
from picopt_saas.accounts.members import account_of, create_verified_user
from picopt_saas.accounts.models import Account
from picopt_saas.accounts.sites import add_site, set_budget
from picopt_saas.billing import ledger
from picopt_saas.billing.ledger.proof import prove
from picopt_saas.billing.models import Hold
from picopt_saas.billing.payments.port import Event, MoneyBack, Paid
from picopt_saas.billing.payments.webhooks import take_event

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def account(transactional_db):
    return Account.objects.create(name="Ann")


def hold(account, *references):
    requests = [ledger.HoldRequest(reference=name, line="export", credits=1) for name in references]
    return lambda: ledger.reserve(account, requests)


@pytest.mark.acceptance("D5")
def test_two_tabs_hold_a_picture_once(account):
    ledger.grant(account, 10, reference="g", expires_at=None)
    results = at_once(*[hold(account, "itm:export:1")] * 6)
    assert len({holds[0].pk for holds in results}) == 1
    assert ledger.balance(account).held == 1


@pytest.mark.acceptance("D5")
def test_the_last_credit_goes_to_one(account):
    ledger.grant(account, 1, reference="g", expires_at=None)
    results = at_once(*[hold(account, f"itm{number}") for number in range(6)])
    assert sum(isinstance(one, ledger.InsufficientCredits) for one in results) == 5
    assert ledger.balance(account).held == 1
    assert Hold.objects.count() == 1


@pytest.mark.acceptance("D5")
def test_orders_at_the_same_moment_never_pass_a_sites_budget(account):
    ledger.grant(account, 1_000, reference="g", expires_at=None)
    site = add_site(account, "https://example.com")
    set_budget(site, 7)
    keys = [create_key(site)[0] for _ in range(2)]

    def order(number):
        request = ledger.HoldRequest(reference=f"itm{number}", line="export", credits=2)
        return lambda: ledger.reserve(account, [request], api_key=keys[number % 2])

    results = at_once(*map(order, range(8)))
    assert sum(isinstance(one, ledger.MonthlyBudgetError) for one in results) == 5
    assert ledger.spent_this_month(site) == ledger.balance(account).held == 6
    assert prove()[0].faults == ()


def test_opposite_orders_never_wait_in_a_circle(account):
    ledger.grant(account, 1_000, reference="g", expires_at=None)
    names = [f"r{number:03}" for number in range(60)]
    backwards = list(reversed(names))
    assert not [one for one in at_once(hold(account, *names), hold(account, *backwards)) if isinstance(one, Exception)]
    ends = [lambda: ledger.capture_all(names), lambda: ledger.release_all(backwards), lambda: ledger.capture_all(names)]
    ended = at_once(*ends)
    assert sum(len(one) for one in ended) == 60
    assert prove()[0].faults == ()


@pytest.mark.acceptance("D5")
def test_a_webhook_in_five_connections_works_once(account):
    paid = Paid(
        reference="cs_1", payment="pi_1", account_id=account.pk, customer_id="", product="pack-500", cents=900,
        paid_at=timezone.now(),
    )  # fmt: skip
    event = Event(id="evt_1", kind="paid", news=paid)
    assert sorted(at_once(*[lambda: take_event("sandbox", event)] * 5)) == [False] * 4 + [True]
    assert ledger.balance(account).granted == 500


def test_a_sale_and_its_refund_at_the_same_moment_end_refunded(account):
    for number in range(5):
        paid = Paid(
            reference=f"cs_{number}", payment=f"pi_{number}", account_id=account.pk, customer_id="",
            product="pack-500", cents=900, paid_at=timezone.now(),
        )  # fmt: skip
        back = MoneyBack(payment=f"pi_{number}", refunded_cents=900)
        events = [Event(id=f"a{number}", kind="paid", news=paid), Event(id=f"b{number}", kind="back", news=back)]
        at_once(*[lambda event=event: take_event("sandbox", event) for event in events])
    assert ledger.balance(account).available == 0
    assert ledger.balance(account).revoked == 2_500


def test_a_capture_and_the_end_of_its_grant_at_once(account):
    ledger.grant(account, 20, reference="g", expires_at=timezone.now() + timedelta(hours=1))
    names = [f"r{number}" for number in range(10)]
    hold(account, *names)()
    captures = [lambda name=name: ledger.capture(name) for name in names[:5]]
    releases = [lambda name=name: ledger.release(name) for name in names[5:]]
    later = timezone.now() + timedelta(hours=2)
    results = at_once(*captures, *releases, lambda: ledger.expire(account, now=later))
    assert results[:10] == [True] * 10
    ledger.expire(account, now=later)
    after = ledger.balance(account)
    assert (after.used, after.held, after.expired) == (5, 0, 15)
    assert prove()[0].faults == ()


def test_two_first_pages_open_one_account(transactional_db):
    user = create_verified_user("ann@example.com", "a-long-password-1")
    opened = at_once(*[lambda: account_of(user).pk] * 4)
    assert len(set(opened)) == 1
