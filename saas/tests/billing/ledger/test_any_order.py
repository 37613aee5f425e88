"""Several actors in any order: the ledger agrees with a plain model after every step, and the proof always holds."""

from dataclasses import asdict
from datetime import timedelta

import pytest
import reference_model
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from picopt_saas.accounts.models import Account
from picopt_saas.billing import ledger
from picopt_saas.billing.ledger.proof import prove
from picopt_saas.billing.models import Grant, Transfer

ACTORS = st.integers(0, 1)
NAMES = st.integers(0, 11).map(lambda number: f"itm_{number:02}:export:1")  # of one length, so sorted alike everywhere
CREDITS = st.integers(1, 6)


class Actors(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.accounts = [Account.objects.create(name=f"Actor {number}") for number in range(2)]
        self.models = [reference_model.Model(), reference_model.Model()]
        self.started = timezone.now()
        self.made = 0

    def teardown(self):
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)

    def _name(self, actor, name):
        return f"{actor}-{name}"

    @rule(actor=ACTORS, credits=st.integers(1, 20), days=st.one_of(st.none(), st.integers(1, 5)))
    def grant(self, actor, credits, days):
        self.made += 1
        ends = None if days is None else self.started + timedelta(days=days)
        for _ in range(2):  # a webhook comes twice
            ledger.grant(self.accounts[actor], credits, reference=f"g{self.made}", expires_at=ends)
        self.models[actor].grant(f"g{self.made}", credits, days)

    @rule(actor=ACTORS, names=st.lists(NAMES, min_size=1, max_size=4, unique=True), credits=CREDITS)
    def reserve(self, actor, names, credits):
        requests = [(self._name(actor, name), credits) for name in names]
        known = self.models[actor].holds
        if any(name in known and known[name].credits != credits for name, _ in requests):
            return  # another price for the same reference is a conflict; it has its own test
        asked = [ledger.HoldRequest(reference=name, line="export", credits=n) for name, n in requests]
        try:
            self.models[actor].reserve(requests)
        except reference_model.RefusedError:
            with pytest.raises((ledger.InsufficientCredits, ledger.AccountFrozenError)):
                ledger.reserve(self.accounts[actor], asked)
        else:
            holds = ledger.reserve(self.accounts[actor], asked)
            assert [hold.reference for hold in holds] == [name for name, _ in requests]

    @rule(actor=ACTORS, name=NAMES, how=st.sampled_from(["capture", "release", "refund"]))
    def end(self, actor, name, how):
        reference = self._name(actor, name)
        assert getattr(ledger, how)(reference) == getattr(self.models[actor], how)(reference)

    @precondition(lambda self: self.made)
    @rule(actor=ACTORS, pick=st.integers(0, 50))
    def a_grant_ends(self, actor, pick):
        lots = self.models[actor].lots
        if lots:
            lot = lots[pick % len(lots)]
            # In the past, but in the same order among each other, which the model goes by.
            ended = self.started - timedelta(days=100 - (lot.ends or 50))
            Grant.objects.filter(reference=lot.name).update(expires_at=ended)
            lot.ended = True

    @rule(actor=ACTORS)
    def sweep(self, actor):
        assert ledger.expire(self.accounts[actor]) == self.models[actor].expire()

    @precondition(lambda self: self.made)
    @rule(actor=ACTORS, pick=st.integers(0, 50), credits=CREDITS)
    def revoke(self, actor, pick, credits):
        lots = self.models[actor].lots
        if lots:
            self.made += 1
            lot = lots[pick % len(lots)]
            for _ in range(2):
                ledger.revoke(lot.name, reference=f"r{self.made}", credits=credits)
            self.models[actor].revoke(lot, credits)

    @rule(actor=ACTORS)
    def settle(self, actor):
        self.made += 1
        ledger.settle(self.accounts[actor], reference=f"s{self.made}")
        self.models[actor].settle()

    @invariant()
    def the_ledger_agrees_with_the_model(self):
        for account, model in zip(self.accounts, self.models, strict=True):
            assert asdict(ledger.balance(account)) == model.balance()

    @invariant()
    def the_proof_holds(self):
        assert [proof.faults for proof in prove() if proof.faults] == []

    @invariant()
    def every_grant_has_what_the_model_says(self):
        lots = {lot.name: (lot.remaining, lot.expired, lot.revoked) for model in self.models for lot in model.lots}
        rows = Grant.objects.values_list("reference", "remaining", "expired", "revoked")
        assert {name: tuple(numbers) for name, *numbers in rows} == lots

    @invariant()
    def nobody_is_charged_twice(self):
        captured = Transfer.objects.filter(kind="capture").values_list("reference", flat=True)
        assert len(captured) == len(set(captured))


def run(examples, steps):
    run_state_machine_as_test(
        Actors,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
            database=None,
        ),
    )


@pytest.mark.django_db
def test_of_one_order_the_first_reference_takes_from_the_first_grant():
    """Not the one that was asked for first: holds are made in the order of their references."""
    first, second = "itm_00:export:1", "itm_01:export:1"
    actors = Actors()
    try:
        for _ in range(2):
            actors.grant(actor=0, credits=1, days=None)
        actors.reserve(actor=0, names=[second, first], credits=1)
        actors.end(actor=0, how="release", name=second)
        actors.every_grant_has_what_the_model_says()
    finally:
        actors.teardown()


@pytest.mark.django_db
def test_any_order_of_actions_keeps_the_invariants():
    run(examples=15, steps=25)


@pytest.mark.deep
@pytest.mark.django_db
def test_any_order_of_many_actions_keeps_the_invariants():
    run(examples=120, steps=50)
