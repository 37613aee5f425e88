"""Refunds, failed refunds, and disputes in any order, between spending: an account has what it paid for and kept."""

from datetime import timedelta
from math import ceil

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from picopt_saas.accounts.models import Account
from picopt_saas.billing import ledger
from picopt_saas.billing.ledger.proof import prove
from picopt_saas.billing.payments.port import Event, MoneyBack, Paid
from picopt_saas.billing.payments.webhooks import take_event

CENTS, CREDITS = 900, 500
SALES = st.sampled_from(["1", "2"])
PART = st.integers(1, CENTS)
STEPS = st.one_of(
    st.tuples(st.just("buy"), SALES),
    st.tuples(st.just("refund"), SALES, PART),
    st.tuples(st.just("refund_fails"), SALES, st.integers(0, CENTS)),
    st.tuples(st.just("dispute"), SALES, st.integers(1, 3), st.sampled_from(["open", "won", "lost"]), PART),
    st.tuples(st.just("order"), st.integers(1, 400)),
    st.tuples(st.just("end"), st.integers(1, 12), st.sampled_from(["capture", "release", "refund"])),
    st.tuples(st.just("settle")),
)


class Books:
    """One account, and what should have become of its sales."""

    def __init__(self):
        self.account = Account.objects.create(name="Ann")
        self.began = timezone.now()
        self.number = 0
        self.bought, self.refunded, self.disputes = set(), {}, {}

    def take(self, kind, *details):
        self.number += 1
        getattr(self, kind)(*details)

    def tell(self, news):
        event = Event(id=f"evt-{self.number}", kind="x", news=news)
        assert [take_event("bank", event) for _ in range(2)] == [True, False]

    def now(self):
        return self.began + timedelta(seconds=self.number)

    def buy(self, sale):
        self.bought.add(sale)
        paid = {"customer_id": "", "product": "pack-500", "cents": CENTS, "paid_at": self.began}
        self.tell(Paid(reference=f"sale-{sale}", payment=f"pay-{sale}", account_id=self.account.pk, **paid))

    def refund(self, sale, cents):
        self.refunded[sale] = max(self.refunded.get(sale, 0), cents)
        self.tell(MoneyBack(payment=f"pay-{sale}", refunded_cents=cents, told_at=self.now()))

    def refund_fails(self, sale, cents):
        self.refunded[sale] = cents
        self.tell(MoneyBack(payment=f"pay-{sale}", refunded_cents=cents, told_at=self.now(), corrects=True))

    def dispute(self, sale, number, word, cents):
        kept, _ = self.disputes.get((sale, number), ("", 0))
        self.disputes[sale, number] = (word if kept in {"", "open"} else kept, cents)
        details = {"dispute": word, "dispute_id": f"dp-{number}", "disputed_cents": cents}
        self.tell(MoneyBack(payment=f"pay-{sale}", told_at=self.now(), **details))

    def order(self, credits):
        request = ledger.HoldRequest(reference=f"itm_{self.number:02}:export:1", line="export", credits=credits)
        try:
            ledger.reserve(self.account, [request])
        except ledger.LedgerError:
            return

    def end(self, number, how):
        getattr(ledger, how)(f"itm_{number:02}:export:1")

    def settle(self):
        ledger.settle(self.account, reference=f"button-{self.number}")

    def credits_gone(self, sale):
        words = [cents for (of, _), (word, cents) in self.disputes.items() if of == sale and word in {"open", "lost"}]
        return ceil(CREDITS * min(CENTS, self.refunded.get(sale, 0) + sum(words)) / CENTS)


def run(steps):
    with transaction.atomic():
        books = Books()
        for step in steps:
            books.take(*step)
            has = ledger.balance(books.account)
            paid_for = sum(CREDITS - books.credits_gone(sale) for sale in books.bought)
            assert has.available - has.debt + has.held + has.used == paid_for, step
            assert not [proof.faults for proof in prove(books.account.pk) if proof.faults], step
        transaction.set_rollback(True)


def examples(number):
    checks = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
    return settings(max_examples=number, deadline=None, database=None, suppress_health_check=checks, print_blob=True)


@pytest.mark.django_db
@examples(15)
@given(steps=st.lists(STEPS, min_size=1, max_size=12))
def test_an_account_has_what_it_paid_for_and_kept(steps):
    run([("buy", "1"), *steps])


@pytest.mark.deep
@pytest.mark.django_db
@examples(400)
@given(steps=st.lists(STEPS, min_size=8, max_size=30))
def test_it_does_after_many_steps(steps):
    run([("buy", "1"), *steps])
